// Many runs: every scenario at each of its seeds, on all cores, results in the order of files and seeds.
import { availableParallelism } from 'node:os';
import type { RunReport } from '../contract/report.ts';
import { executeTask, type RunTask, type TaskResult } from './execute.ts';
import { runPool } from './pool.ts';

export type RunAllOptions = {
  /** Worker threads. Default: one a core. */
  readonly jobs?: number;
  readonly onResult?: (result: TaskResult, index: number) => void;
  readonly signal?: AbortSignal;
};

/** Tasks left out because of the signal have no result. */
export async function runAll(
  tasks: readonly RunTask[],
  { jobs = availableParallelism(), onResult, signal }: RunAllOptions = {},
): Promise<readonly (TaskResult | undefined)[]> {
  // A worker takes longer to start than a small scenario takes to run, and source files cannot be loaded by one.
  const isInline = tasks.length === 1 || import.meta.url.endsWith('.ts');
  if (isInline) {
    return tasks.map((task, index) => {
      if (signal?.aborted === true) return undefined;
      const result = executeTask(task);
      onResult?.(result, index);
      return result;
    });
  }
  return runPool<RunTask, TaskResult>(tasks, {
    jobs,
    worker: new URL('./worker.js', import.meta.url),
    lost: (task, reason, event) => ({ report: lostReport(task, reason, event) }),
    ...(onResult === undefined ? {} : { onResult }),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** The report of a run whose worker was ended: what is known is where it stood. */
function lostReport(task: RunTask, reason: string, event: number): RunReport {
  const failure = {
    what: 'stuck in handler',
    reason,
    event: event + 1,
    time: 0,
    isExpected: false,
    witness: undefined,
  };
  return {
    scenario: task.file,
    name: task.file,
    about: '',
    system: '',
    seed: task.seed,
    verdict: 'failed',
    reason,
    fingerprint: '0'.repeat(16),
    events: event + 1,
    simulatedUs: 0,
    wallMs: 0,
    nodes: '',
    windows: [],
    expectations: [
      {
        key: 'ending',
        kind: 'ending',
        text: 'the run completes',
        verdict: 'failed',
        found: reason,
        quantifier: 'every',
      },
    ],
    consistency: {},
    availability: [],
    latency: [],
    counts: {},
    failures: [failure],
    moment: `${task.file}:${task.seed}:${event + 1}`,
    view: {},
  };
}
