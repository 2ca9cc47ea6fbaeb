// TypeScript modules of the author's own. Node strips types itself from 22.18 on; before that SWC's stripper does, the
// one that Node has inside. Registered when a module is first loaded in this thread, and never before.
import * as nodeModule from 'node:module';
import type { ModuleProblem } from '../scenario/index.ts';
import { load } from './strip-hooks.ts';

type Sync = { readonly registerHooks?: (hooks: { readonly load: typeof load }) => unknown };

let isReady = false;

/** Undefined: from now on `import` takes TypeScript. */
export async function readyForTypeScript(path: string): Promise<ModuleProblem | undefined> {
  if (isReady) return undefined;
  const { registerHooks } = nodeModule as Sync;
  if (registerHooks !== undefined) registerHooks({ load });
  else if (typeof nodeModule.register === 'function') nodeModule.register(hooksUrl());
  else if (/\.[mc]?ts$/.test(path)) {
    const message = `TypeScript needs Node 20.6 or newer, and this is ${process.versions.node}: compile it to JavaScript`;
    return { code: 'module-syntax', message };
  }
  isReady = true;
  return undefined;
}

/** Beside this file. From source, as in this project's own tests, it is TypeScript itself, which nothing can strip yet. */
function hooksUrl(): URL {
  return new URL(
    import.meta.url.endsWith('.ts') ? '../../dist/campaign/strip-hooks.js' : './strip-hooks.js',
    import.meta.url,
  );
}
