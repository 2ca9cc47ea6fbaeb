// Whether a run depends on those before it. A module keeps its variables while its worker lives, so what one seed leaves
// in them the next one may read: its run is then not the one that the same seed gives alone. So of every scenario that
// uses code from outside some runs are done again, each in a worker of its own: the last that was not its worker's first,
// and the first such that has failed, because its seed is what somebody will look at.
import { useOf } from '../scenario/index.ts';
import type { RunTask, TaskResult } from './execute.ts';
import { runInPool } from './run-all.ts';

/** A run of a sweep that is another one by itself. */
export type Parted = {
  readonly file: string;
  readonly seed: string;
  readonly fingerprint: string;
  readonly alone: string;
};

export type RepeatOptions = { readonly jobs?: number; readonly signal?: AbortSignal };

/** `later`: the tasks that were done in a worker after others. */
export async function repeatAlone(
  tasks: readonly RunTask[],
  results: readonly (TaskResult | undefined)[],
  later: ReadonlySet<number>,
  options: RepeatOptions,
): Promise<readonly Parted[]> {
  const last = new Map<string, number>();
  const failed = new Map<string, number>();
  for (const [index, { file, text }] of tasks.entries()) {
    const result = results[index];
    if (!later.has(index) || fingerprintOf(result) === undefined || useOf(text) === undefined) continue;
    last.set(file, index);
    const hasFailed = result !== undefined && 'report' in result && result.report.verdict === 'failed';
    if (hasFailed && !failed.has(file)) failed.set(file, index);
  }
  const chosen = [...new Set([...failed.values(), ...last.values()])];
  // Source files cannot be loaded by a worker (`run-all.ts`).
  if (chosen.length === 0 || import.meta.url.endsWith('.ts')) return [];
  const again = await runInPool(
    chosen.map((index) => tasks[index]!),
    { ...options, isFresh: true },
  );
  return chosen.flatMap((index, position) => {
    const { file, seed } = tasks[index]!;
    const fingerprint = fingerprintOf(results[index])!;
    const alone = fingerprintOf(again[position]);
    return alone === undefined || alone === fingerprint ? [] : [{ file, seed, fingerprint, alone }];
  });
}

function fingerprintOf(result: TaskResult | undefined): string | undefined {
  if (result === undefined || !('report' in result) || result.report.isInterrupted === true) return undefined;
  return result.report.fingerprint;
}
