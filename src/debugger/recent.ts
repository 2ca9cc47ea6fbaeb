// The last few of what was asked for. What is in it is the same as when it is made anew.

export class Recent<T> {
  private readonly most: number;
  private readonly items = new Map<number, T>();

  constructor(most = 128) {
    this.most = most;
  }

  /** What is asked for stays longest. */
  get(key: number): T | undefined {
    const item = this.items.get(key);
    if (item === undefined) return undefined;
    this.items.delete(key);
    this.items.set(key, item);
    return item;
  }

  put(key: number, item: T): void {
    if (this.items.size >= this.most) {
      const [oldest] = this.items.keys();
      this.items.delete(oldest!);
    }
    this.items.set(key, item);
  }
}
