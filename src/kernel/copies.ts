// Copies of plain data with every record's keys in reversed order, and admission of data as plain and frozen. Both
// remember what they have seen, so a long log costs only its new part.

import type { Plain, PlainRecord } from '../base/plain.ts';
import { plainProblem } from '../base/plain.ts';

const admitted = new WeakSet<object>();

/** Freezes `value` deeply. Answers what makes it other than plain data, or undefined. */
export function admit(value: unknown, path: string): string | undefined {
  if (typeof value !== 'object' || value === null) return plainProblem(value, path);
  if (admitted.has(value)) return undefined;
  if (!Array.isArray(value)) {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return plainProblem(value, path);
  }
  for (const key of Object.keys(value)) {
    const problem = admit(
      (value as { [key: string]: unknown })[key],
      Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`,
    );
    if (problem !== undefined) return problem;
  }
  admitted.add(Object.freeze(value));
  return undefined;
}

export class ReversedCopies {
  private readonly known = new WeakMap<object, Plain>();

  of(value: Plain): Plain {
    if (typeof value !== 'object' || value === null) return value;
    const known = this.known.get(value);
    if (known !== undefined) return known;
    const copy: Plain = Array.isArray(value)
      ? value.map((item: Plain) => this.of(item))
      : Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, item]: [string, Plain]) => [key, this.of(item)]),
        );
    admit(copy, '');
    this.known.set(value, copy);
    return copy;
  }

  /** Whether `b` equals `a` up to the order of keys. What is a known copy is not looked into. */
  isCopy(a: Plain, b: Plain): boolean {
    if (a === b) return true;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
    if (this.known.get(a) === b) return true;
    if (Array.isArray(a)) {
      return Array.isArray(b) && a.length === b.length && a.every((item: Plain, i) => this.isCopy(item, b[i]!));
    }
    if (Array.isArray(b)) return false;
    const [left, right] = [a as PlainRecord, b as PlainRecord];
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => Object.hasOwn(right, key) && this.isCopy(left[key]!, right[key]!))
    );
  }
}
