// What a search has still to place, where it is known which write each read returned: nothing goes before what must come
// before it, and no value is replaced while somebody has still to read it.
import { INITIAL } from './accesses.ts';
import type { Known, Step } from './steps.ts';

export class Unplaced {
  private readonly known: Known;
  private readonly steps: readonly Step[];
  private readonly missing: Int32Array;
  /** For each step how many reads of it are not placed; then the same of each key's initial value. */
  private readonly readers: Int32Array;
  /** For each key the index into `readers` of what it holds. */
  private readonly held: number[] = [];
  private readonly heldBefore: number[] = [];

  constructor(known: Known, steps: readonly Step[]) {
    this.known = known;
    this.steps = steps;
    this.missing = new Int32Array(known.before.words).fill(-1);
    for (const { key } of steps) this.held[key] = steps.length + key;
    this.readers = new Int32Array(steps.length + this.held.length);
    for (const step of steps.keys()) this.count(step, 1);
  }

  isReady(step: number): boolean {
    const { before } = this.known;
    for (let i = 0; i < this.missing.length; i++) if ((before.word(step, i) & this.missing[i]!) !== 0) return false;
    const { key, isReadOnly } = this.steps[step]!;
    if (isReadOnly) return true;
    // Its own read is no obstacle to a compare-and-set.
    const own = this.known.reads[step] === undefined ? 0 : 1;
    return this.readers[this.held[key]!]! <= own;
  }

  place(step: number): void {
    this.missing[step >>> 5]! &= ~(1 << (step & 31));
    this.count(step, -1);
    const { key, isReadOnly } = this.steps[step]!;
    if (isReadOnly) return;
    this.heldBefore[step] = this.held[key]!;
    this.held[key] = step;
  }

  takeBack(step: number): void {
    this.missing[step >>> 5]! |= 1 << (step & 31);
    this.count(step, 1);
    const { key, isReadOnly } = this.steps[step]!;
    if (!isReadOnly) this.held[key] = this.heldBefore[step]!;
  }

  private count(step: number, by: number): void {
    const source = this.known.reads[step];
    if (source === undefined) return;
    this.readers[source === INITIAL ? this.steps.length + this.steps[step]!.key : source]! += by;
  }
}
