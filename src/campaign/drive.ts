// Takes a run from its beginning to its end in slices. Between two of them others get their turn: a signal is seen, a
// watcher is told how far it is. Of a checked run the traps for ambient time and randomness stand within a slice only.
import { performance } from 'node:perf_hooks';
import type { RunOptions, TimedRun } from '../kernel/index.ts';
import { finishScenario, type Scenario, type ScenarioRun, startScenario } from '../scenario/index.ts';
import { ambient } from './ambient.ts';
import { nextTurn } from './real-time.ts';

export type Driven = { readonly run: ScenarioRun; readonly wallMs: number };

/** What a run is to be done with. `shared`: of a worker, with the places that `pool.ts` names. */
export type DriveOptions = RunOptions & { readonly isChecked: boolean; readonly shared?: Int32Array };

/** Places of the array that a worker shares with its pool. The first four are the kernel's. */
export const places = { events: 0, node: 1, timeHigh: 2, timeLow: 3, stop: 4, isOver: 5 } as const;

/** Events of a slice: some tens of milliseconds, and of a checked run not many more. */
const SLICE = 20_000;
const SLICE_CHECKED = 4_000;

class Drive {
  readonly run: TimedRun;
  private readonly scenario: Scenario;
  private readonly slice: () => void;
  private readonly shared: Int32Array | undefined;
  private readonly begun = performance.now();

  constructor(scenario: Scenario, seed: string, { isChecked, shared, ...options }: DriveOptions) {
    const traps = isChecked ? ambient() : undefined;
    const guard = traps === undefined ? {} : { guard: traps.guard };
    const progress = shared === undefined ? {} : { progress: shared };
    const run = startScenario(scenario, seed, { ...options, ...guard, ...progress });
    const go = () => run.run(run.world.events + (isChecked ? SLICE_CHECKED : SLICE));
    this.run = run;
    this.scenario = scenario;
    this.shared = shared;
    this.slice = traps === undefined ? go : () => traps.during(go);
  }

  /** One slice; then a wish of another thread that the run should end is granted. */
  step(): void {
    this.slice();
    if (this.shared !== undefined && Atomics.load(this.shared, places.stop) !== 0) this.run.interrupt();
  }

  finish(): Driven {
    // From here on no event comes: whoever watches must not take that for a handler that does not return.
    if (this.shared !== undefined) Atomics.store(this.shared, places.isOver, 1);
    const wallMs = performance.now() - this.begun;
    return { run: finishScenario(this.scenario, this.run), wallMs };
  }
}

/** At one go: for a worker, and for callers that cannot wait. */
export function driveSync(scenario: Scenario, seed: string, options: DriveOptions): Driven {
  const drive = new Drive(scenario, seed, options);
  while (!drive.run.isDone) drive.step();
  return drive.finish();
}

export type Watcher = {
  /** Ends the run where it stands: what has happened so far is its result. */
  readonly signal?: AbortSignal;
  readonly onSlice?: (events: number, time: number) => void;
};

/** As `driveSync`, but lets everybody else of this thread have their turn between two slices. */
export async function drive(
  scenario: Scenario,
  seed: string,
  options: DriveOptions,
  { signal, onSlice }: Watcher = {},
): Promise<Driven> {
  const driven = new Drive(scenario, seed, options);
  while (!driven.run.isDone) {
    driven.step();
    onSlice?.(driven.run.world.events, driven.run.world.time);
    if (!driven.run.isDone) await nextTurn();
    if (signal?.aborted === true) driven.run.interrupt();
  }
  return driven.finish();
}
