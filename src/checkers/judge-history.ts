// A run's history and the judges: one verdict, and the event at which it fell.
import type { HistoryEvent, Operation } from '../contract/history.ts';
import { durationText } from '../contract/notation.ts';
import type { Verdict } from '../contract/verdict.ts';
import { checkLevel } from './check-level.ts';
import type { Place } from './explanation.ts';
import { type ConsistencyLevel, implies, type Level, levelsOfModel } from './levels.ts';
import { checkLinearizable } from './linearizable.ts';
import type { ModelName } from './models/model.ts';
import { isModelName } from './models.ts';
import { operationsOf } from './operations.ts';
import { isIsolationLevel } from './transactions/levels.ts';
import { isTransactionModel } from './transactions/reading.ts';
import { verdictsOfTransactions } from './transactions/verdict.ts';
import { verdictOf, verdictOfLevel } from './verdict-of.ts';

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
  return judgeLevel(history, model, 'linearizable');
}

/** The same by any level. */
export function judgeLevel(
  history: readonly LineOfRun[],
  model: string | undefined,
  level: ConsistencyLevel,
): HistoryVerdict {
  return judgeBy(history, model)(level);
}

/** By one level or several: a history of transactions is analysed once, whatever the level. */
function judgeBy(
  history: readonly LineOfRun[],
  model: string | undefined,
): (level: ConsistencyLevel) => HistoryVerdict {
  if (model === undefined) return () => unknown('the workload has no model to judge its history by');
  if (!isModelName(model) && !isTransactionModel(model)) return () => unknown(`there is no model ${model}`);
  if (history.length === 0) return () => unknown('never exercised: no operation was invoked', true);
  const { operations, problems } = operationsOf(history);
  if (problems.length > 0) return () => unknown(`the history has no sound shape: ${problems[0]!.message}`);
  if (!history.some(({ type }) => type === 'ok')) {
    return () => unknown('never exercised: no operation was answered', true);
  }
  const place: Place = (position) => {
    const time = history[position]?.time;
    return time === undefined ? `#${position}` : durationText(time);
  };
  const isolated = isTransactionModel(model) ? verdictsOfTransactions(operations, model, place) : undefined;
  return (level) => {
    if (isIsolationLevel(level) !== isTransactionModel(model)) {
      return unknown(`a history of ${model} cannot be judged by ${level}`);
    }
    const { verdict, blamed } = isIsolationLevel(level)
      ? isolated!(level)
      : judged(operations, model as ModelName, level, place);
    const event = blamed?.completed === undefined ? undefined : history[blamed.completed]?.event;
    return { verdict, event, isVacuous: false };
  };
}

/** A level and the verdict on it. */
export type LevelVerdict = HistoryVerdict & { readonly level: ConsistencyLevel };

/**
 * A history by every level, strongest first. What follows from a level that holds is not judged again. Empty where the
 * levels say nothing: there is no model of single reads and writes, or nothing was answered.
 */
export function judgeLevels(history: readonly LineOfRun[], model: string | undefined): readonly LevelVerdict[] {
  if (model === undefined || !(LEVEL_MODELS.includes(model) || isTransactionModel(model))) return [];
  const found: LevelVerdict[] = [];
  const judge = judgeBy(history, model);
  for (const level of levelsOfModel(model)) {
    const isImplied = found.some(({ level: other, verdict }) => verdict.verdict === 'ok' && implies(other, level));
    const judgedNow = isImplied ? HELD : judge(level);
    if (judgedNow.isVacuous) return [];
    found.push({ level, ...judgedNow });
  }
  return found;
}

/** The models of which the levels below linearizability know what a read returned. */
const LEVEL_MODELS: readonly string[] = ['register', 'cas-register', 'kv'];

const HELD: HistoryVerdict = { verdict: { verdict: 'ok' }, event: undefined, isVacuous: false };

function judged(
  operations: readonly Operation[],
  model: ModelName,
  level: Level | 'linearizable',
  place: Place,
): { readonly verdict: Verdict; readonly blamed: Operation | undefined } {
  if (level === 'linearizable') {
    const result = checkLinearizable(operations, model);
    const blamed = result.verdict === 'violated' ? result.explanation.operation : undefined;
    return { verdict: verdictOf(result, place), blamed };
  }
  const result = checkLevel(operations, model, level);
  const blamed = result.verdict === 'violated' ? result.broken.operation : undefined;
  return { verdict: verdictOfLevel(result, level, place), blamed };
}

function unknown(reason: string, isVacuous = false): HistoryVerdict {
  return { verdict: { verdict: 'unknown', reason }, event: undefined, isVacuous };
}
