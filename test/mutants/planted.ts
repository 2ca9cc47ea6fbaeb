// A protocol with a planted bug, to be run in this process: the built modules of its folder, and of those it builds on, are
// loaded once more, with the bug, and pass as a system of the scenario's. A copy of the whole product is made by `apply.ts`.
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { System } from '../../src/contract/system.ts';
import type * as Product from '../../src/index.ts';
import { type Mutant, mutatedFiles, mutatedModule } from './apply.ts';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));

/** Node's own import. Vitest would put each of the many modules through its transforms first. */
const loader = 'data:text/javascript,export const load = (url) => import(url)';
export const { load } = (await import(loader)) as {
  readonly load: (url: string) => Promise<unknown>;
};

/** The built product, which takes systems of its own copy only. It must be built from the sources as they are. */
export async function builtProduct(): Promise<typeof Product> {
  return (await load(pathToFileURL(join(dist, 'index.js')).href)) as typeof Product;
}

/** Where a system comes from. */
export type Origin = {
  /** Folders of `protocols` that it consists of, its own and those it builds on: all that a bug may be in. */
  readonly folders: readonly string[];
  /** The module that exports it, and under which name. */
  readonly module: string;
  readonly name: string;
};

export async function plantedRaft(mutant: Mutant): Promise<System> {
  return plantedSystem(mutant, { folders: ['raft', 'kv'], module: 'raft/system.js', name: 'raftKv' });
}

/** A system of `builtProduct`. */
export async function plantedSystem(mutant: Mutant, { folders, module, name }: Origin): Promise<System> {
  const folder = mkdtempSync(join(tmpdir(), `faultline-${mutant.id}-`));
  try {
    // What both import is not copied: a junction needs no rights on Windows, and elsewhere is a link like any other.
    for (const shared of ['base', 'contract']) symlinkSync(join(dist, shared), join(folder, shared), 'junction');
    mkdirSync(join(folder, 'protocols'));
    for (const copied of folders) {
      const filter = (path: string) => !path.endsWith('.d.ts');
      cpSync(join(dist, 'protocols', copied), join(folder, 'protocols', copied), { recursive: true, filter });
    }
    for (const file of mutatedFiles(mutant)) {
      writeFileSync(join(folder, file.replace(/^src\//, '').replace(/\.ts$/, '.js')), mutatedModule(mutant, file));
    }
    const loaded = await load(pathToFileURL(join(folder, 'protocols', module)).href);
    return (loaded as { readonly [name: string]: System })[name]!;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
