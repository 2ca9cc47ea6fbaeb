// Judges a history by a level below linearizability. The verdict of the whole history comes first; where it is violated,
// the operation blamed is the first, in the order of completion, up to which the history is violated already.
import type { Operation } from '../contract/history.ts';
import { canonicalText } from './canonical.ts';
import type { Level } from './levels.ts';
import type { LinearizableOptions } from './linearizable.ts';
import type { ModelName } from './models/model.ts';
import { MODELS } from './models.ts';
import type { HistoryProblem } from './operations.ts';
import type { Broken } from './orders/broken.ts';
import { judgeOrders } from './orders/judge.ts';
import type { Judged } from './orders/judged.ts';
import { modelProblems } from './partitions.ts';

export type LevelResult =
  | { readonly verdict: 'ok'; readonly configurations: number }
  | { readonly verdict: 'violated'; readonly configurations: number; readonly broken: Broken }
  | {
      readonly verdict: 'unknown';
      readonly configurations: number;
      readonly reason: string;
      readonly problems: readonly HistoryProblem[];
    };

/** How many configurations the search for a sequential order may visit. */
export const LEVEL_BUDGET_DEFAULT = 50_000;

/** Judges a history. `operations` come from `operationsOf`, which must have found no problems. */
export function checkLevel(
  operations: readonly Operation[],
  model: ModelName,
  level: Level,
  options: LinearizableOptions = {},
): LevelResult {
  const specification = MODELS[model];
  const init = options.init === undefined ? specification.init : options.init;
  const initial = specification.initialState(init);
  if (initial === undefined) return unknown(`no ${model} can begin with ${canonicalText(init)}`);
  const problems = modelProblems(operations, specification);
  if (problems.length > 0) return unknown(`${problems.length} operations cannot be read as ${model}`, problems);
  const budget = options.budget ?? LEVEL_BUDGET_DEFAULT;
  const judge = (part: readonly Operation[], left: number) =>
    judgeOrders({ operations: part, model: specification, initial, options, budget: left }, level);
  const whole = judge(operations, budget);
  if (whole.verdict === 'ok') return whole;
  if (whole.verdict === 'unknown') return { ...whole, problems: [] };
  const first = firstViolation(operations, (part) => judge(part, budget));
  return { verdict: 'violated', configurations: whole.configurations, broken: first ?? whole.broken };
}

/** The shortest beginning that is violated; beginnings that could not be judged count as sound. */
function firstViolation(
  operations: readonly Operation[],
  judge: (part: readonly Operation[]) => Judged,
): Broken | undefined {
  const completed = operations.filter(({ outcome }) => outcome === 'ok').sort((a, b) => a.completed! - b.completed!);
  let from = 0;
  let to = completed.length - 1;
  let found: Broken | undefined;
  while (from <= to) {
    const middle = (from + to) >> 1;
    const last = completed[middle]!;
    const judged = judge(beginning(operations, last.completed!));
    if (judged.verdict === 'violated') {
      found = { ...judged.broken, operation: last };
      to = middle - 1;
    } else from = middle + 1;
  }
  return found;
}

/**
 * What completed up to a position. All else that would take effect is kept as unknown: a read of a value that is
 * written only later must not look like one of a value that nobody writes.
 */
function beginning(operations: readonly Operation[], last: number): readonly Operation[] {
  return operations.map((operation) => {
    if (operation.outcome !== 'ok' || operation.completed! <= last) return operation;
    return { ...operation, outcome: 'info', output: undefined, completed: undefined };
  });
}

function unknown(reason: string, problems: readonly HistoryProblem[] = []): LevelResult {
  return { verdict: 'unknown', configurations: 0, reason, problems };
}
