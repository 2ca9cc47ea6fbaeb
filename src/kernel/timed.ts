// The timed driver: pops the queue in the order (time, sequence) and steps, until the run's end or one of its limits.
import { KernelBug } from '../base/assert.ts';
import { hexOf } from '../base/hash.ts';
import { slice } from '../base/paged-list.ts';
import { type AmbientGuard, CheckedMode, ImpureError } from './checked.ts';
import { type Checkpoint, restoreWorld, saveWorld } from './checkpoint.ts';
import { FloodError, MisuseError } from './context.ts';
import { HandlerError } from './handle.ts';
import type { Label } from './labels.ts';
import { type Pending, TIMER, TimedQueue } from './pending.ts';
import type { RunPlan } from './plan.ts';
import { RecordingQueue } from './replay.ts';
import type { Ending, RunResult, Stop } from './result.ts';
import { isLive, step } from './step.ts';
import { TraceLog } from './trace-log.ts';
import { World } from './world.ts';

/** Events between two checkpoints, at least. A larger world has more between them, so that the cost an event stays. */
export const CHECKPOINT_EVERY = 256;

/** How many events at one instant are looked at to say which messages repeat. */
const LIVELOCK_SAMPLE = 1000;

export type RunOptions = {
  /** `verdict` keeps nothing but the result; `trace` keeps each event; `full` also checkpoints. Default `verdict`. */
  readonly level?: 'verdict' | 'trace' | 'full';
  /** Turns on checked mode. */
  readonly guard?: AmbientGuard;
  /** Written at every event, for a watcher in another thread: [events, position of the node + 1]. */
  readonly progress?: Int32Array;
  /** Records the label of each executed event: the schedule that `replay` takes. Default: no. */
  readonly recordSchedule?: boolean;
};

export class TimedRun {
  readonly plan: RunPlan;
  readonly world: World;
  readonly trace: TraceLog | undefined;
  readonly checkpoints: Checkpoint[] = [];
  /** The labels of the executed events, where they are recorded. */
  readonly schedule: Label[] = [];
  private readonly recorder: RecordingQueue | undefined;
  private readonly queue: TimedQueue;
  private readonly options: RunOptions;
  private nextCheckpoint: number;
  private readonly repeated = new Map<string, number>();
  private repeatedAt = -1;
  private ending: Ending | undefined = undefined;

  constructor(plan: RunPlan, options: RunOptions = {}, from?: Checkpoint) {
    this.plan = plan;
    this.options = options;
    const recorder = options.recordSchedule === true && from === undefined ? new RecordingQueue() : undefined;
    this.world = from === undefined ? new World(plan, recorder ?? new TimedQueue()) : restoreWorld(plan, from);
    this.queue = this.world.queue as TimedQueue;
    if (recorder !== undefined) recorder.world = this.world;
    this.recorder = recorder;
    if (from === undefined) this.world.begin();
    const { level = 'verdict', guard } = options;
    this.trace = level === 'verdict' ? undefined : new TraceLog(plan.nodes, this.world.events);
    this.world.trace = this.trace;
    if (guard !== undefined) this.world.checked = new CheckedMode(guard).run;
    this.nextCheckpoint = level === 'full' ? this.world.events : Number.POSITIVE_INFINITY;
  }

  get isDone(): boolean {
    return this.ending !== undefined;
  }

  /** Runs to the end, or until `events` events have been executed in all. */
  run(events = Number.POSITIVE_INFINITY): void {
    const { world, plan } = this;
    const { limits } = plan;
    const progress = this.options.progress;
    try {
      while (world.events < events && this.ending === undefined) {
        if (world.events >= this.nextCheckpoint) this.checkpoint();
        const next = this.next();
        if (next === undefined) return this.finish('completed');
        if (world.events >= limits.events) {
          return this.end('event budget', `${limits.events} events were executed, and the run was not over`);
        }
        this.probeUntil(next.time);
        if (progress !== undefined) {
          progress[0] = world.events;
          progress[1] = next.node + 1;
        }
        if (this.recorder !== undefined) this.schedule.push(this.recorder.labelOf(world, next));
        step(world, next);
        if (world.instant > limits.instant + 1 - LIVELOCK_SAMPLE) this.watchInstant(next);
        if (this.queue.size > limits.pending) this.checkFlood();
      }
    } catch (error) {
      this.fail(error);
    }
  }

