// The worker thread of a hunt: loads the scenario and what it uses once, then hunts batches of seeds. Results go out a
// few at a time, so that neither messages cost much nor much is lost with the thread.
import { parentPort, workerData } from 'node:worker_threads';
import { OutsideError } from '../../contract/outside.ts';
import { systems } from '../../protocols/registry.ts';
import type { Scenario } from '../../scenario/index.ts';
import { problemsOf } from '../execute.ts';
import { loadWithModules } from '../modules.ts';
import { answerWith } from '../outside-failure.ts';
import { takeThread, thrownOutside } from '../own-thread.ts';
import { differenceIn } from './compare.ts';
import { describe, huntOne } from './hunter.ts';
import type { SeedRecord } from './record.ts';
import { type Finished, type FromWorker, huntPlaces, type SeedTask, type ToWorker, type WorkerData } from './task.ts';

/** Results wait for each other at most so long, in milliseconds. */
const GATHER_MS = 20;

takeThread();

const { file, text, progress } = workerData as WorkerData;
const shared = new Int32Array(progress);
const say = (answer: FromWorker) => parentPort?.postMessage(answer);

const scenario = await load();
if (scenario !== undefined) {
  parentPort?.on('message', (task: ToWorker) => {
    guarded(() => {
      const outside = thrownOutside();
      if (outside !== undefined) return say(answerWith({ file, text }, outside.error, {}) as FromWorker);
      if ('batch' in task) huntBatch(scenario, task.batch);
      else say({ difference: differenceIn(scenario, task.compare) });
    });
  });
}

async function load(): Promise<Scenario | undefined> {
  const { scenario: loaded, problems } = await loadWithModules(text, file, systems);
  if (loaded === undefined) say({ problems });
  else guarded(() => say({ ready: describe(loaded) }));
  return loaded;
}

function huntBatch(of: Scenario, batch: readonly SeedTask[]): void {
  let finished: Finished[] = [];
  const skipped: SeedTask[] = [];
  let begun = performance.now();
  const send = () => {
    const now = performance.now();
    say({ finished, ms: now - begun, skipped });
    finished = [];
    begun = now;
  };
  for (const task of batch) {
    const record = Atomics.load(shared, huntPlaces.until) > task.position ? huntTask(of, task) : undefined;
    if (record === undefined) skipped.push(task);
    else finished.push({ task, record });
    if (performance.now() - begun > GATHER_MS && task !== batch.at(-1) && skipped.length === 0) send();
  }
  send();
}

function huntTask(of: Scenario, { position, seed, world }: SeedTask): SeedRecord | undefined {
  shared[huntPlaces.events] = -1;
  shared[huntPlaces.node] = 0;
  Atomics.store(shared, huntPlaces.isOver, 0);
  Atomics.store(shared, huntPlaces.position, position);
  return huntOne(of, seed, shared, world);
}

function guarded(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (error instanceof OutsideError) say({ problems: problemsOf({ file, text }, error.message) });
    else say({ bug: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
