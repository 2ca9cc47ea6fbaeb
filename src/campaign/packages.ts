// Where the entry of an installed package lies, by Node's rules for `import`: the nearest `node_modules` with it, then
// `exports` under the conditions node, import, module-sync and default, else `main`. Node has no call for it that takes
// the folder to begin from.
import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { ModuleProblem } from '../scenario/index.ts';
import { shownPath } from './files.ts';

type Manifest = { readonly name?: unknown; readonly exports?: unknown; readonly main?: unknown };

export function packageEntry(use: string, folder: string): string | ModuleProblem {
  const [, name = '', rest = ''] = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(use) ?? [];
  const missing = (message: string, hint?: string): ModuleProblem => ({ code: 'module-not-found', message, hint });
  if (isBuiltin(use)) return { code: 'module-export', message: `${use} is a module of Node itself, and no system` };
  const found = packageFolder(name, resolve(folder));
  if (found === undefined) {
    const hint = existsSync(resolve(folder, use)) ? `did you mean "./${use}"?` : undefined;
    const where = `no package ${name} is installed for ${shownPath(folder)}`;
    return missing(`${where}: npm install it there, or write a path that begins with ./`, hint);
  }
  const manifest = manifestOf(found);
  if (manifest === undefined) return missing(`the package.json of ${shownPath(found)} cannot be read`);
  const entry = entryOf(manifest, `.${rest}`);
  if (entry === undefined)
    return missing(`${shownPath(found)} exports no ${rest === '' ? 'module' : `.${rest}`} for import`);
  const path = join(found, entry);
  return existsSync(path) ? path : missing(`${shownPath(path)} is not there, and ${name} names it as its module`);
}

/** A package also finds itself, by its own name, where it has `exports`. */
function packageFolder(name: string, folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const inside = join(at, 'node_modules', name);
    if (existsSync(join(inside, 'package.json'))) return inside;
    const own = existsSync(join(at, 'package.json')) ? manifestOf(at) : undefined;
    if (own?.name === name && own.exports !== undefined) return at;
    if (dirname(at) === at) return undefined;
  }
}

function manifestOf(folder: string): Manifest | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return typeof manifest === 'object' && manifest !== null ? manifest : undefined;
  } catch {
    return undefined;
  }
}

function entryOf({ exports, main }: Manifest, subpath: string): string | undefined {
  if (exports === undefined) return subpath === '.' ? (typeof main === 'string' ? main : 'index.js') : subpath;
  const isTable =
    typeof exports === 'object' && exports !== null && Object.keys(exports).some((key) => key.startsWith('.'));
  if (!isTable) return subpath === '.' ? targetOf(exports, '') : undefined;
  const table = exports as { readonly [subpath: string]: unknown };
  if (Object.hasOwn(table, subpath)) return targetOf(table[subpath], '');
  for (const [pattern, target] of Object.entries(table)) {
    const [before, after] = pattern.split('*');
    if (after === undefined || !subpath.startsWith(before!) || !subpath.endsWith(after)) continue;
    return targetOf(target, subpath.slice(before!.length, subpath.length - after.length));
  }
  return undefined;
}

const conditions = new Set(['node', 'import', 'module-sync', 'default']);

/** The first target whose condition holds. `star` stands in for `*`. */
function targetOf(target: unknown, star: string): string | undefined {
  if (typeof target === 'string') return target.replaceAll('*', star);
  if (typeof target !== 'object' || target === null) return undefined;
  const choices = Array.isArray(target)
    ? target
    : Object.entries(target).flatMap(([condition, choice]) => (conditions.has(condition) ? [choice] : []));
  for (const choice of choices) {
    const found = targetOf(choice, star);
    if (found !== undefined) return found;
  }
  return undefined;
}
