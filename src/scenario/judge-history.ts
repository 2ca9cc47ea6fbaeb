// The one place where a run's history meets the judges in `checkers/`.
import { checkLinearizable, isModelName, operationsOf, verdictOf } from '../checkers/index.ts';
import type { Verdict } from '../contract/verdict.ts';
import type { RecordedEvent } from '../kernel/result.ts';

/** A verdict, and where it is violated the event of the run at which the impossible answer arrived. */
export type HistoryVerdict = {
  readonly verdict: Verdict;
  readonly event: number | undefined;
  /** Nothing in the history could have broken it. */
  readonly isVacuous: boolean;
};

/** Whether a history is linearizable. One without answers fits every order: it says nothing. */
export function judgeLinearizable(history: readonly RecordedEvent[], model: string | undefined): HistoryVerdict {
  if (model === undefined) return unknown('the workload has no model to judge its history by');
  if (!isModelName(model)) return unknown(`there is no model ${model}`);
  if (history.length === 0) return unknown('never exercised: no operation was invoked', true);
  const { operations, problems } = operationsOf(history);
  if (problems.length > 0) return unknown(`the history has no sound shape: ${problems[0]!.message}`);
  if (!history.some(({ type }) => type === 'ok')) return unknown('never exercised: no operation was answered', true);
  const result = checkLinearizable(operations, model);
  const completed = result.verdict === 'violated' ? result.explanation.operation.completed : undefined;
  const event = completed === undefined ? undefined : history[completed]?.event;
  return { verdict: verdictOf(result), event, isVacuous: false };
}

function unknown(reason: string, isVacuous = false): HistoryVerdict {
  return { verdict: { verdict: 'unknown', reason }, event: undefined, isVacuous };
}
