// Files that a command is to write: what is certain to fail, or would lose somebody's work, is said before the work.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { explain } from '../campaign/files.ts';
import { Exit, exitCodes } from './exit.ts';

/** A capsule may be written anew; whatever else is there is somebody's work. */
export function refuseOverwriting(path: string, flag: '--save' | '--out' | 'save'): void {
  refuse(path, flag, 'capsule', /^(\s*#.*\n|\s*\n)*capsule: 1\s/);
}

/** The same for a history. */
export function refuseOverwritingHistory(path: string): void {
  refuse(path, '--history', 'history', /^\s*\{"process":\d/);
}

function refuse(path: string, flag: string, what: string, own: RegExp): void {
  let text: string;
  try {
    // What is no file is nobody's work; writing will tell.
    const found = statSync(path);
    if (!found.isFile() && !found.isDirectory()) return;
    text = readFileSync(path, 'utf8');
  } catch (error) {
    // A run may take long: what is certain to fail is said before it.
    const isMissing = (error as { code?: string }).code === 'ENOENT';
    if (isMissing && existsSync(dirname(path))) return;
    const why = isMissing ? 'there is no such folder' : explain(error);
    throw new Exit(exitCodes.usage, `${flag} ${path}: the ${what} cannot be written: ${why}`);
  }
  if (text === '' || own.test(text)) return;
  throw new Exit(exitCodes.usage, `${flag} ${path}: the file is there and is no ${what}; name another`);
}
