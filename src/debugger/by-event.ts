// What a trace keeps beside its events (notes of handlers, lost messages), by event.

export class ByEvent<T extends { readonly event: number }> {
  private readonly items: readonly T[];
  private readonly found = new Map<number, T[]>();
  private seen = 0;

  /** `items` may grow. */
  constructor(items: readonly T[]) {
    this.items = items;
  }

  at(event: number): readonly T[] {
    for (; this.seen < this.items.length; this.seen++) {
      const item = this.items[this.seen]!;
      const list = this.found.get(item.event);
      if (list === undefined) this.found.set(item.event, [item]);
      else list.push(item);
    }
    return this.found.get(event) ?? [];
  }
}
