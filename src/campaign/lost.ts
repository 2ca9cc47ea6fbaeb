// What is answered for a run whose worker was lost: what is known of it is where it stood.
import type { JudgedExpectation, RunReport } from '../contract/report.ts';
import { useOf } from '../scenario/index.ts';
import type { RunOutcome, RunTask, TaskResult } from './execute.ts';
import type { Outline } from './inspect.ts';
import { lossProblems, lossWords } from './outside-failure.ts';
import type { Loss, Standing } from './pool.ts';

/**
 * A run that did not get on has failed, by its handler. One that had not begun, or was over, has met code of the module
 * outside of handlers: a problem of that module, as is whatever the module throws there.
 */
export function lostResult(task: RunTask, loss: Loss, standing: Standing, outline?: Outline): TaskResult {
  const isUnderWay = standing.event >= 0 && !standing.isOver;
  if (isUnderWay && loss.how !== 'threw') return lostOutcome(task, loss, standing, outline);
  if (useOf(task.text) === undefined) return { bug: lossWords(loss) };
  return { problems: lossProblems(task, loss) };
}

/** A run that could not be finished through a fault of its own: it has failed. */
function lostOutcome(
  task: RunTask,
  loss: Exclude<Loss, { how: 'threw' }>,
  standing: Standing,
  outline: Outline | undefined,
): RunOutcome {
  const handler = `a handler${ofNode(standing, outline)}`;
  switch (loss.how) {
    case 'silent': {
      const reason = `no event was finished for ${loss.ms / 1000} s: ${handler} does not return`;
      return endedOutcome(task, 'stuck in handler', reason, 'failed', standing, outline);
    }
    case 'memory':
      return endedOutcome(task, 'out of memory', `all memory was spent in ${handler}`, 'failed', standing, outline);
    case 'ended': {
      const reason = `its thread ended with code ${loss.code} in ${handler}`;
      return endedOutcome(task, 'ended in handler', reason, 'failed', standing, outline);
    }
  }
}

/** A run that did not answer when it was to end: what it would have shown is unknown. */
export function cutShortOutcome(task: RunTask, standing: Standing, outline?: Outline): RunOutcome {
  const isInHandler = standing.node !== undefined && !standing.isOver;
  const where = isInHandler ? `, in a handler${ofNode(standing, outline)} that did not return within a second` : '';
  const reason = `ended from outside after ${Math.max(0, standing.event)} events${where}`;
  const outcome = endedOutcome(task, 'interrupted', reason, 'unknown', standing, outline);
  return { ...outcome, report: { ...outcome.report, isInterrupted: true } };
}

function ofNode({ node }: Standing, outline: Outline | undefined): string {
  const id = node === undefined ? undefined : outline?.nodes[node];
  return id === undefined ? '' : ` of ${id}`;
}

function endedOutcome(
  { file, seed, row }: RunTask,
  what: string,
  reason: string,
  verdict: 'failed' | 'unknown',
  { event: underWay, time }: Standing,
  outline: Outline | undefined,
): RunOutcome {
  // Those before it are done, and it counts from 0: its index is their number.
  const event = Math.max(0, underWay);
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
    ...(row === undefined ? {} : { row }),
    verdict,
    reason: undefined,
    fingerprint: undefined,
    events: event,
    simulatedUs: time,
    wallMs: 0,
    nodes: outline === undefined ? '' : `${outline.nodes.length} nodes`,
    windows: [],
    expectations: [ending],
    consistency: {},
    availability: [],
    latency: [],
    counts: {},
    measures: [],
    halts: [],
    failures: [{ what, reason, event, time, isExpected: false, witness: undefined }],
    // Nothing could be shown of it: whoever runs it again meets the same end.
    moment: null,
    view: {},
  };
  const ended = { ending: 'crashed in handler', events: event, fingerprint: undefined } as const;
  return { report, kept: { ...ended, marks: [], violations: [] } };
}
