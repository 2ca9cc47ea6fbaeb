// The report of a run whose worker had to be ended: what is known is where it stood.
import type { JudgedExpectation, RunReport } from '../contract/report.ts';
import type { RunOutcome, RunTask } from './execute.ts';
import type { Outline } from './inspect.ts';
import type { Standing } from './pool.ts';

/** A run that could not be finished through a fault of its own: it has failed. */
export function lostOutcome(task: RunTask, why: string, standing: Standing, outline?: Outline): RunOutcome {
  const node = standing.node === undefined ? undefined : outline?.nodes[standing.node];
  const reason = node === undefined ? why : why.replace('a handler does', `a handler of ${node} does`);
  return endedOutcome(task, 'stuck in handler', reason, 'failed', standing, outline);
}

/** A run that did not answer when it was to end: what it would have shown is unknown. */
export function cutShortOutcome(task: RunTask, standing: Standing, outline?: Outline): RunOutcome {
  const node = standing.node === undefined ? undefined : outline?.nodes[standing.node];
  const where = node === undefined ? '' : `, in a handler of ${node} that did not return within a second`;
  const reason = `ended from outside after ${standing.event + 1} events${where}`;
  const outcome = endedOutcome(task, 'interrupted', reason, 'unknown', standing, outline);
  return { ...outcome, report: { ...outcome.report, isInterrupted: true } };
}

function endedOutcome(
  { file, seed }: RunTask,
  what: string,
  reason: string,
  verdict: 'failed' | 'unknown',
  standing: Standing,
  outline?: Outline,
): RunOutcome {
  const event = standing.event + 1;
  const fingerprint = '0'.repeat(16);
  const ending: JudgedExpectation = {
    key: 'ending',
    kind: 'ending',
    text: 'the run completes',
    verdict,
    found: reason,
    quantifier: 'every',
  };
  const report: RunReport = {
    scenario: file,
    name: outline?.name ?? file,
    about: '',
    system: outline?.system ?? '',
    seed,
    verdict,
    reason: undefined,
    fingerprint,
    events: event,
    simulatedUs: 0,
    wallMs: 0,
    nodes: outline === undefined ? '' : `${outline.nodes.length} nodes`,
    windows: [],
    expectations: [ending],
    consistency: {},
    availability: [],
    latency: [],
    counts: {},
    halts: [],
    failures: [{ what, reason, event, time: 0, isExpected: false, witness: undefined }],
    moment: `${file}:${seed}:${event}`,
    view: {},
  };
  return { report, kept: { ending: 'crashed in handler', events: event, fingerprint, marks: [], violations: [] } };
}
