// Scenario files on disk: which ones a list of paths means, and their text. What cannot be read is a problem, not a throw.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export type FileProblem = { readonly file: string; readonly message: string };

export type SourceFile = { readonly file: string; readonly text: string } | FileProblem;

/** How a path is shown: from the current folder, with `/`. */
export function shownPath(path: string): string {
  const shown = relative(process.cwd(), path) || '.';
  return (shown.startsWith('..') ? path : shown).split(sep).join('/');
}

const explanations: { readonly [code: string]: string } = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission to read it is refused',
  EPERM: 'permission to read it is refused',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
  EISDIR: 'it is a folder, not a file',
  ENOTDIR: 'a part of its path is a file, not a folder',
};

export function explain(error: unknown): string {
  const code = (error as { code?: string }).code ?? '';
  return explanations[code] ?? `it cannot be read (${code || String(error)})`;
}

/** Every path's scenarios: a file stands for itself, a folder for all `.yaml` and `.yml` below it in order of name. */
export function readSources(paths: readonly string[]): readonly SourceFile[] {
  const seen = new Set<string>();
  const sources: SourceFile[] = [];
  for (const path of paths) {
    for (const found of expand(path)) {
      if ('message' in found) sources.push(found);
      else if (!seen.has(found.file)) {
        seen.add(found.file);
        sources.push(read(found.file));
      }
    }
  }
  return sources;
}

function expand(path: string): readonly ({ readonly file: string } | FileProblem)[] {
  try {
    if (!statSync(path).isDirectory()) return [{ file: path }];
    const names = readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort((a, b) => (a < b ? -1 : 1));
    if (names.length > 0) return names.map((file) => ({ file }));
    return [{ file: shownPath(path), message: 'the folder holds no scenario: expected files that end in .yaml' }];
  } catch (error) {
    return [{ file: shownPath(path), message: explain(error) }];
  }
}

function read(path: string): SourceFile {
  const file = shownPath(path);
  try {
    const bytes = readFileSync(path);
    // A file that is not UTF-8 keeps its first bytes, so that the loader can name what it is.
    return { file, text: bytes.toString(isUtf16(bytes) ? 'latin1' : 'utf8') };
  } catch (error) {
    return { file, message: explain(error) };
  }
}

function isUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}
