// Tasks on worker threads, results in the order of the tasks. A worker that dies, or whose run shows no progress for a
// while, is ended and replaced, and its task answered with what is known: a handler that never returns cannot be
// interrupted from within.
import { Worker } from 'node:worker_threads';

export type PoolOptions<Task, Result> = {
  readonly jobs: number;
  readonly worker: URL;
  /** The answer for a task whose worker was lost: `event` is where it stood, -1 before the first. */
  readonly lost: (task: Task, reason: string, event: number) => Result;
  readonly onResult?: (result: Result, index: number) => void;
  /** A run without a new event for so long is given up, in milliseconds. */
  readonly silence?: number;
  readonly signal?: AbortSignal;
};

/** What a worker is sent: a task, and where to write how far it is. */
export type Assignment<Task> = { readonly task: Task; readonly progress: SharedArrayBuffer };

const SILENCE_MS = 10_000;

/** Runs every task. Tasks not begun when the signal aborts are left out: their results are undefined. */
export async function runPool<Task, Result>(
  tasks: readonly Task[],
  options: PoolOptions<Task, Result>,
): Promise<readonly (Result | undefined)[]> {
  const results: (Result | undefined)[] = tasks.map(() => undefined);
  let next = 0;
  const lane = async (): Promise<void> => {
    let worker: Worker | undefined;
    while (next < tasks.length && options.signal?.aborted !== true) {
      const index = next++;
      worker ??= new Worker(options.worker);
      const outcome = await runTask(worker, tasks[index]!, options);
      if (outcome === 'aborted') break;
      if ('lost' in outcome) {
        await worker.terminate();
        worker = undefined;
        results[index] = options.lost(tasks[index]!, outcome.lost, outcome.event);
      } else results[index] = outcome.result;
      options.onResult?.(results[index]!, index);
    }
    await worker?.terminate();
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(options.jobs, tasks.length)) }, lane));
  return results;
}

type Outcome<Result> = { readonly result: Result } | { readonly lost: string; readonly event: number } | 'aborted';

function runTask<Task, Result>(
  worker: Worker,
  task: Task,
  { silence = SILENCE_MS, signal }: PoolOptions<Task, Result>,
): Promise<Outcome<Result>> {
  const progress = new SharedArrayBuffer(8);
  const view = new Int32Array(progress);
  view[0] = -1;
  return new Promise((resolve) => {
    let last = -1;
    const watch = setInterval(() => {
      const now = view[0]!;
      if (now === last)
        end({ lost: `no event was finished for ${silence / 1000} s: a handler does not return`, event: now });
      last = now;
    }, silence);
    const onMessage = (result: Result) => end({ result });
    const onError = (error: unknown) =>
      end({ lost: `its worker died: ${error instanceof Error ? error.message : String(error)}`, event: view[0]! });
    const onExit = (code: number) => end({ lost: `its worker ended with code ${code}`, event: view[0]! });
    const onAbort = () => end('aborted');
    const end = (outcome: Outcome<Result>) => {
      clearInterval(watch);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      signal?.removeEventListener('abort', onAbort);
      resolve(outcome);
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    signal?.addEventListener('abort', onAbort);
    const assignment: Assignment<Task> = { task, progress };
    worker.postMessage(assignment);
  });
}
