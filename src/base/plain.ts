// Plain data: the only thing that state, messages, timers and durable records may be made of.
// Declared with `type`, not `interface` (an interface has no index signature and is refused by the compiler).

/** null, booleans, finite numbers, strings, and readonly arrays and records of these. */
export type Plain = null | boolean | number | string | readonly Plain[] | PlainRecord;
export type PlainRecord = { readonly [key: string]: Plain };

/**
 * What makes `value` something other than plain data, or undefined if it is plain.
 * The answer reads on from "state": `.log[3].at is a Date`.
 */
export function plainProblem(value: unknown, path = ''): string | undefined {
  switch (typeof value) {
    case 'boolean':
    case 'string':
      return undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : `${path} is ${value}`;
    case 'object':
      break;
    default:
      return `${path} is ${value === undefined ? 'undefined' : `a ${typeof value}`}`;
  }
  if (value === null) return undefined;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const problem = plainProblem(value[i], `${path}[${i}]`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    return `${path} is a ${(prototype as { constructor?: { name?: string } }).constructor?.name ?? 'class instance'}`;
  }
  for (const [key, item] of Object.entries(value)) {
    const problem = plainProblem(item, `${path}.${key}`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Structural equality of plain data. The order of a record's keys does not matter. */
export function equalPlain(a: Plain | undefined, b: Plain | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!equalPlain(a[i], b[i])) return false;
    return true;
  }
  if (Array.isArray(b)) return false;
  const left = a as PlainRecord;
  const right = b as PlainRecord;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  for (const key of keys) {
    if (!Object.hasOwn(right, key) || !equalPlain(left[key], right[key])) return false;
  }
  return true;
}

/** A record's own item: a key named `constructor` must not find what every object inherits. */
export function ownItem<T>(record: { readonly [key: string]: T }, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
