// From a state and a move to the next state, and its hash from the state's: only what the move changes is looked at.
import type { NetworkMode } from './bounds.ts';
import { HIGH, type Layout, LOW, type ModelState, NODES } from './layout.ts';
import { brokenBy, type Memories, type Memory } from './memories.ts';
import type { MessageRecord, Move, NodeMove, Records } from './records.ts';

export class Transitions {
  private readonly layout: Layout;
  private readonly records: Records;
  private readonly memories: Memories;
  private readonly isSet: boolean;

  constructor(layout: Layout, records: Records, memories: Memories, network: NetworkMode) {
    this.layout = layout;
    this.records = records;
    this.memories = memories;
    this.isSet = network === 'set';
  }

  /** Undefined: what it costs is spent, or it changes nothing. */
  next(state: ModelState, move: Move): ModelState | undefined {
    const next = this.paid(state, move);
    if (next === undefined) return undefined;
    if (move.happening !== undefined) this.happen(next, move);
    const { message } = move;
    if (message !== undefined && !(move.happening !== undefined && move.isCopy)) take(next, message, this.layout);
    if (move.happening !== undefined) for (const sent of move.sent) this.put(next, sent);
    return this.isSet && isSame(state, next) ? undefined : next;
  }

  /** What it costs is spent. */
  isUnpaid(state: ModelState, { costs }: Move): boolean {
    const { budgets } = this.layout;
    return costs.some(
      (budget, at) => state[budgets + budget]! < costs.slice(0, at + 1).filter((b) => b === budget).length,
    );
  }

  /** A copy of the state from which the costs are taken. */
  private paid(state: ModelState, { costs }: Move): number[] | undefined {
    const { layout } = this;
    const next = state.slice();
    for (const budget of costs) {
      const at = layout.budgets + budget;
      const left = next[at]!;
      if (left === 0) return undefined;
      next[at] = left - 1;
      add(
        next,
        layout.lowOf(budget, left - 1) - layout.lowOf(budget, left),
        layout.highOf(budget, left - 1) - layout.highOf(budget, left),
      );
    }
    return next;
  }

  private happen(next: number[], { after, changes, stop }: NodeMove): void {
    const at = NODES + after.index;
    const { memory: memoryAt, violations: violationsAt } = this.layout;
    const before = this.records.nodes.items[next[at]!]!;
    next[at] = after.id;
    add(next, after.low - before.low, after.high - before.high);
    if (changes.length > 0) {
      const { interned } = this.memories;
      const old = interned.items[next[memoryAt]!]!;
      let memory: Memory = old;
      for (const change of changes) {
        const observed = this.memories.observe(memory, change);
        memory = observed.memory;
        if (observed.violations.length > 0) this.violate(next, violationsAt, observed.violations);
      }
      next[memoryAt] = memory.id;
      add(next, memory.low - old.low, memory.high - old.high);
    }
    if (stop !== undefined) this.violate(next, violationsAt, [brokenBy(stop)]);
  }

  private violate(next: number[], at: number, broken: Parameters<Memories['with']>[1]): void {
    const old = this.memories.violations.items[next[at]!]!;
    const violations = this.memories.with(old, broken);
    next[at] = violations.id;
    add(next, violations.low - old.low, violations.high - old.high);
  }

  /** Into its place in the order. */
  private put(next: number[], { id, low, high }: MessageRecord): void {
    const { messages } = this.layout;
    let at = next.length;
    while (at > messages && next[at - 1]! > id) at--;
    if (this.isSet && at > messages && next[at - 1] === id) return;
    next.splice(at, 0, id);
    add(next, low, high);
  }
}

function take(next: number[], { id, low, high }: MessageRecord, { messages }: Layout): void {
  next.splice(next.indexOf(id, messages), 1);
  add(next, -low, -high);
}

/** Differences of 32-bit integers are exact; what is kept is a 32-bit integer again. */
function add(next: number[], low: number, high: number): void {
  next[LOW] = (next[LOW]! + low) | 0;
  next[HIGH] = (next[HIGH]! + high) | 0;
}

function isSame(one: ModelState, other: ModelState): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}
