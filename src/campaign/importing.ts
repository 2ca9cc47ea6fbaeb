// The import of a module from outside, with all that its code may do while it is loaded: throw, fail later, end the
// process, never finish. Each comes out as one sentence, without a stack of ours.
import { messageOf } from '../contract/outside.ts';
import type { ModuleProblem } from '../scenario/index.ts';
import { shownPath } from './files.ts';

export type Imported = { readonly exports: { readonly [name: string]: unknown } } | ModuleProblem;

/** Nobody computes for so long before a first event; an `await` at the top that never settles does. */
const PATIENCE_MS = 10_000;

export async function importing(url: string, path: string, patience = PATIENCE_MS): Promise<Imported> {
  let cancel = (): void => {};
  const never = new Promise<Imported>((resolve) => {
    const timer = setTimeout(() => resolve({ code: 'module-failed', message: stuck(path, patience) }), patience);
    cancel = () => clearTimeout(timer);
  });
  const watch = watched();
  try {
    const loaded = import(/* @vite-ignore */ url).then(
      async (exports: { readonly [name: string]: unknown }): Promise<Imported> => {
        // What the module threw in a promise that nobody waits for is told one turn later.
        await new Promise((resolve) => setImmediate(resolve));
        return watch.failures.length === 0 ? { exports } : failed(watch.failures[0], path);
      },
      (error: unknown) => failed(error, path),
    );
    return await Promise.race([loaded, never]);
  } finally {
    cancel();
    watch.stop();
  }
}

function stuck(path: string, patience: number): string {
  return `${shownPath(path)} had not finished loading after ${patience / 1000} s: it awaits what never comes`;
}

class ExitCalled extends Error {
  override readonly name = 'ExitCalled';
}

/** Keeps the process alive while a module is loaded, and collects what it throws besides. */
function watched(): { readonly failures: readonly unknown[]; readonly stop: () => void } {
  const failures: unknown[] = [];
  const onFailure = (error: unknown) => failures.push(error);
  const { exit } = process;
  process.exit = () => {
    const error = new ExitCalled('it called process.exit');
    Error.captureStackTrace(error, process.exit);
    failures.push(error);
    throw error;
  };
  process.on('unhandledRejection', onFailure).on('uncaughtException', onFailure);
  return {
    failures,
    stop() {
      process.exit = exit;
      process.off('unhandledRejection', onFailure).off('uncaughtException', onFailure);
    },
  };
}

/** Node's errors by their code, because their messages name files of Node's own. */
function failed(error: unknown, path: string): ModuleProblem {
  const shown = shownPath(path);
  const { code } = (typeof error === 'object' && error !== null ? error : {}) as { readonly code?: unknown };
  const message = printableLine(messageOf(error));
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'ERR_PACKAGE_PATH_NOT_EXPORTED' || code === 'MODULE_NOT_FOUND') {
    return { code: 'module-not-found', message: `${shown} cannot be loaded: ${missing(message)}` };
  }
  if (code === 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING') {
    return {
      code: 'module-syntax',
      message: `${shown} is TypeScript in node_modules, where Node strips no types: publish JavaScript`,
    };
  }
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION') {
    return {
      code: 'module-syntax',
      message: `${shown} is no module: expected a file that ends in .ts, .mts, .js or .mjs`,
    };
  }
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX' || code === 'ERR_INVALID_TYPESCRIPT_SYNTAX') {
    return { code: 'module-syntax', message: `${placeOf(error, path)}: ${advised(message)}` };
  }
  if (error instanceof SyntaxError)
    return { code: 'module-syntax', message: `${placeOf(error, path)}: ${advised(message)}` };
  return {
    code: 'module-failed',
    message: `${placeOf(error, path)} threw while it was loaded, mend it there: ${message}`,
  };
}

function missing(message: string): string {
  if (/package 'faultline'/.test(message))
    return 'it imports faultline, which is not installed for it: npm install faultline beside it';
  const named = message.replace(/ imported from .*/, '').replace(/'(\/[^']+)'/, (_, found: string) => shownPath(found));
  return `${named}; mend the import, or install what it names`;
}

/** What stands in TypeScript for more than a type, and what to write in its place. */
const unstripped: { readonly [syntax: string]: string } = {
  enum: 'an object with `as const`',
  'parameter property': 'a field, and assign it in the constructor',
  'namespace declaration': 'a module of its own',
  'import equals declaration': 'an import … from',
};

/** What can be done about syntax that Node refuses. */
function advised(message: string): string {
  const strip = /^(?:TypeScript )?(.+?)(?: is)? not supported in (?:type )?strip/.exec(message);
  if (strip !== null) {
    const [, what = ''] = strip;
    return `found the TypeScript syntax "${what}", and only types are stripped: write ${unstripped[what] ?? 'JavaScript'} instead`;
  }
  if (/outside a module|Unexpected token 'export'/.test(message)) {
    return `${message}: name it .mjs or .ts, or write "type": "module" into its package.json`;
  }
  if (/does not provide an export named/.test(message)) return `${message}: mend the import`;
  return `this is no module that can be read, mend it there: ${message}`;
}

/** Where it happened, in code of the author's: `lock.ts:12`. Node puts the place of bad syntax before the stack. */
function placeOf(error: unknown, path: string): string {
  const stack = error instanceof Error ? String(error.stack) : '';
  const syntax = /^(?:file:\/\/)?(\S+):(\d+)$/.exec(stack.split('\n')[0] ?? '');
  if (syntax !== null) return `${shownPath(decoded(syntax[1]!))}:${syntax[2]}`;
  const frames = [...stack.matchAll(/(?:file:\/\/)?((?:\/|[A-Za-z]:[\\/])[^\s():]+):(\d+):\d+/g)];
  const own =
    frames.find(([, file]) => decoded(file!) === path) ?? frames.find(([, file]) => !/node_modules/.test(file!));
  return own === undefined ? shownPath(path) : `${shownPath(decoded(own[1]!))}:${own[2]}`;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function printableLine(message: string): string {
  return message.split('\n', 1)[0]!.trim();
}
