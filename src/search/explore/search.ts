// The search: takes a waiting state, tries its actions, keeps what is new. It runs in slices, so that a driver can show
// progress and stop. What it found is put together in `conclude.ts`.
import type { SearchAnswer } from './answer.ts';
import { conclude, type Findings } from './conclude.ts';
import { Frontier, type Waiting } from './frontier.ts';
import { Graph } from './graph.ts';
import { type Model, ModelError, type SearchOptions, type SearchProperty } from './model.ts';
import { checkSymmetric, type Reading, readingOf } from './reading.ts';
import { BOUNDED, CUT, EXPANDED, ROOT, StateTable, TERMINAL } from './state-table.ts';

const NOT_FOUND = -1;
const EVENTUALLY_MAX = 31;
/** Up to so many states, each arrival is checked for properties that are not symmetric; later the first of each class. */
const ARRIVALS_CHECKED = 4096;

export class Search<S, A> {
  /** Pairs of an expanded state and an action that leads to a state. */
  transitions = 0;
  private readonly reading: Reading<S, A>;
  private readonly properties: readonly SearchProperty<S>[];
  private readonly eventually: readonly SearchProperty<S>[];
  private readonly table = new StateTable();
  private readonly graph: Graph | undefined;
  private readonly frontier: Frontier<S>;
  /** Of each property, the first state that violates it (always) or reaches it (sometimes). */
  private readonly found: number[];
  private readonly stopsAtViolation: boolean;
  /**
   * Under a depth bound, depth-first order may first meet a state so deep that what follows is cut off. Met again on a
   * shorter way, it must be expanded again.
   */
  private readonly improves: boolean;
  private stopped: 'states' | 'violation' | undefined;
  private terminals = 0;
  private cut = 0;

  constructor(model: Model<S, A>, properties: readonly SearchProperty<S>[], options: SearchOptions = {}) {
    this.reading = readingOf(model, options);
    this.properties = properties;
    this.eventually = properties.filter(({ kind }) => kind === 'eventually');
    if (this.eventually.length > EVENTUALLY_MAX) {
      throw new ModelError(`${this.eventually.length} eventually properties, ${EVENTUALLY_MAX} at most: explore twice`);
    }
    this.graph = this.eventually.length > 0 ? new Graph() : undefined;
    this.found = properties.map(() => NOT_FOUND);
    this.stopsAtViolation = options.stopAtViolation ?? false;
    this.frontier = new Frontier(options.order ?? 'breadth');
    this.improves = options.order === 'depth' && this.reading.maxDepth < Number.POSITIVE_INFINITY;
    for (const state of model.init) {
      if (this.stopped === undefined) this.reach(state, ROOT, 0);
    }
  }

  /** States met so far. */
  get states(): number {
    return this.table.size;
  }

  get isDone(): boolean {
    return this.stopped !== undefined || this.frontier.isEmpty;
  }

  /** Expands at most `expansionsMax` more states. */
  run(expansionsMax: number): void {
    for (let i = 0; i < expansionsMax && this.stopped === undefined; i++) {
      const waiting = this.frontier.take();
      if (waiting === undefined) return;
      this.visit(waiting);
    }
  }

  /** What is known so far; before `isDone` it is `unfinished`. Rebuilds the paths: not for every tick of a display. */
  answer(): SearchAnswer<S, A> {
    const { table, graph, properties, found, transitions, terminals, isDone, cut } = this;
    const why = this.stopped ?? (!isDone ? 'unfinished' : cut > 0 ? 'depth' : undefined);
    const findings: Findings<S> = { table, graph, properties, found, transitions, terminals, why };
    return conclude(this.reading, findings);
  }

  private visit({ state, number }: Waiting<S>): void {
    const { table, reading } = this;
    // Met again on a shorter way, it still has no transition.
    if (table.has(number, TERMINAL)) return;
    // The depth is that of the way by which it came to wait: what lies above it on a stack is no less deep, so no
    // shorter way is found while it waits.
    const depth = table.depths[number]!;
    if (depth >= reading.maxDepth) this.cutOff(state, number);
    else this.expand(state, number, depth);
  }

  /** At the depth bound it matters only whether there is anything behind it. */
  private cutOff(state: S, number: number): void {
    const { model } = this.reading;
    for (const action of model.actions(state)) {
      if (model.next(state, action) === undefined) continue;
      this.table.marks[number]! |= CUT;
      this.cut++;
      return;
    }
    if (this.graph !== undefined && model.isCut?.(state) === true) this.table.marks[number]! |= BOUNDED;
    this.markTerminal(number);
  }

  private expand(state: S, number: number, depth: number): void {
    const { table, graph } = this;
    const { model } = this.reading;
    // What is counted and kept of an expansion does not depend on the depth.
    const isFirst = !table.has(number, EXPANDED);
    let transitions = 0;
    if (isFirst) graph?.begin(number);
    for (const action of model.actions(state)) {
      const next = model.next(state, action);
      if (next === undefined) continue;
      const target = this.reach(next, number, depth + 1);
      if (target === NOT_FOUND) return;
      transitions++;
      if (!isFirst) continue;
      this.transitions++;
      graph?.add(number, target);
      if (this.stopped !== undefined) return;
    }
    if (!isFirst) return;
    if (table.has(number, CUT)) this.cut--;
    table.marks[number] = EXPANDED;
    if (graph !== undefined && model.isCut?.(state) === true) table.marks[number]! |= BOUNDED;
    if (transitions === 0) this.markTerminal(number);
  }

  private markTerminal(number: number): void {
    this.table.marks[number]! |= TERMINAL;
    this.terminals++;
  }

  /**
   * The number of the state, which is new, known, or known on a longer way; `NOT_FOUND` if there is no room for it.
   * With symmetry its representative names it, but the state itself is explored: so each way is a real execution, even
   * where `canonical` has several answers for one class.
   */
  private reach(state: S, parent: number, depth: number): number {
    const { table } = this;
    const { canonical, hash, maxStates } = this.reading;
    const representative = canonical === undefined ? state : canonical(state);
    const { low, high } = hash(representative);
    const known = table.find(low, high);
    if (representative !== state && (known < 0 || table.size <= ARRIVALS_CHECKED)) {
      for (const property of this.properties) checkSymmetric(property, state, representative);
    }
    if (known >= 0) {
      if (this.improves && depth < table.depths[known]!) {
        table.setWay(known, parent, depth);
        this.frontier.push(state, known);
      }
      return known;
    }
    if (table.size >= maxStates) {
      this.stopped = 'states';
      return NOT_FOUND;
    }
    const number = table.add(low, high);
    table.setWay(number, parent, depth);
    this.judge(state, number);
    this.frontier.push(state, number);
    return number;
  }

  private judge(state: S, number: number): void {
    const { properties, found } = this;
    for (let i = 0; i < properties.length; i++) {
      const property = properties[i]!;
      if (property.kind === 'eventually' || found[i] !== NOT_FOUND) continue;
      const isAlways = property.kind === 'always';
      if (property.holds(state) === isAlways) continue;
      found[i] = number;
      if (isAlways && this.stopsAtViolation) this.stopped ??= 'violation';
    }
    if (this.graph === undefined) return;
    let bits = 0;
    for (let i = 0; i < this.eventually.length; i++) if (this.eventually[i]!.holds(state)) bits |= 1 << i;
    this.graph.addState(number, bits);
  }
}
