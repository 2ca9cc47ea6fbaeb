// The timed driver: pops the queue in the order (time, sequence) and steps, until the run's end or one of its limits.
import { KernelBug } from '../base/assert.ts';
import { faultByHand, type Intervention } from '../contract/intervention.ts';
import type { Time } from '../contract/time.ts';
import { type AmbientGuard, CheckedMode } from './checked.ts';
import { type Checkpoint, restoreWorld, saveWorld } from './checkpoint.ts';
import { Hand } from './hand.ts';
import { InstantWatch } from './instant-watch.ts';
import { askMonitors, type Exercised, resultOf } from './outcome.ts';
import { NONE, type Pending, TIMER, TimedQueue } from './pending.ts';
import type { RunPlan } from './plan.ts';
import type { Ending, RunResult } from './result.ts';
import { isLive, step } from './step.ts';
import { type StopWords, stopFor } from './stops.ts';
import { TraceLog } from './trace-log.ts';
import { World } from './world.ts';

/** Events between two checkpoints, at least. A larger world has more between them, so that the cost an event stays. */
export const CHECKPOINT_EVERY = 256;

export type RunOptions = {
  /** `verdict` keeps nothing but the result; `trace` keeps each event; `full` also checkpoints. Default `verdict`. */
  readonly level?: 'verdict' | 'trace' | 'full';
  /** Turns on checked mode. */
  readonly guard?: AmbientGuard;
  /** Written at every event, for a watcher in another thread: [event, position of the node + 1, time in two halves]. */
  readonly progress?: Int32Array;
  /** Ends at the first violation of a property. Default: it is recorded, and the run goes on. */
  readonly stopsAtViolation?: boolean;
  /** What is done by hand, ascending. Those before the checkpoint that the run begins at are in it. */
  readonly interventions?: readonly Intervention[];
};

export class TimedRun {
  readonly plan: RunPlan;
  readonly world: World;
  readonly trace: TraceLog | undefined;
  readonly checkpoints: Checkpoint[] = [];
  private readonly queue: TimedQueue;
  private readonly options: RunOptions;
  private nextCheckpoint: number;
  private nextReseed: Time;
  private readonly instants: InstantWatch;
  private readonly hand: Hand | undefined;
  private ending: Ending | undefined = undefined;
  private exercised: Exercised = {};

  constructor(plan: RunPlan, options: RunOptions = {}, from?: Checkpoint) {
    this.plan = plan;
    this.options = options;
    const { interventions = [] } = options;
    const byHand = interventions.flatMap((deed) => faultByHand(deed) ?? []);
    this.world =
      from === undefined ? new World(plan, new TimedQueue(), undefined, byHand) : restoreWorld(plan, from, byHand);
    this.queue = this.world.queue as TimedQueue;
    this.hand = interventions.length === 0 ? undefined : new Hand(this.world, interventions);
    if (from === undefined) this.world.begin();
    const { level = 'verdict', guard } = options;
    this.trace = level === 'verdict' ? undefined : new TraceLog(plan.nodes, this.world.events);
    this.world.trace = this.trace;
    if (guard !== undefined) this.world.checked = new CheckedMode(guard).run;
    this.instants = new InstantWatch(plan.limits.instant);
    this.nextReseed = nextReseed(plan, this.world.time);
    this.nextCheckpoint = level === 'full' ? this.world.events : Number.POSITIVE_INFINITY;
  }

  get isDone(): boolean {
    return this.ending !== undefined;
  }

  /** Runs to the end, or until `events` events have been executed in all. */
  run(events = Number.POSITIVE_INFINITY): void {
    const { world, plan } = this;
    const { limits } = plan;
    const { progress, stopsAtViolation = false } = this.options;
    try {
      while (world.events < events && this.ending === undefined) {
        if (world.events >= this.nextCheckpoint) this.checkpoint();
        const next = this.hand === undefined ? this.next() : this.nextByHand(this.hand);
        if (next === undefined) return this.finish('completed');
        if (world.events >= limits.events) {
          const reason = `${limits.events} events were executed, and the run was not over`;
          return this.end({ ending: 'event budget', reason }, world.events - 1);
        }
        this.probeUntil(next.time);
        if (next.time >= this.nextReseed) this.reseed(next.time);
        if (progress !== undefined) {
          progress[0] = world.events;
          progress[1] = next.node + 1;
          progress[2] = next.time / 2 ** 32;
          progress[3] = next.time % 2 ** 32;
        }
        step(world, next);
        const livelock = this.instants.see(world, next);
        if (livelock !== undefined) this.end({ ending: 'livelock', reason: livelock }, world.events - 1);
        if (this.queue.size > limits.pending) this.checkFlood();
        if (stopsAtViolation && world.violations.length > 0 && !this.isDone) return this.finish('violated');
      }
    } catch (error) {
      this.fail(error);
    }
  }

