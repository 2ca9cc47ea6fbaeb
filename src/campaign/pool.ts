// Tasks on worker threads, results in the order of the tasks. A worker that dies, or whose run shows no progress for a
// while, is ended and replaced, and its task answered with what is known: a handler that never returns cannot be
// interrupted from within. An abort asks every worker for what it has, and waits a second for the answer.
import { Worker } from 'node:worker_threads';
import { messageOf } from '../contract/outside.ts';
import type { Time } from '../contract/time.ts';
import { places } from './drive.ts';

/**
 * Where a task stood: the event under way, −1 before the first; its time; the position of the node at work. `isOver`:
 * all its events were done.
 */
export type Standing = {
  readonly event: number;
  readonly time: Time;
  readonly node: number | undefined;
  readonly isOver: boolean;
};

/** How a worker was lost: it showed no progress, threw outside of its tasks, spent its memory, or ended by itself. */
export type Loss =
  | { readonly how: 'silent'; readonly ms: number }
  | { readonly how: 'threw'; readonly error: unknown }
  | { readonly how: 'memory' }
  | { readonly how: 'ended'; readonly code: number };

export type PoolOptions<Task, Result> = {
  readonly jobs: number;
  readonly worker: URL;
  /** The answer for a task whose worker was lost. `reason` is `loss` in words. */
  readonly lost: (task: Task, reason: string, standing: Standing, loss: Loss) => Result;
  /** The answer for a task that did not answer an abort in time. Left out: it has none. */
  readonly cutShort?: (task: Task, standing: Standing) => Result;
  /** `isFirst`: of its worker, which had done nothing before it. */
  readonly onResult?: (result: Result, index: number, isFirst: boolean) => void;
  /** A new worker for every task. Default: no. */
  readonly isFresh?: boolean;
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
    let hand: Hand | undefined;
    while (next < tasks.length && options.signal?.aborted !== true) {
      const index = next++;
      // One that died between two tasks took nothing with it: what it had answered stands.
      if (hand?.loss !== undefined || options.isFresh === true) {
        await hand?.worker.terminate();
        hand = undefined;
      }
      const isFirst = hand === undefined;
      hand ??= new Hand(options.worker);
      const outcome = await runTask<Task, Result>(hand, tasks[index]!, options);
      if (!('result' in outcome)) {
        await hand.worker.terminate();
        hand = undefined;
      }
      const result = answerOf(outcome, tasks[index]!, options);
      if (result === undefined) continue;
      results[index] = result;
      options.onResult?.(result, index, isFirst);
    }
    await hand?.worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(options.jobs, tasks.length)) }, lane));
  return results;
}

/**
 * A worker with somebody who listens for as long as it lives. Were it for the time of a task only, an error between two
 * of them would have no listener, and Node throws such an error in the thread of the command.
 */
class Hand {
  readonly worker: Worker;
  loss: Loss | undefined = undefined;
  onMessage: (message: unknown) => void = () => {};
  onLoss: (loss: Loss) => void = () => {};

  constructor(url: URL) {
    this.worker = new Worker(url, { stdout: true });
    // What code from outside prints goes to stderr: stdout has the results alone.
    this.worker.stdout.on('data', (chunk: Uint8Array) => process.stderr.write(chunk));
    // The reason comes first, and may overtake an answer; with the end all answers have come.
    const dying = (loss: Loss) => {
      this.loss ??= loss;
    };
    this.worker
      .on('message', (message) => this.onMessage(message))
      .on('messageerror', (error) => {
        dying({ how: 'threw', error });
        void this.worker.terminate();
      })
      .on('error', (error) => dying(isOutOfMemory(error) ? { how: 'memory' } : { how: 'threw', error }))
      .on('exit', (code) => {
        this.loss ??= { how: 'ended', code };
        this.onLoss(this.loss);
      });
  }
}

function isOutOfMemory(error: unknown): boolean {
  return (error as { readonly code?: unknown } | null)?.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

type Outcome<Result> =
  | { readonly result: Result }
  | { readonly lost: Loss; readonly standing: Standing }
  | { readonly cutShort: Standing };

function answerOf<Task, Result>(
  outcome: Outcome<Result>,
  task: Task,
  { lost, cutShort }: PoolOptions<Task, Result>,
): Result | undefined {
  if ('result' in outcome) return outcome.result;
  if ('cutShort' in outcome) return cutShort?.(task, outcome.cutShort);
  return lost(task, reasonOf(outcome.lost), outcome.standing, outcome.lost);
}

function reasonOf(loss: Loss): string {
  switch (loss.how) {
    case 'silent':
      return `no event was finished for ${loss.ms / 1000} s: a handler does not return`;
    case 'threw':
      return `its worker died: ${messageOf(loss.error)}`;
    case 'memory':
      return 'its worker died: all memory was spent';
    case 'ended':
      return `its worker ended with code ${loss.code}`;
  }
}

function standingOf(view: Int32Array): Standing {
  const node = view[places.node]!;
  return {
    event: view[places.events]!,
    time: view[places.timeHigh]! * 2 ** 32 + (view[places.timeLow]! >>> 0),
    node: node === 0 ? undefined : node - 1,
    isOver: Atomics.load(view, places.isOver) !== 0,
  };
}

function runTask<Task, Result>(
  hand: Hand,
  task: Task,
  { silence = SILENCE_MS, signal, onProgress }: PoolOptions<Task, Result>,
): Promise<Outcome<Result>> {
  const progress = new SharedArrayBuffer(Object.keys(places).length * Int32Array.BYTES_PER_ELEMENT);
  const view = new Int32Array(progress);
  view[places.events] = -1;
  return new Promise((resolve) => {
    let last = -1;
    let looks = 0;
    const timers = [
      setInterval(() => {
        const now = view[places.events]!;
        const isStill = now === last && Atomics.load(view, places.isOver) === 0;
        last = now;
        looks = isStill ? looks + 1 : 0;
        if (looks >= LOOKS) lose({ how: 'silent', ms: silence });
      }, silence / LOOKS),
    ];
    if (onProgress !== undefined) timers.push(setInterval(() => onProgress(Math.max(0, view[places.events]!)), 100));
    const lose = (lost: Loss) => end({ lost, standing: standingOf(view) });
    const onAbort = () => {
      Atomics.store(view, places.stop, 1);
      timers.push(setTimeout(() => end({ cutShort: standingOf(view) }), GRACE_MS));
    };
    const end = (outcome: Outcome<Result>) => {
      for (const timer of timers) clearInterval(timer);
      hand.onMessage = () => {};
      hand.onLoss = () => {};
      signal?.removeEventListener('abort', onAbort);
      resolve(outcome);
    };
    hand.onMessage = (result) => end({ result: result as Result });
    hand.onLoss = lose;
    signal?.addEventListener('abort', onAbort);
    const assignment: Assignment<Task> = { task, progress };
    hand.worker.postMessage(assignment);
  });
}
