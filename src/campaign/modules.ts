// Loads the module that `use:` names: finds its file, imports it, and turns whatever goes wrong into a sentence. Loading
// runs the module's code. What it exports is judged in `scenario/outside/`.
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { System } from '../contract/system.ts';
import type { Loaded } from '../scenario/index.ts';
import { loadScenario, loadScenarioObject, type Modules, type Used, useOf } from '../scenario/index.ts';
import { explain, shownPath } from './files.ts';
import { importing } from './importing.ts';
import { packageEntry } from './packages.ts';
import { readyForTypeScript } from './type-script.ts';

/**
 * A scenario with what its `use:` names loaded. Without `use:` no code is loaded. Never throws. `place`: what a capsule
 * knows of where the module lies.
 */
export async function loadWithModules(
  scenario: unknown,
  file: string,
  systems: readonly System[],
  place: ModulePlace = {},
): Promise<Loaded> {
  const use = useOf(scenario);
  const used =
    use === undefined ? undefined : await loadModule(use, place.folder ?? dirname(resolve(file)), place.module);
  const modules: Modules | undefined = used && (() => used);
  return typeof scenario === 'string'
    ? loadScenario(scenario, file, systems, modules)
    : loadScenarioObject(scenario, file, systems, modules);
}

/** Where the module of a scenario is: what `use:` is relative to, and the very file where that is known. */
export type ModulePlace = { readonly folder?: string; readonly module?: string };

/** The module's default export, or why there is none. `folder`: what a path is relative to. `known`: the very file. */
export async function loadModule(use: string, folder: string, known?: string): Promise<Used> {
  const path = known === undefined ? moduleFile(use, folder) : pathOf(known, folder);
  if (typeof path !== 'string') return path;
  const unready = await readyForTypeScript(path);
  if (unready !== undefined) return unready;
  const imported = await importing(pathToFileURL(path).href, path);
  if ('code' in imported) return imported;
  const { exports } = imported;
  if (!('default' in exports)) return { code: 'module-export', message: noDefault(exports) };
  return { exported: defaultOf(exports['default']), module: { use, path: shownPath(path) } };
}

/** The file that `use:` names, as far as that can be told without loading it. */
export function moduleFile(use: string, folder: string): string | Used {
  return /^(\.{1,2}\/|\/|[A-Za-z]:[\\/])/.test(use) ? pathOf(use, folder) : packageEntry(use, folder);
}

function pathOf(use: string, folder: string): string | Used {
  const path = resolve(folder, use);
  const shown = shownPath(path);
  try {
    if (!statSync(path).isDirectory()) return path;
    return { code: 'module-not-found', message: `${shown} is a folder: name the file in it` };
  } catch (error) {
    const other = ['.ts', '.js', '.mjs'].find((ending) => isFile(path.replace(/\.\w+$/, '') + ending));
    const hint = other && `did you mean "${use.replace(/\.\w+$/, '')}${other}"?`;
    return { code: 'module-not-found', message: `${shown} cannot be loaded: ${explain(error)}`, hint };
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** A CommonJS module that a compiler made of an ES module has its default export one level deeper. */
function defaultOf(exported: unknown): unknown {
  if (typeof exported !== 'object' || exported === null || !('__esModule' in exported)) return exported;
  return (exported as { readonly default?: unknown }).default;
}

function noDefault(exports: { readonly [name: string]: unknown }): string {
  const names = Object.keys(exports);
  const [only] = names;
  if (only === undefined) return 'it exports nothing: write export default system({ … })';
  return `it has no default export: it exports ${names.slice(0, 5).join(', ')}; write export default ${only}`;
}