  result(): RunResult {
    const { world, plan, ending = 'completed' } = this;
    const exercised: { [property: string]: boolean } = {};
    plan.monitors.forEach((monitor, i) => {
      const memory = world.memories[i]! as never;
      for (const { name } of monitor.properties) exercised[name] = monitor.isExercised(memory, name);
    });
    return {
      seed: plan.seed,
      ending,
      stop: world.stop,
      events: world.events,
      time: world.time,
      fingerprint: hexOf(world.fingerprint.result()),
      marks: slice(world.marks, 0),
      history: slice(world.history, 0),
      violations: world.violations,
      exercised,
      windows: world.windows,
      probes: world.probes,
      roleChanges: slice(world.roleChanges, 0),
      counts: { ...world.counts },
    };
  }

  /** The next event that can still happen; undefined at the end of the run. */
  private next(): Pending | undefined {
    const { queue, world, plan } = this;
    for (;;) {
      const head = queue.peek();
      if (head === undefined || head.time > plan.until) return undefined;
      queue.pop();
      if (head.kind === TIMER) {
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

  private probeUntil(time: number): void {
    const { world, plan } = this;
    while (world.probes.length < plan.probes.length && plan.probes[world.probes.length]! < time) {
      world.probe(plan.probes[world.probes.length]!);
    }
  }

  private checkpoint(): void {
    const { world } = this;
    this.checkpoints.push(saveWorld(world));
    const size = world.sourceCount + world.queue.size + world.nodes.length;
    this.nextCheckpoint = world.events + Math.max(CHECKPOINT_EVERY, size >> 1);
  }

  /** Counts what repeats once an instant is nearly at its limit, and ends the run at the limit. */
  private watchInstant(event: Pending): void {
    const { world, plan } = this;
    if (this.repeatedAt !== world.time) this.repeated.clear();
    this.repeatedAt = world.time;
    const node = world.nodes[event.node]?.id ?? 'the plan';
    const what =
      event.kind === TIMER ? `timer ${event.payload}` : ((event.payload as { kind?: string })?.kind ?? 'event');
    const label = `${what} at ${node}`;
    this.repeated.set(label, (this.repeated.get(label) ?? 0) + 1);
    if (world.instant <= plan.limits.instant) return;
    const most = [...this.repeated].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 3);
    const repeats = most.map(([what, times]) => `${what} (${times} of the last ${LIVELOCK_SAMPLE})`).join(', ');
    this.end('livelock', `${plan.limits.instant} events without delay led one to the next; what repeats: ${repeats}`);
  }

  /** Entries of timers that were cancelled wait in the queue until they are due: they are no flood. */
  private checkFlood(): void {
    const { world, queue } = this;
    const { pending } = this.plan.limits;
    queue.keep((entry) =>
      entry.kind === TIMER
        ? world.nodes[entry.node]!.timers.get(entry.payload as string)?.wake === entry.seq
        : isLive(world, entry),
    );
    if (queue.size > pending) this.end('queue flooded', `more than ${pending} events are pending`);
  }

  private end(ending: Stop['ending'], reason: string, node?: string, stack?: string): void {
    const { world } = this;
    const event = Math.max(0, ending === 'livelock' || ending === 'queue flooded' ? world.events - 1 : world.events);
    world.stop = { ending, reason, event, time: world.time, node, ...(stack === undefined ? {} : { stack }) };
    this.finish(ending);
  }

  private finish(ending: Ending): void {
    const { world, plan } = this;
    if (ending === 'completed') {
      this.probeUntil(Number.POSITIVE_INFINITY);
      world.time = Math.max(world.time, plan.until);
    }
    world.probe(world.time);
    this.ending = ending;
    world.mark();
  }

  private fail(error: unknown): void {
    const { world } = this;
    if (error instanceof ImpureError) return this.end('impure handler', error.message, error.node);
    if (error instanceof HandlerError) {
      const thrown = error.cause;
      const stack = thrown instanceof Error ? thrown.stack : undefined;
      return this.end(
        'crashed in handler',
        `${error.node}'s handler ${error.handler} threw: ${error.message}`,
        error.node,
        stack,
      );
    }
    if (error instanceof MisuseError) return this.end('crashed in handler', error.message, error.node);
    if (error instanceof FloodError) return this.end('queue flooded', error.message);
    if (error instanceof RangeError && /call stack/.test(error.message)) {
      return this.end(
        'crashed in handler',
        'what a handler returned or sent is cyclic, or nested too deeply to be looked at',
      );
    }
    const message = error instanceof Error ? error.message : String(error);
    throw new KernelBug(`${message} (seed ${this.plan.seed}, event ${world.events})`, { cause: error });
  }
}

/** Runs a plan to its end. */
export function simulate(plan: RunPlan, options: RunOptions = {}): RunResult {
  const run = new TimedRun(plan, options);
  run.run();
  return run.result();
}
