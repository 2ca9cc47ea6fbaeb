// A growing order of accesses: steps are added one by one, what precedes what is known at once, and a step that would
// close a circle is refused. It knows no level; `views.ts` says which steps a level forces.
import { BitRows } from './bits.ts';

export class Precedence {
  private readonly size: number;
  /** For each access all those before it. */
  readonly before: BitRows;
  private readonly steps: readonly number[][];

  private constructor(size: number, before: BitRows, steps: readonly number[][]) {
    this.size = size;
    this.before = before;
    this.steps = steps;
  }

  static of(size: number): Precedence {
    return new Precedence(
      size,
      new BitRows(size, size),
      Array.from({ length: size }, () => []),
    );
  }

  /** A copy that grows by itself. The original must not grow any more. */
  copy(): Precedence {
    return new Precedence(
      this.size,
      this.before.copy(this.size, this.size),
      this.steps.map((each) => each.slice()),
    );
  }

  isBefore(earlier: number, later: number): boolean {
    return this.before.has(later, earlier);
  }

  /** False, and nothing is changed, where `later` comes before `earlier` already, or is the same. */
  add(earlier: number, later: number): boolean {
    if (earlier === later || this.before.has(earlier, later)) return false;
    if (this.before.has(later, earlier)) return true;
    this.steps[earlier]!.push(later);
    this.before.add(later, earlier);
    this.before.merge(earlier, later);
    const open = [later];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const next of this.steps[at]!) if (this.before.merge(at, next)) open.push(next);
    }
    return true;
  }

  /** A shortest chain of steps, both ends included. There must be one. */
  path(earlier: number, later: number): readonly number[] {
    const from = new Map<number, number>([[earlier, earlier]]);
    const queue = [earlier];
    for (let head = 0; head < queue.length && !from.has(later); head++) {
      for (const next of this.steps[queue[head]!]!) {
        if (from.has(next)) continue;
        from.set(next, queue[head]!);
        queue.push(next);
      }
    }
    const path = [later];
    for (let at = later; at !== earlier; ) {
      at = from.get(at)!;
      path.unshift(at);
    }
    return path;
  }
}
