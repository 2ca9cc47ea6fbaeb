// Copies of plain data with every record's keys in reversed order, and admission of data as plain and frozen. Both
// remember what they have seen, so a long log costs only its new part.

import type { Plain, PlainRecord } from '../base/plain.ts';
import { plainProblem } from '../base/plain.ts';

const admitted = new WeakSet<object>();

/** Freezes `value` deeply. Answers what makes it other than plain data, or undefined; `path` is how the answer begins. */
export function admit(value: unknown, path: string): string | undefined {
  try {
    return freeze(value) ? undefined : plainProblem(value, path);
  } catch (error) {
    if (error instanceof RangeError) throw error; // cyclic, or too deep: `stops.ts` has the words
    return `${path} throws when it is looked at`;
  }
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
    const copy = Array.isArray(value) ? this.list(value) : this.reversed(value as PlainRecord);
    this.known.set(value, copy);
    return copy;
  }

  private list(items: readonly Plain[]): readonly Plain[] {
    const copy: Plain[] = [];
    for (let i = 0; i < items.length; i++) copy.push(this.of(items[i]!));
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
    if (Array.isArray(a) !== Array.isArray(b)) return false;
    return Array.isArray(a)
      ? this.areCopies(a, b as readonly Plain[])
      : this.isCopyOf(a as PlainRecord, b as PlainRecord);
  }

  private areCopies(a: readonly Plain[], b: readonly Plain[]): boolean {
    if (a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!this.isCopy(a[i]!, b[i]!)) return false;
    return true;
  }

  private isCopyOf(a: PlainRecord, b: PlainRecord): boolean {
    let count = 0;
    for (const key in a) {
      count++;
      if (!Object.hasOwn(b, key) || !this.isCopy(a[key]!, b[key]!)) return false;
    }
    for (const _ in b) count--;
    return count === 0;
  }
}
