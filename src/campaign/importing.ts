// The import of a module from outside, with all that its code may do while it is loaded: throw, fail later, end the
// process, never finish. Each comes out as one sentence, without a stack of ours.
import { messageOf } from '../contract/outside.ts';
import type { ModuleProblem } from '../scenario/index.ts';
import { shownPath } from './files.ts';
import { ExitCalled, loading } from './own-thread.ts';
import { after, nextTurn } from './real-time.ts';
import { syntaxPlace } from './syntax-place.ts';

type Exports = { readonly [name: string]: unknown };

export type Imported = { readonly exports: Exports } | ModuleProblem;

/**
 * An `await` at the top that never settles is given up then: before the watchdog of `pool.ts`, which can say only that
 * nothing came to an end.
 */
const PATIENCE_MS = 5_000;

/** What went wrong in a module after its import had succeeded: a second import of it would give its exports. */
const refused = new Map<string, ModuleProblem>();

export async function importing(url: string, path: string, patience = PATIENCE_MS): Promise<Imported> {
  const before = refused.get(url);
  if (before !== undefined) return before;
  const watch = watched();
  try {
    const loaded = await loading(() => importedWithin(url, patience));
    if (loaded === undefined) return { code: 'module-failed', message: stuck(path, patience) };
    if ('error' in loaded) return failed(loaded.error, path);
    if (watch.failures.length === 0) return loaded;
    const problem = failed(watch.failures[0], path);
    refused.set(url, problem);
    return problem;
  } finally {
    watch.stop();
  }
}

type Awaited = { readonly exports: Exports } | { readonly error: unknown };

/** Undefined: it took too long. */
async function importedWithin(url: string, patience: number): Promise<Awaited | undefined> {
  const found = await new Promise<Awaited | undefined>((resolve) => {
    const cancel = after(patience, () => resolve(undefined));
    const ended = (awaited: Awaited) => {
      cancel();
      resolve(awaited);
    };
    import(/* @vite-ignore */ url).then(
      (exports: Exports) => ended({ exports }),
      (error: unknown) => ended({ error }),
    );
  });
  // What the module threw in a promise that nobody waits for is told one turn later.
  await nextTurn();
  return found;
}

function stuck(path: string, patience: number): string {
  return `${shownPath(path)} had not finished loading after ${patience / 1000} s: it awaits what never comes`;
}

/** Keeps the process alive while a module is loaded, and collects what it throws besides. */
function watched(): { readonly failures: readonly unknown[]; readonly stop: () => void } {
  const failures: unknown[] = [];
  const onFailure = (error: unknown) => failures.push(error);
  const { exit } = process;
  process.exit = () => {
    const error = new ExitCalled();
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
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION' || isImportOfData(code, path)) {
    return {
      code: 'module-syntax',
      message: `${shown} is no module: expected a file that ends in .ts, .mts, .js or .mjs`,
    };
  }
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX' || code === 'ERR_INVALID_TYPESCRIPT_SYNTAX') {
    return { code: 'module-syntax', message: `${placeOf(error, path)}: ${advised(message)}` };
  }
  if (error instanceof SyntaxError) {
    const place = hasPlace(error) ? placeOf(error, path) : syntaxPlace(path);
    return { code: 'module-syntax', message: `${place}: ${advised(message)}` };
  }
  return {
    code: 'module-failed',
    message: `${placeOf(error, path)} threw while it was loaded, mend it there: ${message}`,
  };
}

/** A `.json` file is imported only where the import says that it is one. */
function isImportOfData(code: unknown, path: string): boolean {
  return (
    (code === 'ERR_IMPORT_ASSERTION_TYPE_MISSING' || code === 'ERR_IMPORT_ATTRIBUTE_MISSING') && /\.json$/.test(path)
  );
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
export function placeOf(error: unknown, path: string): string;
export function placeOf(error: unknown, path: undefined): string | undefined;
export function placeOf(error: unknown, path: string | undefined): string | undefined {
  const stack = stackOf(error);
  const syntax = SYNTAX_PLACE.exec(stack);
  if (syntax !== null) return `${shownPath(decoded(syntax[1]!))}:${syntax[2]}`;
  const frames = framesIn(stack);
  const own = frames.find(([, file]) => decoded(file!) === path) ?? frames.find(([, file]) => !NOT_THEIRS.test(file!));
  if (own === undefined) return path === undefined ? undefined : shownPath(path);
  return `${shownPath(decoded(own[1]!))}:${own[2]}`;
}

const NOT_THEIRS = /[\\/]node_modules[\\/]|[\\/](?:dist|src)[\\/]campaign[\\/]/;
const SYNTAX_PLACE = /^(?:file:\/\/)?(\S+):(\d+)\n/;

function stackOf(error: unknown): string {
  return error instanceof Error ? String(error.stack) : '';
}

/** Files of the frames, with their lines. Not those of Node itself, such as `node:internal/modules/esm/utils`. */
function framesIn(stack: string): readonly RegExpExecArray[] {
  return [...stack.matchAll(/(?:file:\/\/|(?<=[\s(]))((?:\/|[A-Za-z]:[\\/])[^\s():]+):(\d+):\d+/g)];
}

/** Of the syntax of an ES module Node gives the place only where it ends the process with it. */
function hasPlace(error: SyntaxError): boolean {
  const stack = stackOf(error);
  return SYNTAX_PLACE.test(stack) || framesIn(stack).some(([, file]) => !NOT_THEIRS.test(file!));
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
