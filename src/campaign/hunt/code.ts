// Which code a campaign runs: that of Faultline, as far as it can change a run, and that of the module which its scenario
// uses, with the files that it imports by relative paths. Packages that it imports, and files that it reads, are not in it.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { useOf } from '../../scenario/index.ts';
import { moduleFile } from '../modules.ts';

/** Hashes. `module`: where the scenario uses one that is there. */
export type Code = { readonly faultline: string; readonly module?: string };

/** The folders of the layers that runs are made of. What only shows them may change. */
const layers = [
  ...['base', 'contract', 'network', 'storage', 'clock', 'checkers', 'protocols'],
  ...['kernel', 'plans', 'scenario', 'search', 'campaign/hunt'],
];
const root = fileURLToPath(new URL('../..', import.meta.url));

export function codeOf(text: string, file: string): Code {
  const use = useOf(text);
  const entry = use === undefined ? undefined : moduleFile(use, dirname(resolve(file)));
  return { faultline: ownCode(), ...(typeof entry === 'string' ? { module: moduleHash(entry) } : {}) };
}

/** What wrote a journal. */
export type Writer = { readonly version: string; readonly code: Code };

/** Why a journal is not one of this process, in a clause. */
export function writerDifference(was: Writer, now: Writer): string | undefined {
  if (was.version !== now.version) return `it was written by Faultline ${was.version}, this is ${now.version}`;
  return codeDifference(was.code, now.code);
}

/** Why two are not the same, in a clause. A module that is not there says nothing. */
export function codeDifference(one: Code, other: Code): string | undefined {
  if (one.faultline !== other.faultline) return 'the code of Faultline was another';
  const areBoth = one.module !== undefined && other.module !== undefined;
  return areBoth && one.module !== other.module ? 'the code of the module that it uses was another' : undefined;
}

let own: string | undefined;

function ownCode(): string {
  own ??= hashOfFiles(layers.flatMap((layer) => filesBelow(join(root, layer))));
  return own;
}

function filesBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return /(?<!\.d)\.[jt]s$/.test(entry.name) ? [path] : [];
  });
}

/** Of the file and all that it leads to, in the order in which they are met: wherever the folder lies, it is the same. */
function moduleHash(entry: string): string {
  const met = new Set<string>([entry]);
  for (const path of met) for (const imported of importsIn(path)) met.add(imported);
  return hashOfFiles([...met]);
}

/** Static imports and exports, `import('./…')` and `require('./…')`. One that is only in a comment does no harm. */
const IMPORT = /\b(?:from|import|require)\s*\(?\s*(['"])(\.{1,2}\/[^'"\n]+)\1/g;

function importsIn(path: string): readonly string[] {
  const text = contentOf(path).toString('utf8');
  return [...text.matchAll(IMPORT)].map(([, , specifier]) => fileAt(resolve(dirname(path), specifier!)));
}

/** CommonJS leaves endings out. */
function fileAt(path: string): string {
  return ['', '.js', '.json', '/index.js'].map((ending) => path + ending).find(isFile) ?? path;
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function hashOfFiles(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) {
    const content = contentOf(path);
    hash.update(`${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

/** A file that cannot be read is as an empty one: loading the module says what is wrong. */
function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}
