// A binary min-heap in the one total order of events: time, then sequence number. Both are integers; no two are equal.

export type Timed = { readonly time: number; readonly seq: number };

export function isBefore(a: Timed, b: Timed): boolean {
  return a.time < b.time || (a.time === b.time && a.seq < b.seq);
}

export class TimedHeap<T extends Timed> {
  private readonly items: T[];

  /** `items` must come from `toArray` of another heap, or be empty. */
  constructor(items: readonly T[] = []) {
    this.items = items.slice();
  }

  get size(): number {
    return this.items.length;
  }

  peek(): T | undefined {
    return this.items[0];
  }

  push(item: T): void {
    const { items } = this;
    const { time, seq } = item;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent]!;
      if (above.time < time || (above.time === time && above.seq < seq)) break;
      items[at] = above;
      at = parent;
    }
    items[at] = item;
  }

  pop(): T | undefined {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    const size = items.length;
    if (last === undefined || size === 0) return top;
    // The hole goes all the way down along the smaller children, then `last` rises from there: fewer comparisons,
    // because the last item nearly always belongs near the bottom.
    let at = 0;
    let child = 1;
    while (child < size) {
      const right = child + 1;
      if (right < size && isBefore(items[right]!, items[child]!)) child = right;
      items[at] = items[child]!;
      at = child;
      child = 2 * at + 1;
    }
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent]!;
      if (isBefore(above, last)) break;
      items[at] = above;
      at = parent;
    }
    items[at] = last;
    return top;
  }

  /** The items in heap order (not sorted): what the constructor takes. */
  toArray(): readonly T[] {
    return this.items.slice();
  }
}
