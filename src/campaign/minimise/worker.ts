// The worker thread for capsules: `capsule.ts` gives it one.
import { parentPort } from 'node:worker_threads';
import { takeThread } from '../own-thread.ts';
import type { Assignment } from '../pool.ts';
import { answerCapsule, type CapsuleTask } from './task.ts';

takeThread();

parentPort?.on('message', async ({ task }: Assignment<CapsuleTask>) => {
  parentPort?.postMessage(await answerCapsule(task));
});
