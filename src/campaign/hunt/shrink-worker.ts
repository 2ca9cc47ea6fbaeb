// The worker thread that makes failures small: `minimise.ts` gives it one after the other.
import { parentPort } from 'node:worker_threads';
import { systems } from '../../protocols/registry.ts';
import { loadWithModules } from '../modules.ts';
import { takeThread } from '../own-thread.ts';
import type { Assignment } from '../pool.ts';
import type { ShrinkAnswer, ShrinkTask } from './minimise.ts';
import { shrinkSeed } from './shrink.ts';

takeThread();

parentPort?.on('message', async ({ task }: Assignment<ShrinkTask>) => {
  parentPort?.postMessage(await answerOf(task));
});

async function answerOf({ file, text, seed, world, failure }: ShrinkTask): Promise<ShrinkAnswer> {
  const { scenario, problems } = await loadWithModules(text, file, systems);
  if (scenario === undefined) return { why: problems[0]?.message ?? 'the scenario cannot be loaded' };
  try {
    const shrunk = shrinkSeed({ file, text, scenario, seed, world, failure });
    if (shrunk.capsule === '') return { why: shrunk.problem ?? 'there is no capsule of it' };
    const { capsule, before, events, writes, faults, operations, story, isReproduced } = shrunk;
    return { shrunk: { capsule, before, events, writes, faults, operations, story, isReproduced } };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}
