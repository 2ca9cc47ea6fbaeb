// The driver that plays a schedule on a world. An entry that nothing pending answers to is skipped. The network of such a
// world loses and delays nothing: what does not arrive is not in the schedule.

import type { Kind } from '../../contract/context.ts';
import type { LinkConditions } from '../../contract/faults.ts';
import { faultByHand, type Intervention } from '../../contract/intervention.ts';
import { type Chooser, SeededChooser } from '../chooser.ts';
import { Hand } from '../hand.ts';
import { mustHold } from '../inbox.ts';
import type { Node } from '../node.ts';
import { askMonitors, resultOf } from '../outcome.ts';
import { DELIVER, FAILURE, NONE, type Pending, RESET, TIMER, type TimerRecord, tagOfTakenUp } from '../pending.ts';
import type { RunPlan } from '../plan.ts';
import type { RunResult } from '../result.ts';
import { isLive, step } from '../step.ts';
import { type StopWords, stopFor } from '../stops.ts';
import { isOpen } from '../streams.ts';
import { TraceLog } from '../trace-log.ts';
import { World } from '../world.ts';
import { choicesOf, PlayedChoices } from './choices.ts';
import { Connections } from './connections.ts';
import type { Entry, Schedule, Torn } from './entry.ts';
import { Pool } from './pool.ts';

const never = { numerator: 0, denominator: 1 };

export const benignNetwork: LinkConditions = {
  latencyMin: 0,
  latencyMax: 0,
  loss: never,
  duplicate: never,
  reorder: never,
  reorderBy: 0,
};

export type PlayOptions = {
  /** Keeps each event with its cause. Default: no. `traceOf`: in a trace of the caller's own. */
  readonly isTraced?: boolean;
  readonly traceOf?: (world: World) => TraceLog;
  /** Where draws come from; by default the plan's seed. */
  readonly chooser?: Chooser;
  /** What is done by hand, ascending: between two entries, once so many events have happened. */
  readonly interventions?: readonly Intervention[];
};

export class Player {
  readonly world: World;
  readonly trace: TraceLog | undefined;
  /** What ended it: a handler that threw, an effect that makes no sense. */
  stop: StopWords | undefined = undefined;
  private readonly pool: Pool;
  private readonly connections: Connections;
  private readonly isAutomatic: boolean;
  private readonly hand: Hand | undefined;
  private readonly choices: PlayedChoices;
  /** Nodes whose disk stalls, with the incarnation that it stalls for. */
  private readonly stalled = new Map<Node, number>();

  constructor(plan: RunPlan, { faults, writes, starts = {} }: Schedule, options: PlayOptions = {}) {
    const { isTraced = false, traceOf, chooser = new SeededChooser(plan.seed), interventions = [] } = options;
    const { streams, disk } = plan;
    const quiet = {
      ...plan,
      network: benignNetwork,
      faults,
      probes: [],
      disk: { ...disk, latencyMin: 0, latencyMax: 0, blocking: false },
    };
    this.connections = new Connections(plan.nodes.length);
    this.pool = new Pool(plan.nodes.length, (pending) => this.connections.sent(this.world, pending));
    this.choices = new PlayedChoices(chooser);
    this.choices.begin((node) => (Object.hasOwn(starts, node) ? starts[node]! : {}));
    const byHand = interventions.flatMap((deed) => faultByHand(deed) ?? []);
    this.world = new World({ ...quiet, streams }, this.pool, this.choices, byHand);
    this.hand = interventions.length === 0 ? undefined : new Hand(this.world, interventions);
    this.trace = traceOf !== undefined ? traceOf(this.world) : isTraced ? new TraceLog(plan.nodes) : undefined;
    this.world.trace = this.trace;
    this.isAutomatic = writes === 'automatic';
    this.attempt(() => {
      this.world.begin();
      this.settle();
    });
  }

