// The bytes of a file that someone has named: a device would have no end, and a pipe that nobody writes to no beginning.
import { readFileSync, statSync } from 'node:fs';

/** More than any scenario, capsule or history that can be judged. */
const BYTES_MAX = 2 ** 29;

export class NotAFile extends Error {
  override readonly name = 'NotAFile';
}

/** Reads a regular file, standard input (0), or what a shell hands over as a path of it. Throws `NotAFile` in words. */
export function bytesOf(path: string | 0): Buffer {
  if (path === 0) return readFileSync(0);
  const found = statSync(path);
  const isStdin = path === '/dev/stdin' || path === '/dev/null' || /^\/(dev|proc\/self)\/fd\//.test(path);
  if (found.isCharacterDevice() || found.isBlockDevice()) {
    if (!isStdin) throw new NotAFile('it is a device, not a file');
  } else if (found.isFIFO() && !isStdin) throw new NotAFile('it is a pipe, not a file: write - for standard input');
  else if (found.isSocket()) throw new NotAFile('it is a socket, not a file');
  if (found.size > BYTES_MAX) throw new NotAFile(`it has ${found.size} bytes, more than ${BYTES_MAX}`);
  return readFileSync(path);
}
