// A capsule's task in a worker of its own, so that code that never returns does not stop whoever asked.
import { problemsOf } from '../execute.ts';
import { lossWords } from '../outside-failure.ts';
import { runPool } from '../pool.ts';
import { answerCapsule, type CapsuleAnswer, type CapsuleTask } from './task.ts';

/** After so long, in milliseconds, it is given up. */
const PATIENCE_MS = 120_000;

/** Undefined: the signal came first. */
export async function withCapsule(task: CapsuleTask, signal?: AbortSignal): Promise<CapsuleAnswer | undefined> {
  // Source files cannot be loaded by a worker: tests of them run here.
  if (import.meta.url.endsWith('.ts')) return answerCapsule(task);
  const { file, scenario: text } = task.capsule;
  const [answer] = await runPool<CapsuleTask, CapsuleAnswer>([task], {
    jobs: 1,
    worker: new URL('./worker.js', import.meta.url),
    lost: (_task, _reason, _standing, loss) => ({ problems: problemsOf({ file, text }, lossWords(loss)) }),
    silence: PATIENCE_MS,
    ...(signal === undefined ? {} : { signal }),
  });
  return answer;
}
