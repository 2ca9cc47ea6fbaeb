// Copies of plain data with every record's keys in reversed order, and admission of data as plain and frozen. Both
// remember what they have seen, so a long log costs only its new part.

import type { Plain, PlainRecord } from '../base/plain.ts';
import { plainProblem } from '../base/plain.ts';

const admitted = new WeakSet<object>();

/** Freezes `value` deeply. Answers what makes it other than plain data, or undefined; `path` is how the answer begins. */
export function admit(value: unknown, path: string): string | undefined {
  return freeze(value) ? undefined : plainProblem(value, path);
}

/** Whether it is plain data, as far as it has not been looked at before. */
function freeze(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return false;
  if (value === null || admitted.has(value)) return true;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (!freeze(value[i])) return false;
  } else {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return false;
    for (const key in value) if (!freeze((value as { [key: string]: unknown })[key])) return false;
  }
  admitted.add(Object.freeze(value));
  return true;
}

export class ReversedCopies {
  private readonly known = new WeakMap<object, Plain>();

  of(value: Plain): Plain {
    if (typeof value !== 'object' || value === null) return value;
    const known = this.known.get(value);
    if (known !== undefined) return known;
    const copy = Array.isArray(value) ? value.map((item: Plain) => this.of(item)) : this.reversed(value as PlainRecord);
    this.known.set(value, copy);
    return copy;
  }

  private reversed(record: PlainRecord): PlainRecord {
    const keys = Object.keys(record);
    const copy: { [key: string]: Plain } = {};
    for (let i = keys.length - 1; i >= 0; i--) {
      const key = keys[i]!;
      // `__proto__` as a key of data must not become a prototype.
      if (key === '__proto__') Object.defineProperty(copy, key, { value: this.of(record[key]!), enumerable: true });
      else copy[key] = this.of(record[key]!);
    }
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
