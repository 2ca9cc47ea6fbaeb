// The smallest parts of judging a value from outside: each says in a sentence what was found at a path and what was
// expected there, or undefined where nothing is wrong. `system.ts` puts them together.
import { plainProblem } from '../../base/plain.ts';
import { messageOf } from '../../contract/outside.ts';
import { quoted } from '../text/printable.ts';

/** What is wrong, as a sentence. */
export type Wrong = string | undefined;
export type Fields = { readonly [name: string]: unknown };

export const WORD = /^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/;

export function found(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'function')
    return /^class\b/.test(Function.prototype.toString.call(value)) ? 'a class' : 'a function';
  if (typeof value !== 'object') return `a ${typeof value}`;
  if (typeof (value as { then?: unknown }).then === 'function') return 'a promise';
  return Object.keys(value).length === 0 ? 'an empty object' : 'an object';
}

export function wrong(path: string, value: unknown, expected: string): string {
  return `${path} is ${found(value)}, expected ${expected}`;
}

/** The first that is wrong; later ones are not looked at, for they may rest on it. */
export function first(...checks: readonly (() => Wrong)[]): Wrong {
  for (const check of checks) {
    const problem = check();
    if (problem !== undefined) return problem;
  }
  return undefined;
}

export function each<T>(items: Iterable<T>, check: (item: T) => Wrong): Wrong {
  for (const item of items) {
    const problem = check(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function text(path: string, value: unknown, expected = 'a sentence'): Wrong {
  return typeof value === 'string' && value.trim() !== '' ? undefined : wrong(path, value, expected);
}

export function word(path: string, value: unknown, expected: string): Wrong {
  const isWord = typeof value === 'string' && WORD.test(value);
  return isWord ? undefined : wrong(path, value, `${expected}: letters, digits and dashes, at most 60 of them`);
}

export function callable(path: string, value: unknown, expected: string): Wrong {
  return typeof value === 'function' ? undefined : wrong(path, value, `a function ${expected}`);
}

export function whole(path: string, value: unknown, min: number, max: number, unit = 'a whole number'): Wrong {
  const isIn = typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max;
  return isIn ? undefined : wrong(path, value, `${unit} from ${min} to ${max}`);
}

export function plain(path: string, value: unknown): Wrong {
  const problem = plainProblem(value, path);
  return problem === undefined ? undefined : `${problem}, expected plain data`;
}

/** A mapping, and each of its entries under its own path. Left out it counts as wrong, or as empty. */
export function entries(
  path: string,
  value: unknown,
  expected: string,
  check: (path: string, entry: unknown, name: string) => Wrong,
): Wrong {
  if (!isFields(value)) return wrong(path, value, expected);
  return each(Object.entries(value), ([name, entry]) => check(`${path}.${name}`, entry, name));
}

/** Calls a function of the author's: what it returned, or what it threw in words. */
export function tried<T>(what: string, call: () => T): { readonly value: T } | { readonly threw: string } {
  try {
    return { value: call() };
  } catch (error) {
    return { threw: `${what} threw: ${messageOf(error)}` };
  }
}
