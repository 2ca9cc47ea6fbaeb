// A history for one model: the operations that it is made of, or all that is wrong, with line and column.
import {
  isTransactionModel,
  type MalformedCode,
  type HistoryProblem as Misfit,
  MODEL_NAMES,
  MODELS,
  type ModelName,
  modelProblems,
  operationsOf,
  TRANSACTION_MODELS,
  type TransactionModel,
  transactionProblems,
} from '../checkers/index.ts';
import type { Operation } from '../contract/history.ts';
import type { HistoryTextCode } from './history-codes.ts';
import { fieldSpan } from './history-json.ts';
import { parseHistory } from './history-text.ts';
import type { Problem } from './problem.ts';
import { oneOf } from './suggest.ts';
import { withoutMark } from './text/position.ts';

export type ModelHistory = {
  /** With problems, no ground for a verdict. */
  readonly operations: readonly Operation[];
  /** `lines[i]`: where event i is. */
  readonly lines: readonly number[];
  readonly problems: readonly Problem<HistoryTextCode | MalformedCode>[];
};

export function readHistory(text: string, file: string, model: ModelName | TransactionModel): ModelHistory {
  const { events, lines, problems } = parseHistory(text, file);
  const { operations } = operationsOf(events);
  if (problems.length > 0) return { operations, lines, problems };
  const rows = withoutMark(text).split('\n');
  const misfits = eachOnce(misfitsOf(operations, model)).map(({ index, code, message }) => {
    const line = lines[index]!;
    const { offset, length } = fieldSpan(rows[line - 1]!, fields[code]);
    const hint = code === 'unknown-f' || isTransactionModel(model) ? otherModels(operations, model) : undefined;
    return { code, message, file, line, column: offset + 1, length, ...(hint !== undefined && { hint }) };
  });
  return { operations, lines, problems: misfits };
}

/** The field that the model stumbles over; of one that is absent the object is shown. */
const fields: { readonly [code in MalformedCode]: string } = {
  'unknown-f': 'f',
  'bad-value': 'value',
  'key-missing': 'key',
};

/** Each message where it first applies, with how often it does. */
function eachOnce(problems: readonly Misfit<MalformedCode>[]): readonly Misfit<MalformedCode>[] {
  const seen = new Map<string, { readonly problem: Misfit<MalformedCode>; count: number }>();
  for (const problem of problems) {
    const known = seen.get(problem.message);
    if (known === undefined) seen.set(problem.message, { problem, count: 1 });
    else known.count++;
  }
  return [...seen.values()].map(({ problem, count }) =>
    count === 1 ? problem : { ...problem, message: `${problem.message} (${count} times)` },
  );
}

function misfitsOf(operations: readonly Operation[], model: ModelName | TransactionModel) {
  return isTransactionModel(model) ? transactionProblems(operations, model) : modelProblems(operations, MODELS[model]);
}

/** The models that know every operation of the history. */
function otherModels(operations: readonly Operation[], model: ModelName | TransactionModel): string | undefined {
  const isKnown = (name: ModelName | TransactionModel): boolean =>
    isTransactionModel(name)
      ? transactionProblems(operations, name).length === 0
      : operations.every((each) => MODELS[name].malformed(each)?.code !== 'unknown-f');
  const names = [...MODEL_NAMES, ...TRANSACTION_MODELS].filter((name) => name !== model && isKnown(name));
  return names.length === 0 ? undefined : `all operations here are known to the model ${oneOf(names)}`;
}
