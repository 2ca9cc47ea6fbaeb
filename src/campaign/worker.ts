// The worker thread of `run-all.ts`: takes a task, answers with its result.
import { parentPort } from 'node:worker_threads';
import { executeTask, type RunTask } from './execute.ts';
import type { Assignment } from './pool.ts';

parentPort?.on('message', ({ task, progress }: Assignment<RunTask>) => {
  parentPort?.postMessage(executeTask(task, new Int32Array(progress)));
});
