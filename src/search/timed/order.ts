// From what a schedule's moments depend on to difference constraints between their times.
import type { NodeId } from '../../contract/ids.ts';
import type { Duration, Time } from '../../contract/time.ts';
import { type Constraint, leastTimes } from './constraints.ts';
import type { Moment, TimerKey } from './moments.ts';

export type Wishes = {
  /** How far apart moments of a node are at least, and a message's sending and arrival. */
  readonly gap: Duration;
  /** Moments whose node may stand still before: what they begin with has come already, and waits. */
  readonly late: ReadonlySet<number>;
  /** Timers, by `lifeOf`, that may fire unasked. */
  readonly loose: ReadonlySet<string>;
};

/** A timer from when it is set to when it fires, or no longer is set. */
export function lifeOf(by: number, key: TimerKey): string {
  return `${by} ${key}`;
}

/** Of each moment when it takes place, and when what it begins with was there: before that if its node stood still. */
export type Times = { readonly at: readonly Time[]; readonly arrived: readonly Time[] };

/** A node that would have to wait for its moment longer than a timer of it lets it. */
export type Wait = { readonly node: NodeId; readonly moment: number };

/** `waits`: there are no such times, and each of these waits stands in the way. */
export function timesOf(moments: readonly Moment[], wishes: Wishes): Times | { readonly waits: readonly Wait[] } {
  const order = new Order(moments, wishes);
  const solution = leastTimes(2 * moments.length, order.constraints);
  if ('cycle' in solution) return { waits: solution.cycle.flatMap((each) => order.waits.get(each) ?? []) };
  const { times } = solution;
  return { at: times.slice(0, moments.length), arrived: moments.map((_, at) => times[order.arrival(at)]!) };
}

/** A timer that is set: in which moment, for how long. */
type Armed = { readonly by: number; readonly lasts: Duration };

class Order {
  readonly constraints: Constraint[] = [];
  /** Of the constraints that are upper bounds: who waits. */
  readonly waits = new Map<Constraint, Wait>();
  private readonly count: number;
  private readonly wishes: Wishes;
  private readonly armed = new Map<TimerKey, Armed>();
  private readonly last = new Map<NodeId, number>();

  constructor(moments: readonly Moment[], wishes: Wishes) {
    this.count = moments.length;
    this.wishes = wishes;
    const lasts = lastMoments(moments);
    for (const [at, moment] of moments.entries()) {
      if (at > 0) this.add(at, moment);
      for (const key of moment.ends) this.armed.delete(key);
      for (const [key, lasts] of moment.sets) this.armed.set(key, { by: at, lasts });
      for (const node of moment.nodes) {
        this.last.set(node, at);
        if (at > 0 && lasts.get(node) === at) this.stillSet(node, at);
      }
    }
  }

  arrival(moment: number): number {
    return this.wishes.late.has(moment) ? this.count + moment : moment;
  }

  private add(at: number, { entry, nodes, sender, ends }: Moment): void {
    const { gap, late, loose } = this.wishes;
    const arrival = this.arrival(at);
    this.atLeast(arrival, at, 0);
    const fired = entry?.do === 'timer' ? `${entry.node} ${entry.timer}` : undefined;
    for (const node of nodes) {
      const before = this.last.get(node)!;
      // A timer set for no time at all fires at the start.
      this.atLeast(before, arrival, before === 0 && fired !== undefined ? 0 : gap);
    }
    if (sender !== undefined) this.atLeast(sender, arrival, gap);
    // A node that stands still loses its timers in a crash, due or not.
    const isLost = (entry?.do === 'begin' || entry?.do === 'end') && late.has(at);
    for (const key of ends) {
      const timer = this.armed.get(key);
      if (timer === undefined) continue;
      if (key === fired) this.exactly(timer, arrival);
      else if (!isLost && !loose.has(lifeOf(timer.by, key))) this.before(key, timer, at, arrival);
    }
  }

  /** What is set when a node has done all that it does must not have fired before; afterwards it may. */
  private stillSet(node: NodeId, at: number): void {
    for (const [key, timer] of this.armed) {
      const isOther = timer.by === at || nodeOf(key) !== node || this.wishes.loose.has(lifeOf(timer.by, key));
      if (!isOther) this.before(key, timer, at, at);
    }
  }

  /** A moment comes before a timer would fire. */
  private before(key: TimerKey, { by, lasts }: Armed, moment: number, arrival: number): void {
    const constraint = { from: arrival, to: by, least: this.wishes.gap - lasts };
    this.constraints.push(constraint);
    this.waits.set(constraint, { node: nodeOf(key), moment });
  }

  private exactly({ by, lasts }: Armed, at: number): void {
    this.atLeast(by, at, lasts);
    this.atLeast(at, by, -lasts);
  }

  private atLeast(from: number, to: number, least: Duration): void {
    if (from !== to || least > 0) this.constraints.push({ from, to, least });
  }
}

export function nodeOf(key: TimerKey): NodeId {
  return key.slice(0, key.indexOf(' '));
}

function lastMoments(moments: readonly Moment[]): ReadonlyMap<NodeId, number> {
  return new Map(moments.flatMap(({ nodes }, at) => nodes.map((node) => [node, at] as const)));
}
