// Runs an exploration in a worker thread, tells how far it is, and writes down what it found.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ExploreReport } from '../../display/explore-report.ts';
import type { Problem } from '../../scenario/index.ts';
import { explainWrite, shownPath } from '../files.ts';
import { slugOf } from '../hunt/groups.ts';
import type { Beginning } from './beginning.ts';
import type { ExploreOptions } from './explore-scenario.ts';
import type { ExploreRates, ExploreTask, FromExplorer } from './task.ts';

export type Exploring = {
  readonly file: string;
  readonly text: string;
  readonly options: Omit<ExploreOptions, 'properties'>;
  /** What is played first. */
  readonly from: Beginning | undefined;
  /** Where the capsule goes. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onProgress: (states: number, wallMs: number) => void;
};

export type ExploreResult =
  | { readonly problems: readonly Problem[] }
  | { readonly refused: string }
  | { readonly exhausted: string }
  | { readonly bug: string }
  | { readonly gaveUp: true }
  | { readonly report: ExploreReport; readonly rates: ExploreRates };

/** An abort ends the search; what it has come to is reported. */
export async function runExploration(exploring: Exploring): Promise<ExploreResult> {
  const { folder } = exploring;
  const answer = await answerOf({ ...exploring, options: { ...exploring.options, folder } });
  if (!('report' in answer)) return answer;
  const { report, capsule, rates } = answer;
  const { counterexample } = report;
  if (counterexample === null || capsule === undefined) return { report, rates };
  const path = join(exploring.folder, `${slugOf(counterexample.property)}.yaml`);
  const written = write(exploring.folder, path, capsule);
  const where = written === undefined ? { capsule: shownPath(path) } : { problem: written };
  return { report: { ...report, counterexample: { ...counterexample, ...where } }, rates };
}

/** `gaveUp`: it was asked to end, and did not. */
type Answer = Exclude<FromExplorer, { readonly transitions: number }> | { readonly gaveUp: true };

/** How long an abort waits for what the search has come to, in milliseconds. */
const PATIENCE_MS = 2_000;

function answerOf({ file, text, options, from, signal, onProgress }: Exploring): Promise<Answer> {
  const stop = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const workerData: ExploreTask = { file, text, options, from, stop };
  const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData });
  let patience: NodeJS.Timeout | undefined;
  let giveUp: () => void = () => {};
  const onAbort = () => {
    Atomics.store(new Int32Array(stop), 0, 1);
    patience = setTimeout(giveUp, PATIENCE_MS);
  };
  signal.addEventListener('abort', onAbort);
  let states = 0;
  const answer = new Promise<Answer>((resolve) => {
    giveUp = () => resolve({ gaveUp: true });
    worker.on('message', (message: FromExplorer) => {
      if (!('transitions' in message)) return resolve(message);
      states = message.states;
      onProgress(states, message.wallMs);
    });
    worker.on('error', (error) => resolve(lost(error, states)));
    worker.on('exit', () => resolve({ refused: `the scenario's own code ended it, after ${states} states` }));
  });
  if (signal.aborted) onAbort();
  return answer.finally(() => {
    clearTimeout(patience);
    signal.removeEventListener('abort', onAbort);
    return worker.terminate();
  });
}

function lost(error: unknown, states: number): Answer {
  const { code, stack } = error as { readonly code?: string; readonly stack?: string };
  if (code !== 'ERR_WORKER_OUT_OF_MEMORY') return { bug: stack ?? String(error) };
  return { exhausted: `out of memory after ${states} states: bound it more tightly, or with --states` };
}

/** In words why it could not be written. */
function write(folder: string, path: string, text: string): string | undefined {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, text);
    return undefined;
  } catch (error) {
    return `${shownPath(path)}: the capsule cannot be written: ${explainWrite(error)}`;
  }
}
