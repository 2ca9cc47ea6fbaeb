// Scenario files on disk: which ones a list of paths means, and their text. What cannot be read is a problem, not a throw.
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { NotAFile, textOf } from './text-file.ts';

export type FileProblem = { readonly file: string; readonly message: string };

export type SourceFile = { readonly file: string; readonly text: string } | FileProblem;

/** How a path is shown: from the current folder, with `/`; as it was given if it leads outside. `-` is standard input. */
export function shownPath(path: string): string {
  if (path === '-') return '(standard input)';
  const shown = fromHere(path) || '.';
  return (shown.startsWith('..') ? path : shown).split(sep).join('/');
}

/** The current folder may have been removed since. */
function fromHere(path: string): string {
  try {
    return relative(process.cwd(), path);
  } catch {
    return path;
  }
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

/** Why a file could not be read, in words. */
export function explain(error: unknown): string {
  if (error instanceof NotAFile) return error.message;
  const code = codeOf(error);
  return explanations[code] ?? `it cannot be read (${code || String(error)})`;
}

/** Why a file could not be written, in words. */
export function explainWrite(error: unknown): string {
  const code = codeOf(error);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'permission to write it is refused';
  if (code === 'ENOSPC') return 'the disk is full';
  if (code === 'ENOENT') return 'there is no such folder';
  return explanations[code] ?? `it cannot be written (${code || String(error)})`;
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? '';
}

/**
 * Every path's scenarios: a file stands for itself, a folder for all `.yaml` and `.yml` below it in order of name. A
 * file that several paths lead to is read once.
 */
export function readSources(paths: readonly string[]): readonly SourceFile[] {
  const seen = new Set<string>();
  const sources: SourceFile[] = [];
  for (const path of paths) {
    for (const found of expand(path)) {
      if ('message' in found) sources.push(found);
      else if (!seen.has(realOf(found.file))) {
        seen.add(realOf(found.file));
        sources.push(read(found.file));
      }
    }
  }
  return sources;
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

type Found = { readonly file: string } | FileProblem;

function expand(path: string): readonly Found[] {
  if (path === '') return [{ file: '(empty path)', message: 'expected the path of a scenario file or of a folder' }];
  if (path === '-') return [{ file: path }];
  try {
    if (!statSync(path).isDirectory()) return [{ file: path }];
  } catch (error) {
    return [{ file: shownPath(path), message: explain(error) }];
  }
  const found = walk(path);
  if (found.length > 0) return found;
  return [{ file: shownPath(path), message: 'the folder holds no scenario: expected files that end in .yaml' }];
}

/** Folder by folder, so that one that cannot be read hides no other. Links to folders are not followed. */
function walk(folder: string): readonly Found[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    return entries.flatMap((entry): readonly Found[] => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : walk(path);
      return /\.ya?ml$/.test(entry.name) ? [{ file: path }] : [];
    });
  } catch (error) {
    return [{ file: shownPath(folder), message: explain(error) }];
  }
}

function read(path: string): SourceFile {
  const file = shownPath(path);
  try {
    return { file, text: textOf(path) };
  } catch (error) {
    return { file, message: explain(error) };
  }
}
