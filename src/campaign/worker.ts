// The worker thread of `pool.ts`: takes a task, answers with its result. It loads what a scenario uses by itself.
import { parentPort } from 'node:worker_threads';
import { executeTask, type RunTask } from './execute.ts';
import { type InspectTask, inspectTask } from './inspect.ts';
import { answerWith } from './outside-failure.ts';
import { takeThread, thrownOutside } from './own-thread.ts';
import type { Assignment } from './pool.ts';
import { nextTurn } from './real-time.ts';

takeThread();

parentPort?.on('message', async ({ task, progress }: Assignment<RunTask | InspectTask>) => {
  const shared = new Int32Array(progress);
  const result = 'inspect' in task ? await inspectTask(task) : await executeTask(task, { shared });
  // A turn for what the run has left in promises.
  await nextTurn();
  // What a module threw by the way makes no difference to results that have been given, and to this one it may: which
  // of the events were before it nobody knows.
  const outside = thrownOutside();
  parentPort?.postMessage(outside === undefined ? result : answerWith(task, outside.error, result));
});
