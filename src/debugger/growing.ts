// Lists of integers that only grow, without an object for each entry: a run has millions of events.
import { countWhile } from '../base/halving.ts';

export class Growing {
  length = 0;
  private items: Int32Array;

  constructor(capacity = 1024) {
    this.items = new Int32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.items.length) {
      const larger = new Int32Array(this.items.length * 2);
      larger.set(this.items);
      this.items = larger;
    }
    this.items[this.length++] = value;
  }

  at(index: number): number {
    return this.items[index]!;
  }

  set(index: number, value: number): void {
    this.items[index] = value;
  }

  /** Of an ascending list: how many are below `value`. */
  below(value: number): number {
    return countWhile(this.length, (at) => this.items[at]! < value);
  }

  /** Of an ascending list: the least that is above `value`. */
  after(value: number): number | undefined {
    const position = this.below(value + 1);
    return position < this.length ? this.items[position] : undefined;
  }

  /** Of an ascending list: the greatest that is below `value`. */
  before(value: number): number | undefined {
    const position = this.below(value);
    return position > 0 ? this.items[position - 1] : undefined;
  }

  has(value: number): boolean {
    const position = this.below(value);
    return position < this.length && this.items[position] === value;
  }

  slice(from: number, to: number): readonly number[] {
    return Array.from(this.items.subarray(Math.max(0, from), Math.min(to, this.length)));
  }
}

const NONE = -1;

/** What each event led to, as linked lists over the events: known as soon as the effect is. */
export class Effects {
  private readonly first = new Growing();
  private readonly last = new Growing();
  private readonly next = new Growing();
  /** Index of the first event that is kept. */
  private readonly from: number;
  /** What earlier events led to. */
  private readonly early = new Map<number, number[]>();

  constructor(from: number) {
    this.from = from;
  }

  /** The next event, and what led to it. */
  add(cause: number | undefined): void {
    const event = this.first.length;
    this.first.push(NONE);
    this.last.push(NONE);
    this.next.push(NONE);
    const at = cause === undefined ? NONE : cause - this.from;
    if (at < 0) {
      if (cause !== undefined) this.early.set(cause, [...(this.early.get(cause) ?? []), event + this.from]);
      return;
    }
    const last = this.last.at(at);
    if (last === NONE) this.first.set(at, event);
    else this.next.set(last, event);
    this.last.set(at, event);
  }

  of(event: number): readonly number[] {
    const found: number[] = [];
    const at = event - this.from;
    if (at < 0 || at >= this.first.length) return found;
    for (let effect = this.first.at(at); effect !== NONE; effect = this.next.at(effect)) found.push(effect + this.from);
    return found;
  }

  /** What an event that is not kept led to among those that are. */
  ofEarlier(event: number): readonly number[] {
    return this.early.get(event) ?? [];
  }
}
