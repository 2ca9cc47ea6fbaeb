// `faultline check`: judges a history that was recorded elsewhere.

import { printable } from '../../base/printable.ts';
import {
  type ConsistencyLevel,
  checkLevel,
  checkLinearizable,
  explain,
  explainBroken,
  isTransactionModel,
  type Level,
  type LinearizableOptions,
  levelsOfModel,
  MODELS,
  type ModelName,
  type Place,
  type TransactionModel,
} from '../../checkers/index.ts';
import type { Operation } from '../../contract/history.ts';
import type { VerdictName } from '../../contract/verdict.ts';
import { oneOf, readHistory } from '../../scenario/index.ts';
import { initOf } from '../check/init.ts';
import { type Judge, transactionJudge } from '../check/transactions.ts';
import { emptyDocuments, withDocument } from '../document.ts';
import { Exit, type ExitCode, exitCodes } from '../exit.ts';
import type { Format } from '../github.ts';
import { complainOf, readText } from '../input.ts';
import { type ColourChoice, complain, print, styleFor } from '../terminal.ts';

/** More are counted, not listed. */
const PROBLEMS_MAX = 50;

export type CheckFlags = {
  readonly model: ModelName | TransactionModel;
  /** Default: the strongest of the model. */
  readonly level?: ConsistencyLevel;
  readonly init?: string;
  readonly nullRead: 'observe' | 'any';
  readonly failedCas: 'nothing' | 'observed';
  readonly budget?: number;
  readonly json?: boolean;
  readonly format?: Format;
  readonly color: ColourChoice;
};

export function check(path: string, flags: CheckFlags): Promise<ExitCode> {
  return withDocument(flags, emptyDocuments.check, async () => checkFile(path, flags));
}

function checkFile(path: string, flags: CheckFlags): ExitCode {
  const { model } = flags;
  const level = levelOf(flags);
  const judge = isTransactionModel(model) ? transactionJudge(model, level, flags) : operationJudge(model, level, flags);
  const { file, text } = readText(path, flags.format);
  const { operations, lines, problems } = readHistory(text, file, model);
  if (problems.length > 0) {
    complainOf(problems.slice(0, PROBLEMS_MAX), text, flags.format);
    const rest = problems.length - PROBLEMS_MAX;
    if (rest > 0) complain(`and ${rest} more problem${rest === 1 ? '' : 's'}: mend the ones above first`);
    return exitCodes.usage;
  }
  const { document, head, explanation } = judge(operations, (position) => `line ${lines[position] ?? '?'}`);
  const { verdict } = document;
  if (flags.json === true) print(JSON.stringify(document));
  else {
    const style = styleFor(process.stdout, flags.color);
    const paint = { ok: style.good, violated: style.bad, unknown: style.unsure }[verdict];
    const held = level.toUpperCase().replaceAll('-', ' ');
    const word = { ok: held, violated: 'VIOLATED', unknown: 'UNKNOWN' }[verdict];
    print([paint(`${word}  ${head}`), ...(explanation === null ? [] : [printableLines(explanation)])].join('\n'));
  }
  return { ok: exitCodes.ok, violated: exitCodes.violated, unknown: exitCodes.inconclusive }[verdict];
}

function levelOf({ model, level }: CheckFlags): ConsistencyLevel {
  const levels = levelsOfModel(model);
  if (level === undefined) return levels[0]!;
  if (levels.includes(level)) return level;
  throw new Exit(exitCodes.usage, `--level ${level}: a history of ${model} is judged by ${oneOf(levels)}`);
}

function operationJudge(model: ModelName, level: ConsistencyLevel, flags: CheckFlags): Judge {
  const options = optionsOf(model, flags);
  return (operations, place) => {
    const document = judged(operations, model, level as Level | 'linearizable', options, place);
    const { configurations, explanation } = document;
    return {
      document,
      head: `${operations.length} operations as ${model}, ${configurations} configurations`,
      explanation,
    };
  };
}

type Found = { readonly verdict: VerdictName; readonly configurations: number; readonly explanation: string | null };

function judged(
  operations: readonly Operation[],
  model: ModelName,
  level: Level | 'linearizable',
  options: LinearizableOptions,
  place: Place,
): Found {
  if (level === 'linearizable') {
    const result = checkLinearizable(operations, model, options);
    return found(result, () => (result.verdict === 'violated' ? explain(result.explanation, place) : ''));
  }
  const result = checkLevel(operations, model, level, options);
  return found(result, () => (result.verdict === 'violated' ? explainBroken(result.broken, level, place) : ''));
}

type Result = { readonly verdict: VerdictName; readonly configurations: number; readonly reason?: string };

function found({ verdict, configurations, reason }: Result, explained: () => string): Found {
  const explanation = { ok: () => null, unknown: () => reason ?? null, violated: explained }[verdict]();
  return { verdict, configurations, explanation };
}

function printableLines(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${printable(line)}`)
    .join('\n');
}

function optionsOf(model: ModelName, flags: CheckFlags): LinearizableOptions {
  const base = { nullRead: flags.nullRead, failedCas: flags.failedCas };
  const budget = flags.budget === undefined ? {} : { budget: flags.budget };
  if (flags.init === undefined) return { ...base, ...budget };
  const init = initOf(flags.init);
  if (MODELS[model].initialState(init) === undefined) {
    throw new Exit(exitCodes.usage, `--init: no ${model} can begin with ${flags.init}`);
  }
  return { ...base, ...budget, init };
}
