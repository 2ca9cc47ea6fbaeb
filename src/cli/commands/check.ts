// `faultline check`: judges a history that was recorded elsewhere.

import type { Plain } from '../../base/plain.ts';
import { printable } from '../../base/printable.ts';
import {
  checkLinearizable,
  explain,
  type HistoryProblem,
  isModelName,
  type LinearizableOptions,
  MODEL_NAMES,
  MODELS,
  type ModelName,
  modelProblems,
  operationsOf,
} from '../../checkers/index.ts';
import { codeFrame, parseHistory } from '../../scenario/index.ts';
import { Exit, type ExitCode, exitCodes } from '../exit.ts';
import { readText } from '../input.ts';
import { type ColourChoice, complain, print, styleFor } from '../terminal.ts';

export type CheckFlags = {
  readonly model: string;
  readonly init?: string;
  readonly nullRead: 'observe' | 'any';
  readonly failedCas: 'nothing' | 'observed';
  readonly budget?: number;
  readonly json?: boolean;
  readonly color: ColourChoice;
};

export async function check(path: string, flags: CheckFlags): Promise<ExitCode> {
  const model = modelOf(flags.model);
  const options = optionsOf(model, flags);
  const { file, text } = readText(path);
  const { events, lines, problems } = parseHistory(text);
  const { operations } = operationsOf(events);
  const misfits = problems.length > 0 ? [] : modelProblems(operations, MODELS[model]);
  const all = [
    ...problems,
    ...first(misfits).map(({ index, message }) => ({ message, line: lines[index]!, column: 1, hint: undefined })),
  ];
  if (all.length > 0) {
    for (const { message, line, column, hint } of all.slice(0, 50)) {
      const more = hint === undefined ? '' : ` (${hint})`;
      complain(
        `${printable(file)}:${line}:${column} error ${printable(message + more)}\n${codeFrame(text, line, column, 1)}\n`,
      );
    }
    if (all.length > 50) complain(`and ${all.length - 50} more problems`);
    return exitCodes.usage;
  }
  const result = checkLinearizable(operations, model, options);
  const explanation =
    result.verdict === 'violated'
      ? explain(result.explanation, (position) => `line ${lines[position] ?? '?'}`)
      : result.verdict === 'unknown'
        ? result.reason
        : null;
  const { verdict, configurations } = result;
  if (flags.json === true) print(JSON.stringify({ verdict, configurations, explanation }));
  else {
    const style = styleFor(process.stdout, flags.color);
    const paint = { ok: style.good, violated: style.bad, unknown: style.unsure }[verdict];
    const word = { ok: 'LINEARIZABLE', violated: 'VIOLATED', unknown: 'UNKNOWN' }[verdict];
    const head = `${word}  ${operations.length} operations as ${model}, ${configurations} configurations`;
    print([paint(head), ...(explanation === null ? [] : [printableLines(explanation)])].join('\n'));
  }
  return { ok: exitCodes.ok, violated: exitCodes.violated, unknown: exitCodes.inconclusive }[verdict];
}

/** Each message once, where it first applies, with how often it does. */
function first(problems: readonly HistoryProblem[]): readonly HistoryProblem[] {
  const seen = new Map<string, { problem: HistoryProblem; count: number }>();
  for (const problem of problems) {
    const known = seen.get(problem.message);
    if (known === undefined) seen.set(problem.message, { problem, count: 1 });
    else known.count++;
  }
  return [...seen.values()].map(({ problem, count }) =>
    count === 1 ? problem : { ...problem, message: `${problem.message} (${count} times)` },
  );
}

function printableLines(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${printable(line)}`)
    .join('\n');
}

function modelOf(name: string): ModelName {
  if (isModelName(name)) return name;
  throw new Exit(exitCodes.usage, `--model: found ${JSON.stringify(name)}, expected one of ${MODEL_NAMES.join(', ')}`);
}

function optionsOf(model: ModelName, flags: CheckFlags): LinearizableOptions {
  const base = { nullRead: flags.nullRead, failedCas: flags.failedCas };
  const budget = flags.budget === undefined ? {} : { budget: flags.budget };
  if (flags.init === undefined) return { ...base, ...budget };
  let init: Plain;
  try {
    init = JSON.parse(flags.init) as Plain;
  } catch {
    throw new Exit(
      exitCodes.usage,
      `--init: found ${JSON.stringify(flags.init)}, expected JSON such as 0, null or '"text"'`,
    );
  }
  if (MODELS[model].initialState(init) === undefined) {
    throw new Exit(exitCodes.usage, `--init: no ${model} can begin with ${flags.init}`);
  }
  return { ...base, ...budget, init };
}
