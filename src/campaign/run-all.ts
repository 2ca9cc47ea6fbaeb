// Many runs: every scenario at each of its seeds, on all cores, results in the order of files and seeds.
import { availableParallelism } from 'node:os';
import { useOf } from '../scenario/index.ts';
import { executeTask, type RunTask, type TaskResult } from './execute.ts';
import type { Outline } from './inspect.ts';
import { cutShortOutcome, lostResult } from './lost.ts';
import { runPool } from './pool.ts';

export type RunAllOptions = {
  /** Worker threads. Default: one a core. */
  readonly jobs?: number;
  /** `isFirst`: nothing was done before it in the same thread. */
  readonly onResult?: (result: TaskResult, index: number, isFirst: boolean) => void;
  readonly signal?: AbortSignal;
  /** What is known of a file before it is run: names for what has to be said of a worker that is lost. */
  readonly outlineOf?: (file: string) => Outline | undefined;
  /** How far a run is: told of a run that is alone. */
  readonly onProgress?: (events: number, time?: number) => void;
};

/** Tasks left out because of the signal have no result. */
export async function runAll(
  tasks: readonly RunTask[],
  options: RunAllOptions = {},
): Promise<readonly (TaskResult | undefined)[]> {
  const { onResult, signal, onProgress } = options;
  // A worker takes longer to start than a small scenario takes to run, and source files cannot be loaded by one. Code
  // from outside always runs in one: it may never return.
  const isAlone = tasks.length === 1;
  if (isFromSource || (isAlone && useOf(tasks[0]!.text) === undefined)) {
    const results: (TaskResult | undefined)[] = [];
    for (const [index, task] of tasks.entries()) {
      if (signal?.aborted === true) break;
      const watcher = { ...(signal && { signal }), ...(isAlone && onProgress && { onSlice: onProgress }) };
      const result = await executeTask(task, watcher);
      results[index] = result;
      onResult?.(result, index, index === 0);
    }
    return tasks.map((_, index) => results[index]);
  }
  return runInPool(tasks, options);
}

const isFromSource = import.meta.url.endsWith('.ts');

/** Every task in a worker; with `isFresh` each in one of its own. */
export function runInPool(
  tasks: readonly RunTask[],
  options: RunAllOptions & { readonly isFresh?: boolean },
): Promise<readonly (TaskResult | undefined)[]> {
  const { jobs = availableParallelism(), onResult, signal, outlineOf, onProgress, isFresh } = options;
  return runPool<RunTask, TaskResult>(tasks, {
    jobs,
    worker: new URL('./worker.js', import.meta.url),
    lost: (task, _reason, standing, loss) => lostResult(task, loss, standing, outlineOf?.(task.file)),
    cutShort: (task, standing) => cutShortOutcome(task, standing, outlineOf?.(task.file)),
    ...(onResult && { onResult }),
    ...(signal && { signal }),
    ...(isFresh === undefined ? {} : { isFresh }),
    ...(tasks.length === 1 && onProgress && { onProgress }),
  });
}
