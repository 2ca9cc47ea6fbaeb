// The worker thread of `pool.ts`: takes a task, answers with its result. It loads what a scenario uses by itself.
import { parentPort } from 'node:worker_threads';
import { executeTask, type RunTask } from './execute.ts';
import { type InspectTask, inspectTask } from './inspect.ts';
import type { Assignment } from './pool.ts';

parentPort?.on('message', async ({ task, progress }: Assignment<RunTask | InspectTask>) => {
  const shared = new Int32Array(progress);
  parentPort?.postMessage('inspect' in task ? await inspectTask(task) : await executeTask(task, { shared }));
});
