// Where an ES module cannot be read. Node tells the place of such an error on its way out of a process and nowhere else,
// so Node is asked once more, with `--check`, which runs nothing: for the module, then for what it imports by a path.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shownPath } from './files.ts';

/** How many files are asked about: each takes as long as Node takes to start. */
const FILES_MAX = 20;

/** `lock.mjs:3`, or the module alone where it is not found. */
export function syntaxPlace(path: string): string {
  const files = new Set([path]);
  for (const file of files) {
    const line = badLineOf(file);
    if (line !== undefined) return `${shownPath(file)}:${line}`;
    for (const imported of importsOf(file)) if (files.size < FILES_MAX) files.add(imported);
  }
  return shownPath(path);
}

function badLineOf(file: string): string | undefined {
  if (!/\.[mc]?js$/.test(file)) return undefined;
  const { status, stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8', timeout: 5_000 });
  if (status === 0 || status === null) return undefined;
  const [, found = '', line] = /^(.+):(\d+)\r?\n/.exec(stderr) ?? [];
  return (found.startsWith('file:') ? fileURLToPath(found) : found) === file ? line : undefined;
}

function importsOf(file: string): readonly string[] {
  try {
    const text = readFileSync(file, 'utf8');
    const named = text.matchAll(/\b(?:from|import)\s*['"](\.{1,2}\/[^'"\n]+)['"]/g);
    return [...named].map(([, name]) => resolve(dirname(file), name!));
  } catch {
    return [];
  }
}
