// A 64-bit hash of plain data in two 32-bit lanes. Canonical: the order of a record's keys does not change it.
// Not cryptographic. Lanes are combined by 32-bit integer arithmetic only: a sum of doubles is not commutative.
import type { Plain, PlainRecord } from './plain.ts';

/** The two lanes of a hash, each a signed 32-bit integer. */
export type Hash = { readonly low: number; readonly high: number };

/** Full pages of a paged list have this many entries; their hashes are remembered by identity (pages never change). */
export const PAGE = 32;

const NULL = 0x1f83d9ab;
const FALSE = 0x5be0cd19;
const TRUE = 0x137e2179;
const NUMBER = 0x3c6ef372;
const STRING = 0x510e527f;
const ARRAY = 0x1b873593;
const RECORD = 0x6a09e667;

const float = new Float64Array(1);
const words = new Int32Array(float.buffer);
const pageHashes = new WeakMap<object, Hash>();

// What `walk` answers: one module variable a lane, so that hashing a small value makes no object.
let low = 0;
let high = 0;

/** The hash of plain data. Equal data has equal hashes, whatever the order of keys; `-0` counts as `0`. */
export function hashPlain(value: Plain): Hash {
  walk(value);
  return { low, high };
}

/** 16 hexadecimal digits: the high lane, then the low one. */
export function hexOf(hash: Hash): string {
  return lane(hash.high) + lane(hash.low);
}

function lane(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}

/** A hash rolled over a sequence of words and values. Mutable, so that the hot path allocates nothing. */
export class RollingHash {
  low: number;
  high: number;

  constructor(from: Hash = { low: 0x2545f491, high: 0x6c62272e }) {
    this.low = from.low;
    this.high = from.high;
  }

  /** Adds the low 32 bits of an integer. */
  word(value: number): void {
    const l = Math.imul(this.low ^ value, 0x85ebca6b);
    this.low = ((l << 13) | (l >>> 19)) ^ this.high;
    const h = Math.imul(this.high ^ value, 0xc2b2ae35);
    this.high = (((h << 17) | (h >>> 15)) + this.low) | 0;
  }

  /** Adds a non-negative integer up to 2^53, such as a time in microseconds. */
  integer(value: number): void {
    this.word(value | 0);
    this.word(value < 4294967296 ? 0 : (value / 4294967296) | 0);
  }

  value(value: Plain): void {
    walk(value);
    this.word(low);
    this.word(high);
  }

  hash(value: Hash): void {
    this.word(value.low);
    this.word(value.high);
  }

  result(): Hash {
    return { low: this.low, high: this.high };
  }
}

function walk(value: Plain): void {
  switch (typeof value) {
    case 'number':
      return walkNumber(value);
    case 'string':
      return walkString(value);
    case 'boolean':
      low = value ? TRUE : FALSE;
      high = ~low;
      return;
    default:
      if (value === null) {
        low = NULL;
        high = ~NULL;
      } else if (Array.isArray(value)) walkArray(value);
      else walkRecord(value as PlainRecord);
  }
}

function walkNumber(value: number): void {
  if ((value | 0) === value) {
    finish(NUMBER ^ value, Math.imul(value, 0x9e3779b1) ^ NUMBER);
    return;
  }
  float[0] = value;
  finish(NUMBER ^ words[0]!, (words[1]! + 1) ^ Math.imul(words[0]!, 0x9e3779b1));
}

function walkString(value: string): void {
  let a = STRING;
  let b = value.length;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b, 0x9e3779b1) + code;
  }
  finish(a, b);
}

function walkArray(items: readonly Plain[]): void {
  if (items.length === PAGE) {
    const known = pageHashes.get(items);
    if (known !== undefined) {
      low = known.low;
      high = known.high;
      return;
    }
  }
  let a = ARRAY;
  let b = items.length;
  for (let i = 0; i < items.length; i++) {
    walk(items[i]!);
    a = Math.imul(a ^ low, 0x85ebca6b);
    a = (a << 15) | (a >>> 17);
    b = (Math.imul(b ^ high, 0xc2b2ae35) + a) | 0;
  }
  finish(a, b);
  if (items.length === PAGE) pageHashes.set(items, { low, high });
}

function walkRecord(record: PlainRecord): void {
  let a = RECORD;
  let b = ~RECORD;
  for (const key in record) {
    walk(record[key]!);
    const { low: keyLow, high: keyHigh } = keyHash(key);
    finish(low ^ keyLow, high ^ keyHigh);
    a = (a + low) | 0;
    b = (b + high) | 0;
  }
  finish(a, b);
}

/** Hashes of keys: there are few, and each is met millions of times. Beyond the limit they are computed each time. */
const keyHashes = new Map<string, Hash>();
const KEYS_MAX = 4096;

function keyHash(key: string): Hash {
  const known = keyHashes.get(key);
  if (known !== undefined) return known;
  const [keptLow, keptHigh] = [low, high];
  walkString(key);
  // Not the plain hash of the string: a key must not be exchangeable with a value.
  finish(Math.imul(low, 0x27d4eb2f) ^ RECORD, high ^ low);
  const hash = { low, high };
  low = keptLow;
  high = keptHigh;
  if (keyHashes.size < KEYS_MAX) keyHashes.set(key, hash);
  return hash;
}

/** Mixes two words into the two lanes, each lane of both words: three rounds of a Feistel network, so nothing is lost. */
function finish(a: number, b: number): void {
  const x = b ^ Math.imul(a ^ (a >>> 16), 0x85ebca6b);
  const y = a ^ Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  low = y;
  high = x ^ Math.imul(y ^ (y >>> 15), 0x9e3779b1);
}
