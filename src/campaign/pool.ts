// Tasks on worker threads, results in the order of the tasks. A worker that dies, or whose run shows no progress for a
// while, is ended and replaced, and its task answered with what is known: a handler that never returns cannot be
// interrupted from within. An abort asks every worker for what it has, and waits a second for the answer.
import { Worker } from 'node:worker_threads';
import { places } from './drive.ts';

/** Where a task stood: the last event that was finished, −1 before the first; the position of the node at work. */
export type Standing = { readonly event: number; readonly node: number | undefined };

export type PoolOptions<Task, Result> = {
  readonly jobs: number;
  readonly worker: URL;
  /** The answer for a task whose worker was lost. */
  readonly lost: (task: Task, reason: string, standing: Standing) => Result;
  /** The answer for a task that did not answer an abort in time. Left out: it has none. */
  readonly cutShort?: (task: Task, standing: Standing) => Result;
  readonly onResult?: (result: Result, index: number) => void;
  readonly onProgress?: (events: number) => void;
  /** A run without a new event for so long is given up, in milliseconds. */
  readonly silence?: number;
  readonly signal?: AbortSignal;
};

/** What a worker is sent: a task, and where to write how far it is (`drive.ts` names the places). */
export type Assignment<Task> = { readonly task: Task; readonly progress: SharedArrayBuffer };

const SILENCE_MS = 10_000;
const GRACE_MS = 1_000;
/** How often a worker is looked at before it counts as silent. */
const LOOKS = 10;

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
      worker ??= quietWorker(options.worker);
      const outcome = await runTask<Task, Result>(worker, tasks[index]!, options);
      if (!('result' in outcome)) {
        await worker.terminate();
        worker = undefined;
      }
      const result = answerOf(outcome, tasks[index]!, options);
      if (result === undefined) continue;
      results[index] = result;
      options.onResult?.(result, index);
    }
    await worker?.terminate();
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(options.jobs, tasks.length)) }, lane));
  return results;
}

/** What code from outside prints goes to stderr: stdout has the results alone. */
function quietWorker(url: URL): Worker {
  const worker = new Worker(url, { stdout: true });
  worker.stdout.on('data', (chunk: Uint8Array) => process.stderr.write(chunk));
  return worker;
}

type Outcome<Result> =
  | { readonly result: Result }
  | { readonly lost: string; readonly standing: Standing }
  | { readonly cutShort: Standing };

function answerOf<Task, Result>(
  outcome: Outcome<Result>,
  task: Task,
  { lost, cutShort }: PoolOptions<Task, Result>,
): Result | undefined {
  if ('result' in outcome) return outcome.result;
  return 'lost' in outcome ? lost(task, outcome.lost, outcome.standing) : cutShort?.(task, outcome.cutShort);
}

function runTask<Task, Result>(
  worker: Worker,
  task: Task,
  { silence = SILENCE_MS, signal, onProgress }: PoolOptions<Task, Result>,
): Promise<Outcome<Result>> {
  const progress = new SharedArrayBuffer(4 * Int32Array.BYTES_PER_ELEMENT);
  const view = new Int32Array(progress);
  view[places.events] = -1;
  const standing = (): Standing => {
    const node = view[places.node]!;
    return { event: view[places.events]!, node: node === 0 ? undefined : node - 1 };
  };
  return new Promise((resolve) => {
    let last = -1;
    let looks = 0;
    const timers = [
      setInterval(() => {
        const now = view[places.events]!;
        const isStill = now === last && Atomics.load(view, places.isOver) === 0;
        last = now;
        looks = isStill ? looks + 1 : 0;
        if (looks >= LOOKS) lose(`no event was finished for ${silence / 1000} s: a handler does not return`);
      }, silence / LOOKS),
    ];
    if (onProgress !== undefined) timers.push(setInterval(() => onProgress(Math.max(0, view[places.events]!)), 100));
    const lose = (reason: string) => end({ lost: reason, standing: standing() });
    const onMessage = (result: Result) => end({ result });
    const onError = (error: unknown) =>
      lose(`its worker died: ${error instanceof Error ? error.message : String(error)}`);
    const onExit = (code: number) => lose(`its worker ended with code ${code}`);
    const onAbort = () => {
      Atomics.store(view, places.stop, 1);
      timers.push(setTimeout(() => end({ cutShort: standing() }), GRACE_MS));
    };
    const end = (outcome: Outcome<Result>) => {
      for (const timer of timers) clearInterval(timer);
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