  /** Executes an entry, and what follows by itself. The entry as it was executed; undefined: it could not be. */
  play(entry: Entry): Entry | undefined {
    if (this.stop !== undefined) return undefined;
    let played: Entry | undefined;
    this.attempt(() => {
      if (this.playByHand()) this.forgo(entry);
      else played = this.executeChoosing(entry);
    });
    return this.stop === undefined ? played : (played ?? entry);
  }

  /** What is due by hand once no entry is left. */
  playRest(): void {
    if (this.stop === undefined && this.hand !== undefined) this.attempt(() => this.playByHand());
  }

  /** What it has come to. */
  result(): RunResult {
    const { world, stop } = this;
    const ending = stop?.ending ?? 'completed';
    if (stop !== undefined) {
      const { reason, node, stack } = stop;
      const event = Math.max(0, world.events - 1);
      world.stop = {
        ending: stop.ending,
        reason,
        event,
        time: world.time,
        node,
        ...(stack === undefined ? {} : { stack }),
      };
    }
    return resultOf(world.plan, world, ending, askMonitors(world.plan, world, ending));
  }

  /** What is due by hand. True: the entry that is next does not happen. */
  private playByHand(): boolean {
    const { hand, pool, world } = this;
    for (;;) {
      const next = hand?.next(pool);
      if (next === undefined || next === 'skip') return next === 'skip';
      const time = Math.max(world.time, next.time);
      const isOnStream = next.kind === DELIVER && world.plan.streams !== undefined && next.from !== next.node;
      const tag = isOnStream ? tagOfTakenUp(world.node(next.node).incarnation) : next.tag;
      if (isLive(world, next)) step(world, { ...next, time, tag });
      this.settle();
    }
  }

  /** A message that an entry would have delivered is lost. */
  private forgo(entry: Entry): void {
    const node = entry.do === 'deliver' ? this.world.byId.get(entry.node) : undefined;
    const from = entry.do === 'deliver' ? this.world.byId.get(entry.from) : undefined;
    if (entry.do !== 'deliver' || node === undefined || from === undefined) return;
    this.pool.message(from.index, node.index, entry.message, false, (pending) => isLive(this.world, pending));
  }

  private attempt(action: () => void): void {
    try {
      action();
    } catch (error) {
      const words = stopFor(error);
      if (words === undefined) throw error;
      this.stop = words;
    }
  }

  /** With what follows by itself, and with the choices that were made. */
  private executeChoosing(entry: Entry): Entry | undefined {
    const { choices: wanted = {}, ...rest } = entry;
    this.choices.begin(() => wanted);
    const played = this.execute(rest);
    if (played === undefined) return undefined;
    this.settle();
    const choices = choicesOf(this.choices.taken);
    return choices === undefined ? played : { ...played, choices };
  }

  private execute(entry: Entry): Entry | undefined {
    const { world, pool } = this;
    if (entry.do === 'begin' || entry.do === 'end') {
      const pending = pool.fault(2 * entry.fault + (entry.do === 'begin' ? 0 : 1));
      if (pending === undefined) return undefined;
      if (entry.do === 'begin') this.tear(entry.torn ?? {});
      world.damaged = entry.do === 'begin' ? entry.damaged : undefined;
      return this.happen(pending, entry);
    }
    const node = world.byId.get(entry.node);
    if (node === undefined) return undefined;
    switch (entry.do) {
      case 'deliver':
        return this.deliver(node, entry);
      case 'timer': {
        const timer = node.timers.get(entry.timer);
        if (timer === undefined || mustHold(world, node) || !mayFire(node, timer)) return undefined;
        const { due, seq, cause, name } = timer;
        const pending = { time: due, seq, kind: TIMER, node: node.index, from: NONE, cause, tag: NONE, payload: name };
        return this.happen(pending, entry);
      }
      case 'write': {
        const pending = this.oldestWrite(node);
        return pending === undefined ? undefined : this.happen(pending, entry);
      }
      case 'stall':
        this.stalled.set(node, node.incarnation);
        return entry;
      case 'reset':
        return this.reset(node, entry);
      case 'failure': {
        const pending = pool.report(FAILURE, node.index);
        if (pending === undefined || !isLive(world, pending) || mustHold(world, node)) return undefined;
        return this.happen(pending, entry);
      }
    }
  }

