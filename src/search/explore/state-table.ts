// The states met so far, by number, in columns: hash, parent, depth, marks. 17 bytes a state, a quarter of slack, and 5
// to 10 bytes of slots. States themselves are not kept: a path is rebuilt by acting again (`retrace.ts`).
//
//   slots   open addressing, linear probing from the low lane: number of the state + 1, or 0
import { assert } from '../../base/assert.ts';

/** All transitions were tried. */
export const EXPANDED = 1;
/** It lies at the depth bound and has transitions. */
export const CUT = 2;
/** It has no transition. */
export const TERMINAL = 4;

/** The model's own bounds leave out what would follow it: see `Model.isCut`. */
export const BOUNDED = 8;

/** What initial states have for a parent. */
export const ROOT = -1;

const STATES_MAX = 2 ** 30;

export class StateTable {
  size = 0;
  /** Of an initial state: `ROOT`. */
  parents = new Int32Array(1024);
  depths = new Int32Array(1024);
  marks = new Uint8Array(1024);
  private lows = new Int32Array(1024);
  private highs = new Int32Array(1024);
  private slots = new Int32Array(2048);
  /** Where the search of `find` ended. */
  private slot = 0;

  /** The number of the state with this hash, or −1. */
  find(low: number, high: number): number {
    const { slots, lows, highs } = this;
    const mask = slots.length - 1;
    let slot = low & mask;
    for (;;) {
      const number = slots[slot]! - 1;
      if (number < 0 || (lows[number] === low && highs[number] === high)) {
        this.slot = slot;
        return number;
      }
      slot = (slot + 1) & mask;
    }
  }

  /** Adds the state that `find` has just not found. How it was reached is still to be set. */
  add(low: number, high: number): number {
    const number = this.size++;
    assert(number < STATES_MAX, 'a search has at most 2^30 states');
    if (number === this.lows.length) this.growColumns();
    this.lows[number] = low;
    this.highs[number] = high;
    this.slots[this.slot] = number + 1;
    if (this.size * 5 > this.slots.length * 4) this.growSlots();
    return number;
  }

  /** Sets the way to a state: the first one, or a shorter one. */
  setWay(number: number, parent: number, depth: number): void {
    this.parents[number] = parent;
    this.depths[number] = depth;
  }

  has(number: number, mark: number): boolean {
    return (this.marks[number]! & mark) !== 0;
  }

  isHash(number: number, low: number, high: number): boolean {
    return this.lows[number] === low && this.highs[number] === high;
  }

  /** The initial state first, `number` last. Depth falls from child to parent, so this ends. */
  lineOf(number: number): readonly number[] {
    const line: number[] = [];
    for (let at = number; at !== ROOT; at = this.parents[at]!) line.push(at);
    return line.reverse();
  }

  private growColumns(): void {
    const length = grownLength(this.size);
    this.lows = grown(this.lows, length);
    this.highs = grown(this.highs, length);
    this.parents = grown(this.parents, length);
    this.depths = grown(this.depths, length);
    const marks = new Uint8Array(length);
    marks.set(this.marks);
    this.marks = marks;
  }

  private growSlots(): void {
    const slots = new Int32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = this.lows[number]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.slots = slots;
  }
}

/** A quarter more: a column that doubles would waste half of itself. */
export function grownLength(length: number): number {
  return length + (length >>> 2) + 1024;
}

export function grown(column: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(length);
  copy.set(column);
  return copy;
}
