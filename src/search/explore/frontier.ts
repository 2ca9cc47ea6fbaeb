// The states that wait to be expanded: a queue for breadth-first order, a stack for depth-first order.

export type Waiting<S> = { readonly state: S; readonly number: number };

export class Frontier<S> {
  private readonly isQueue: boolean;
  private front: Waiting<S>[] = [];
  /** Of a queue: what came in since `front` was filled. It becomes the front, turned round, when that is empty. */
  private back: Waiting<S>[] = [];

  constructor(order: 'breadth' | 'depth') {
    this.isQueue = order === 'breadth';
  }

  push(state: S, number: number): void {
    (this.isQueue ? this.back : this.front).push({ state, number });
  }

  take(): Waiting<S> | undefined {
    if (this.front.length === 0 && this.back.length > 0) {
      this.front = this.back.reverse();
      this.back = [];
    }
    return this.front.pop();
  }

  get isEmpty(): boolean {
    return this.front.length === 0 && this.back.length === 0;
  }
}