  /** A part of the oldest pending write is on the disk already; the crash that follows loses the rest. */
  private tear(torn: Torn): void {
    for (const [id, keys] of Object.entries(torn)) {
      const node = this.world.byId.get(id);
      const patch = node?.disk.pending[0]?.patch;
      if (node === undefined || patch === undefined || node.state === undefined) continue;
      const part = Object.fromEntries(Object.entries(patch).filter(([key]) => keys.includes(key)));
      node.disk = { ...node.disk, durable: { ...node.disk.durable, ...part }, isEmpty: false };
      node.touch();
    }
  }

  private deliver(node: Node, entry: Extract<Entry, { do: 'deliver' }>): Entry | undefined {
    const { world, pool } = this;
    const from = world.byId.get(entry.from);
    if (from === undefined || node.state === undefined || mustHold(world, node)) return undefined;
    const isOnStream = world.plan.streams !== undefined && from !== node;
    const isFree = (pending: Pending) =>
      isOnStream ? this.connections.isNext(pending, node.incarnation) : isLive(world, pending);
    const mayBeCopy = entry.again === true && !isOnStream && from !== node;
    const taken = pool.message(from.index, node.index, entry.message, mayBeCopy, isFree);
    if (taken === undefined) return undefined;
    const { pending, isCopy } = taken;
    if (isOnStream) this.connections.arrived(pending);
    // Past its stream, whose order has been seen to.
    const past = isOnStream ? { ...pending, tag: tagOfTakenUp(node.incarnation) } : pending;
    const { again: _, ...rest } = entry;
    return this.happen(past, { ...rest, message: pending.payload as Kind, ...(isCopy ? { again: true } : {}) });
  }

  /** A connection may break at any time: where no report is under way, this is one. */
  private reset(node: Node, entry: Extract<Entry, { do: 'reset' }>): Entry | undefined {
    const { world } = this;
    const other = world.byId.get(entry.from);
    const link = other === undefined ? undefined : world.links.find(node.index, other.index);
    if (world.plan.streams === undefined || link === undefined || node.state === undefined) return undefined;
    if (!isOpen(link)) return undefined;
    if (mustHold(world, node)) return undefined;
    const [seq, cause] = [world.nextSeq++, Math.max(NONE, world.events - 1)];
    const { connection: tag, to: from } = link;
    return this.happen({ time: 0, seq, kind: RESET, node: node.index, from, cause, tag, payload: null }, entry);
  }

  private happen(pending: Pending, entry: Entry): Entry {
    const { world } = this;
    const time = Math.max(world.time, entry.time ?? pending.time);
    step(world, time === pending.time ? pending : { ...pending, time });
    return entry;
  }

  /** What follows by itself: nodes start, and writes are through where they are automatic. */
  private settle(): void {
    const { world, pool } = this;
    for (;;) {
      const start = pool.starts.shift();
      if (start === undefined) break;
      if (isLive(world, start)) step(world, { ...start, time: Math.max(world.time, start.time) });
    }
    if (!this.isAutomatic) return;
    for (const node of world.nodes) {
      if (this.stalled.get(node) === node.incarnation) continue;
      for (let next = this.oldestWrite(node); next !== undefined; next = this.oldestWrite(node)) {
        step(world, { ...next, time: world.time });
      }
    }
  }

  private oldestWrite({ index, disk }: Node): Pending | undefined {
    const [oldest] = disk.pending;
    return oldest === undefined ? undefined : this.pool.write(index, oldest.id);
  }
}

/**
 * A timer fires after those that were set before it and were due at the latest when it was due at the earliest. Times say
 * nothing here, so this is all that is left of their order.
 */
function mayFire({ timers }: Node, { seq, min }: TimerRecord): boolean {
  for (const other of timers.values()) if (other.seq < seq && other.max <= min) return false;
  return true;
}
