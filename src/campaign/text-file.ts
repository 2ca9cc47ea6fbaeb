// A file that someone has named, as text. A device would have no end, and a pipe that nobody writes to no beginning.
import { readFileSync, statSync } from 'node:fs';

/** More than any scenario, capsule or history that can be judged. */
const BYTES_MAX = 2 ** 29;

export class NotAFile extends Error {
  override readonly name = 'NotAFile';
}

/**
 * The text of a file; `-` is standard input. What is not UTF-8 keeps its first bytes, so that its reader can name what it
 * is. Throws what `explain` in `files.ts` has the words for.
 */
export function textOf(path: string): string {
  const bytes = path === '-' ? readFileSync(0) : bytesOf(path);
  return bytes.toString(isUtf16(bytes) ? 'latin1' : 'utf8');
}

/** A regular file, or what a shell hands over as a path of standard input. */
function bytesOf(path: string): Buffer {
  const found = statSync(path);
  const isStdin = path === '/dev/stdin' || path === '/dev/null' || /^\/(dev|proc\/self)\/fd\//.test(path);
  if (found.isCharacterDevice() || found.isBlockDevice()) {
    if (!isStdin) throw new NotAFile('it is a device, not a file');
  } else if (found.isFIFO() && !isStdin) throw new NotAFile('it is a pipe, not a file: write - for standard input');
  else if (found.isSocket()) throw new NotAFile('it is a socket, not a file');
  if (found.size > BYTES_MAX) throw new NotAFile(`it has ${found.size} bytes, more than ${BYTES_MAX}`);
  return readFileSync(path);
}

function isUtf16([first, second]: Buffer): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}
