// A run's history and the judges: one verdict, and the event at which it fell.
import type { HistoryEvent } from '../contract/history.ts';
import type { Verdict } from '../contract/verdict.ts';
import { checkLinearizable } from './linearizable.ts';
import { isModelName } from './models.ts';
import { operationsOf } from './operations.ts';
import { verdictOf } from './verdict-of.ts';

/** A line of a run's history, with the event that made it. */
export type LineOfRun = HistoryEvent & { readonly event: number };

/** A verdict, and where it is violated the event of the run at which the impossible answer arrived. */
export type HistoryVerdict = {
  readonly verdict: Verdict;
  readonly event: number | undefined;
  /** Nothing in the history could have broken it. */
  readonly isVacuous: boolean;
};

/** Whether a history is linearizable. One without answers fits every order: it says nothing. */
export function judgeLinearizable(history: readonly LineOfRun[], model: string | undefined): HistoryVerdict {
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
