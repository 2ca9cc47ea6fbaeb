// The search for a legal order: just-in-time linearization (Lowe), depth first over completions, breadth first between
// two of them. A configuration is (state, which open operations are already in the order, how many unknown operations
// of each class are used). It can be stopped and resumed, so that several searches share one budget fairly.
import type { Masks } from './masks.ts';
import { ILLEGAL, type Transitions } from './transitions.ts';
import type { Timetable, Turn } from './turns.ts';

type Used = readonly number[];

type Configuration<M> = { readonly state: number; readonly placed: M; readonly used: Used };

/** The configurations found at one turn from one configuration of the turn before. */
type Frame<M> = {
  readonly turn: number;
  /** The due operation is placed: go on to the next turn. */
  readonly ready: Configuration<M>[];
  readonly queue: Configuration<M>[];
  head: number;
  /** Whether the configuration at the head has tried to place the due operation, which is tried before all others. */
  isDueTried: boolean;
};

/** Shared by all configurations of a history without unknown operations. */
const NONE_USED: readonly Used[] = [[]];

/** How the search ended, or undefined while it has not. */
export type Outcome = 'ok' | 'violated' | undefined;

export class Search<M> {
  outcome: Outcome;
  /** How many different configurations were visited. */
  configurations = 0;
  /** The last turn that was reached, and the states in which its operation was found not yet placed. */
  readonly deepest = { turn: -1, states: new Set<number>() };
  private readonly stack: Frame<M>[] = [];
  /** For each turn: state and mask → the smallest vectors of used unknown operations that were visited with them. */
  private readonly visited: Map<number | string, readonly Used[]>[] = [];
  private readonly timetable: Timetable;
  private readonly transitions: Transitions;
  private readonly masks: Masks<M>;

  constructor(timetable: Timetable, transitions: Transitions, initial: number, masks: Masks<M>) {
    this.timetable = timetable;
    this.transitions = transitions;
    this.masks = masks;
    this.advance(0, { state: initial, placed: masks.empty, used: timetable.unknown.map(() => 0) });
  }

  /** Goes on until the answer is found or `limit` configurations were visited in all. */
  run(limit: number): void {
    while (this.outcome === undefined && this.configurations < limit) this.proceed();
  }

  private proceed(): void {
    const frame = this.stack[this.stack.length - 1];
    if (frame === undefined) {
      this.outcome = 'violated';
      return;
    }
    const { due } = this.turnAt(frame.turn);
    const ready = frame.ready.pop();
    if (ready !== undefined) {
      this.advance(frame.turn + 1, { ...ready, placed: this.masks.without(ready.placed, due.slot) });
      return;
    }
    const configuration = frame.queue[frame.head];
    if (configuration === undefined) {
      this.stack.pop();
    } else if (!frame.isDueTried && !due.isReadOnly) {
      frame.isDueTried = true;
      const state = this.transitions.next(configuration.state, due.label);
      if (state !== ILLEGAL) this.advance(frame.turn + 1, { ...configuration, state });
    } else {
      frame.head++;
      frame.isDueTried = false;
      this.expand(frame, configuration);
    }
  }

  /** Enters a turn, unless what can be done from here is covered by an earlier visit. */
  private advance(turn: number, configuration: Configuration<M>): void {
    if (turn === this.timetable.turns.length) {
      this.outcome = 'ok';
      return;
    }
    const frame: Frame<M> = { turn, ready: [], queue: [], head: 0, isDueTried: false };
    if (this.visit(frame, configuration)) this.stack.push(frame);
  }

  /** Puts every one other operation next. The due one has been tried, or is a read that does not fit here. */
  private expand(frame: Frame<M>, { state, placed, used }: Configuration<M>): void {
    const { due, at, writers, twins } = this.turnAt(frame.turn);
    for (let i = 0; i < writers.length; i++) {
      const { slot, label } = writers[i]!;
      if (slot === due.slot || this.masks.has(placed, slot)) continue;
      // Of two open operations that do the same, the one that completes first goes first: they could be swapped.
      const twin = twins[i]!;
      if (twin !== -1 && !this.masks.has(placed, twin)) continue;
      const next = this.transitions.next(state, label);
      if (next !== ILLEGAL) this.visit(frame, { state: next, placed: this.masks.with(placed, slot), used });
    }
    const { unknown } = this.timetable;
    for (let i = 0; i < unknown.length; i++) {
      const { label, invoked } = unknown[i]!;
      const count = used[i]!;
      if (!(invoked[count]! < at)) continue;
      const next = this.transitions.next(state, label);
      if (next === ILLEGAL || next === state) continue;
      this.visit(frame, { state: next, placed, used: used.with(i, count + 1) });
    }
  }

  /**
   * Adds a configuration to a frame; false if it is covered by one that was visited at this turn with no more unknown
   * operations used. All of its continuations are open to that one as well: unknown operations never have to be used.
   */
  private visit(frame: Frame<M>, found: Configuration<M>): boolean {
    const turn = this.turnAt(frame.turn);
    const placed = this.withReads(turn, found.state, found.placed);
    if (!this.isNew(frame.turn, found.state, placed, found.used)) return false;
    this.configurations++;
    const isReady = this.masks.has(placed, turn.due.slot);
    (isReady ? frame.ready : frame.queue).push({ ...found, placed });
    if (frame.turn > this.deepest.turn) {
      this.deepest.turn = frame.turn;
      this.deepest.states.clear();
    }
    if (!isReady && frame.turn === this.deepest.turn) this.deepest.states.add(found.state);
    return true;
  }

  /** Places every open read that fits this state at once. It changes nothing, so no order is lost by placing it early. */
  private withReads(turn: Turn, state: number, placed: M): M {
    let all = placed;
    for (const { slot, label } of turn.readers) {
      if (!this.masks.has(all, slot) && this.transitions.next(state, label) !== ILLEGAL) {
        all = this.masks.with(all, slot);
      }
    }
    return all;
  }

  private isNew(turn: number, state: number, placed: M, used: Used): boolean {
    let visited = this.visited[turn];
    if (visited === undefined) {
      visited = new Map();
      this.visited[turn] = visited;
    }
    const key = this.masks.key(state, placed);
    const earlier = visited.get(key);
    if (earlier === undefined) {
      visited.set(key, used.length === 0 ? NONE_USED : [used]);
      return true;
    }
    if (earlier.some((vector) => isCovering(vector, used))) return false;
    visited.set(key, [...earlier.filter((vector) => !isCovering(used, vector)), used]);
    return true;
  }

  private turnAt(turn: number): Turn {
    return this.timetable.turns[turn]!;
  }
}

/** No more used of any class. */
function isCovering(a: Used, b: Used): boolean {
  for (let i = 0; i < a.length; i++) if (a[i]! > b[i]!) return false;
  return true;
}
