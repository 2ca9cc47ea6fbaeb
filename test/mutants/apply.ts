// Planted bugs: a copy of the built product in which one source text is replaced. The product itself has no switch for
// its defects. What the bugs are is in `<protocol>.json`; each stands for a real one of `reference/raft.md`.
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { apart, entries } from '../../scripts/join.mjs';

export type Edit = {
  /** From the root of the project, below `src/`. */
  readonly file: string;
  /** Stands in the file exactly once, and `replace` comes in its place. */
  readonly find: string;
  readonly replace: string;
};

/** A row of the catalogue: one edit, or several (`edits`). */
export type Mutant = {
  readonly id: string;
  /** What the bug is, as a sentence. */
  readonly about: string;
  readonly kind: 'safety' | 'liveness' | 'perf' | 'benign';
  /** The property that the bug violates, mostly; what a hunt meets first may be another one that follows from it. */
  readonly property?: string;
  /** All by which its kill counts. */
  readonly properties?: readonly string[];
  /** The profile that should expose it: tried first. */
  readonly profile?: string;
  /** Options without which it cannot be met, instead of the profile's. */
  readonly options?: { readonly [name: string]: string | number | boolean };
  /** How many servers it takes. */
  readonly nodes?: number;
  /** Of a bug that only costs time or traffic: what is compared with runs without it. */
  readonly compares?: string;
  /** Why the matrix does not kill it. */
  readonly survives?: string;
} & (Edit | { readonly edits: readonly Edit[] });

export function editsOf(mutant: Mutant): readonly Edit[] {
  return 'edits' in mutant ? mutant.edits : [mutant];
}

type Strip = (source: string, options: { readonly mode: 'strip-only'; readonly filename: string }) => { code: string };

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The planted bugs of one protocol. */
export function mutantsOf(protocol: string): readonly Mutant[] {
  return JSON.parse(readFileSync(new URL(`./${protocol}.json`, import.meta.url), 'utf8')) as readonly Mutant[];
}

/** The files that the bug changes. */
export function mutatedFiles(mutant: Mutant): readonly string[] {
  return [...new Set(editsOf(mutant).map(({ file }) => file))];
}

/** The source of one of its files with the bug in it. */
export function mutatedSource(mutant: Mutant, file: string): string {
  const source = readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n');
  return editsOf(mutant)
    .filter((edit) => edit.file === file)
    .reduce((text, edit) => edited(text, edit, mutant.id), source);
}

function edited(source: string, { file, find, replace }: Edit, id: string): string {
  const parts = source.split(find);
  if (parts.length === 2) return parts.join(replace);
  const count = parts.length - 1;
  throw new Error(`${id}: what it replaces stands ${count} times in ${file}, expected once: ${JSON.stringify(find)}`);
}

/** One of its modules as the build would write it. */
export function mutatedModule(mutant: Mutant, file: string): string {
  // Loaded only now: it is 4 MB.
  const { transformSync } = createRequire(import.meta.url)('@swc/wasm-typescript') as { transformSync: Strip };
  const { code } = transformSync(mutatedSource(mutant, file), { mode: 'strip-only', filename: file });
  return code.replace(/(\b(?:from|import)\s*\(?\s*')(\.{1,2}\/[^']*)\.ts'/g, "$1$2.js'");
}

/**
 * A folder with the product and the bug, to be run as the product is: `node <folder>/dist/cli/main.js`. `dist/` must be
 * built from the sources as they are. Remove the folder with `removeMutant`.
 */
export function applyMutant(mutant: Mutant): string {
  const modules = mutatedFiles(mutant).map((file) => ({ file, code: mutatedModule(mutant, file) }));
  const folder = mkdtempSync(join(tmpdir(), `faultline-${mutant.id}-`));
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  // A junction needs no rights on Windows, and elsewhere is a link like any other.
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  // The pieces have the module without the bug: the copy goes without them.
  for (const entry of entries) renameSync(join(folder, 'dist', apart(entry)), join(folder, 'dist', entry));
  for (const { file, code } of modules) {
    writeFileSync(join(folder, file.replace(/^src\//, 'dist/').replace(/\.ts$/, '.js')), code);
  }
  return folder;
}

/** Only the link to the packages is removed, not what it leads to. */
export function removeMutant(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
