// The worker thread of an exploration: loads the scenario and what it uses, and explores it.
import { parentPort, workerData } from 'node:worker_threads';
import { OutsideError } from '../../contract/outside.ts';
import { systems } from '../../protocols/registry.ts';
import type { Scenario } from '../../scenario/index.ts';
import { ModelError } from '../../search/index.ts';
import { problemsOf } from '../execute.ts';
import { loadWithModules } from '../modules.ts';
import { scheduleFrom } from './beginning.ts';
import { exploreScenario } from './explore-scenario.ts';
import type { ExploreTask, FromExplorer } from './task.ts';

/** Milliseconds between two messages on how far it is. */
const TELL_MS = 200;

const { file, text, options, from, stop } = workerData as ExploreTask;
const flag = new Int32Array(stop);
const say = (answer: FromExplorer) => parentPort?.postMessage(answer);

const { scenario, problems } = await loadWithModules(text, file, systems);
if (scenario === undefined) say({ problems });
else await guarded(() => explore(scenario));

async function explore(of: Scenario): Promise<void> {
  const prefix = from === undefined ? {} : { prefix: await scheduleFrom(from, of, text) };
  const begun = performance.now();
  let told = begun;
  let heapBytes = 0;
  const { report, evidence } = exploreScenario(of, text, { ...options, ...prefix }, (states, transitions) => {
    const now = performance.now();
    if (now - told > TELL_MS) {
      told = now;
      heapBytes = Math.max(heapBytes, heapNow());
      say({ states, transitions, wallMs: now - begun });
    }
    return Atomics.load(flag, 0) === 0;
  });
  const wallMs = performance.now() - begun;
  const states = report.searches.reduce((sum, search) => sum + search.states, 0);
  say({ report, capsule: evidence?.capsule, rates: { wallMs, states, heapBytes: Math.max(heapBytes, heapNow()) } });
}

function heapNow(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

async function guarded(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof OutsideError) say({ problems: problemsOf({ file, text }, error.message) });
    else if (error instanceof ModelError) say({ refused: error.message });
    else say({ bug: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