  /** A run of its own that stands at a checkpoint of this one, and goes the same way. */
  from(checkpoint: Checkpoint): TimedRun {
    const { interventions = [] } = this.options;
    return new TimedRun(this.plan, { interventions }, checkpoint);
  }

  /** Ends a run that is not over, at somebody's wish: what has happened so far is its result. */
  interrupt(): void {
    if (this.isDone) return;
    const { events } = this.world;
    this.end({ ending: 'interrupted', reason: `ended from outside after ${events} events` }, Math.max(0, events - 1));
  }

  result(): RunResult {
    return resultOf(this.plan, this.world, this.ending ?? 'completed', this.exercised);
  }

  /** The next event that can still happen; undefined at the end of the run. */
  private next(): Pending | undefined {
    const { queue, world, plan } = this;
    for (;;) {
      const head = queue.peek();
      if (head === undefined || head.time > plan.until) return undefined;
      queue.pop();
      if (head.kind === TIMER && head.tag === NONE) {
        const timer = world.nodes[head.node]!.timers.get(head.payload as string);
        if (timer === undefined || timer.wake !== head.seq) continue;
        if (timer.seq !== head.seq || timer.due !== head.time) {
          // Put off since: back into the queue, with the time and sequence of the call that put it off.
          const { due, seq, cause } = timer;
          const node = world.nodes[head.node]!;
          node.timers.set(timer.name, { ...timer, wake: seq, wakeAt: due });
          node.touch();
          queue.add({ ...head, time: due, seq, cause });
          continue;
        }
        return head.cause === timer.cause ? head : { ...head, cause: timer.cause };
      }
      if (isLive(world, head)) return head;
    }
  }

  /** What is done by hand before the next event, which may be its own. */
  private nextByHand(hand: Hand): Pending | undefined {
    const { queue } = this;
    for (;;) {
      const done = hand.next(queue);
      if (done === undefined) return this.next();
      if (done !== 'skip') return done;
      const skipped = this.next();
      if (skipped === undefined) return undefined;
      hand.skip(skipped);
    }
  }

  private probeUntil(time: number): void {
    const { world, plan } = this;
    while (world.probes.length < plan.probes.length && plan.probes[world.probes.length]! < time) {
      world.probe(plan.probes[world.probes.length]!);
    }
  }

  private reseed(time: Time): void {
    this.world.reseed(time);
    this.nextReseed = nextReseed(this.plan, time);
  }

  private checkpoint(): void {
    const { world } = this;
    this.checkpoints.push(saveWorld(world));
    const size = world.sources.size + world.queue.size + world.nodes.length;
    this.nextCheckpoint = world.events + Math.max(CHECKPOINT_EVERY, size >> 1);
  }

  /** Entries of timers that were cancelled wait in the queue until they are due: they are no flood. */
  private checkFlood(): void {
    const { world, queue } = this;
    const { pending } = this.plan.limits;
    queue.keep((entry) =>
      entry.kind === TIMER && entry.tag === NONE
        ? world.nodes[entry.node]!.timers.get(entry.payload as string)?.wake === entry.seq
        : isLive(world, entry),
    );
    if (queue.size <= pending) return;
    this.end({ ending: 'queue flooded', reason: `more than ${pending} events are pending` }, world.events - 1);
  }

  /** `event`: the one that ended the run; by default the one that was to come, or failed half-way. */
  private end({ ending, reason, node, stack }: StopWords, event = this.world.events): void {
    const { world } = this;
    world.stop = { ending, reason, event, time: world.time, node, ...(stack === undefined ? {} : { stack }) };
    this.finish(ending);
  }

  private finish(ending: Ending): void {
    const { world, plan } = this;
    if (ending === 'completed') {
      this.probeUntil(Number.POSITIVE_INFINITY);
      world.time = Math.max(world.time, plan.until);
    }
    this.exercised = askMonitors(plan, world, ending);
    world.probe(world.time);
    this.ending = ending;
    try {
      world.mark();
    } catch (error) {
      // Told already where it ended the run.
      if (ending === 'completed') throw error;
    }
  }

  private fail(error: unknown): void {
    const words = stopFor(error);
    if (words !== undefined) return this.end(words);
    const message = error instanceof Error ? error.message : String(error);
    throw new KernelBug(`${message} (seed ${this.plan.seed}, event ${this.world.events})`, { cause: error });
  }
}

/** When draws come from another seed next. */
function nextReseed({ reseeds = [] }: RunPlan, time: Time): Time {
  return Math.min(...reseeds.map(({ from }) => from).filter((from) => from > time), Number.POSITIVE_INFINITY);
}

/** Runs a plan to its end. */
export function simulate(plan: RunPlan, options: RunOptions = {}): RunResult {
  const run = new TimedRun(plan, options);
  run.run();
  return run.result();
}
