// The hunt of one seed: a run that ends at the first violation, and what it has met on its way.
import { slice } from '../base/paged-list.ts';
import type { ConsistencyLevel } from '../checkers/index.ts';
import type { PropertyName } from '../contract/property.ts';
import type { Time } from '../contract/time.ts';
import { type Ending, type RunPlan, TimedRun } from '../kernel/index.ts';
import { type Abstraction, AbstractStates } from './abstract.ts';
import { type Failure, failureOfStop, failureOfViolation, judgeHistory } from './failure.ts';

/** What one seed has come to. Plain data. */
export type Hunted = {
  readonly seed: string;
  readonly ending: Ending;
  readonly events: number;
  readonly time: Time;
  readonly fingerprint: string;
  /** The first that was violated; undefined: nothing was. */
  readonly failure: Failure | undefined;
  /** Why its history could not be judged; undefined where it was, or where there was none to judge. */
  readonly unjudged?: string;
  /** The properties that something could have violated. */
  readonly exercised: readonly PropertyName[];
  /** The kinds of faults that struck, each once. */
  readonly kinds: readonly string[];
  /** The abstract states it came through, ascending; see `abstract.ts`. */
  readonly states: readonly number[];
};

export type HuntOptions = {
  /** The checker's model of the history; undefined where none applies. */
  readonly model: string | undefined;
  /** The levels that it is judged by. Default: linearizable. */
  readonly levels?: readonly ConsistencyLevel[];
  /** What abstract states are made of. Default: none are counted. */
  readonly abstraction?: Abstraction;
  /** Written at every event, for a watcher in another thread: see `RunOptions`. */
  readonly progress?: Int32Array;
};

/** A run for a hunt, to be taken on in slices. */
export class Hunt {
  readonly run: TimedRun;
  private readonly model: string | undefined;
  private readonly levels: readonly ConsistencyLevel[] | undefined;
  private readonly states = new AbstractStates();

  constructor(plan: RunPlan, { model, levels, abstraction = {}, progress }: HuntOptions) {
    const monitors = [...plan.monitors, ...this.states.monitors(abstraction)];
    this.run = new TimedRun(
      { ...plan, monitors },
      { stopsAtViolation: true, ...(progress === undefined ? {} : { progress }) },
    );
    this.model = model;
    this.levels = levels;
  }

  get isDone(): boolean {
    return this.run.isDone;
  }

  /** Goes on for so many events at the most. */
  next(events: number): void {
    this.run.run(this.run.world.events + events);
  }

  hunted(): Hunted {
    const { seed, ending, events, time, fingerprint, exercised, windows } = this.run.result();
    const kinds = new Set(windows.filter(({ skipped }) => skipped === undefined).map(({ kind }) => kind));
    const names = Object.keys(exercised).filter((name) => exercised[name] === true);
    const judged = judgeRun(this.run, this.model, this.levels);
    const isOpen = typeof judged === 'string';
    const failure = isOpen ? undefined : judged;
    const states = [...this.states.met].sort((a, b) => a - b);
    return {
      seed,
      ending,
      events,
      time,
      fingerprint,
      failure,
      exercised: names,
      kinds: [...kinds].sort(),
      states,
      ...(isOpen ? { unjudged: judged } : {}),
    };
  }
}

/** The first failure of a run that is over: of states, of how it ended, of its history. A string: why that is unknown. */
export function judgeRun(
  { world }: TimedRun,
  model: string | undefined,
  levels?: readonly ConsistencyLevel[],
): Failure | string | undefined {
  const { violations, stop, history } = world;
  const [first] = violations;
  if (first !== undefined) return failureOfViolation(first);
  const stopped = stop === undefined ? undefined : failureOfStop(stop, stop.event, stop.time);
  return stopped ?? judgeHistory(slice(history, 0), model, levels);
}

/** Hunts one seed at one go. */
export function huntSeed(plan: RunPlan, options: HuntOptions): Hunted {
  const hunt = new Hunt(plan, options);
  hunt.next(Number.POSITIVE_INFINITY);
  return hunt.hunted();
}

/** As `judgeRun`, for whom what could not be judged is no failure. */
export function failureIn(
  run: TimedRun,
  model: string | undefined,
  levels?: readonly ConsistencyLevel[],
): Failure | undefined {
  const judged = judgeRun(run, model, levels);
  return typeof judged === 'string' ? undefined : judged;
}
