// Planted bugs: a copy of the built product in which one source text is replaced. The product itself has no switch for
// its defects. What the bugs are is in `<protocol>.json`; each stands for a real one of `reference/raft.md`.
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Mutant = {
  readonly id: string;
  /** What the bug is, as a sentence. */
  readonly about: string;
  /** From the root of the project, below `src/`. */
  readonly file: string;
  /** Stands in the file exactly once, and `replace` comes in its place. */
  readonly find: string;
  readonly replace: string;
} & (
  | {
      /** The property that the bug violates, mostly; what a hunt meets first may be another one that follows from it. */
      readonly property: string;
      readonly benign?: never;
    }
  /** A change that breaks nothing: it must not be found. */
  | { readonly benign: true; readonly property?: never }
);

type Strip = (source: string, options: { readonly mode: 'strip-only'; readonly filename: string }) => { code: string };

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The planted bugs of one protocol. */
export function mutantsOf(protocol: string): readonly Mutant[] {
  return JSON.parse(readFileSync(new URL(`./${protocol}.json`, import.meta.url), 'utf8')) as readonly Mutant[];
}

/** The source with the bug in it. */
export function mutatedSource({ id, file, find, replace }: Mutant): string {
  const source = readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n');
  const parts = source.split(find);
  if (parts.length !== 2) {
    const count = parts.length - 1;
    throw new Error(`${id}: what it replaces stands ${count} times in ${file}, expected once: ${JSON.stringify(find)}`);
  }
  return parts.join(replace);
}

/** The module as the build would write it. */
export function mutatedModule(mutant: Mutant): string {
  // Loaded only now: it is 4 MB.
  const { transformSync } = createRequire(import.meta.url)('@swc/wasm-typescript') as { transformSync: Strip };
  const { code } = transformSync(mutatedSource(mutant), { mode: 'strip-only', filename: mutant.file });
  return code.replace(/(\b(?:from|import)\s*\(?\s*')(\.{1,2}\/[^']*)\.ts'/g, "$1$2.js'");
}

/**
 * A folder with the product and the bug, to be run as the product is: `node <folder>/dist/cli/main.js`. `dist/` must be
 * built from the sources as they are. Remove the folder with `removeMutant`.
 */
export function applyMutant(mutant: Mutant): string {
  const code = mutatedModule(mutant);
  const folder = mkdtempSync(join(tmpdir(), `faultline-${mutant.id}-`));
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  // A junction needs no rights on Windows, and elsewhere is a link like any other.
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  writeFileSync(join(folder, mutant.file.replace(/^src\//, 'dist/').replace(/\.ts$/, '.js')), code);
  return folder;
}

/** Only the link to the packages is removed, not what it leads to. */
export function removeMutant(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
