// Is there one order of all operations that the object could have gone through, and in which nobody is served before an
// operation that had completed earlier? Each key is judged alone: by zones where they apply (`zones.ts`), by search
// otherwise (`search.ts`). `unknown` means that the budget ran out, or that the history cannot be read.
import type { Plain } from '../base/plain.ts';
import type { Operation } from '../contract/history.ts';
import { canonicalText } from './canonical.ts';
import { type Explanation, explanationOf, type Failure } from './explanation.ts';
import type { Model, ModelName, ModelOptions } from './models/model.ts';
import { MODELS } from './models.ts';
import type { HistoryProblem } from './operations.ts';
import { modelProblems, type Partition, partitionsOf } from './partitions.ts';
import { type Judge, searchJudge } from './search-judge.ts';
import { zonesJudge } from './zones-judge.ts';

export type LinearizableOptions = ModelOptions & {
  /** How many configurations may be visited, over all keys. Default 2,000,000. */
  readonly budget?: number;
  /** The initial value of every key; the model's own by default. */
  readonly init?: Plain;
};

/** What is known of one key. `unknown` also where the search stopped because another key was violated. */
export type KeyResult = {
  readonly key: string | undefined;
  readonly verdict: 'ok' | 'violated' | 'unknown';
  readonly method: 'zones' | 'search';
  /** Operations that bear on the verdict: no failed ones, no unknown reads. */
  readonly operations: number;
  readonly configurations: number;
};

type Spent = { readonly configurations: number; readonly keys: readonly KeyResult[] };

export type LinearizableResult =
  | (Spent & { readonly verdict: 'ok' })
  | (Spent & { readonly verdict: 'violated'; readonly explanation: Explanation })
  | (Spent & { readonly verdict: 'unknown'; readonly reason: string; readonly problems: readonly HistoryProblem[] });

export const BUDGET_DEFAULT = 2_000_000;

/** The first round of every key; each further round doubles it, so that one hard key does not starve the others. */
const FIRST_ROUND = 1_024;

/** Judges a history. `operations` come from `operationsOf`, which must have found no problems. */
export function checkLinearizable(
  operations: readonly Operation[],
  model: ModelName,
  options: LinearizableOptions = {},
): LinearizableResult {
  const specification: Model = MODELS[model];
  const init = options.init === undefined ? specification.init : options.init;
  const initial = specification.initialState(init);
  if (initial === undefined) return unread(`no ${model} can begin with ${canonicalText(init)}`, []);
  const problems = modelProblems(operations, specification);
  if (problems.length > 0) return unread(`${problems.length} operations cannot be read as ${model}`, problems);
  const judges = partitionsOf(operations, specification, initial, options).map(
    (partition) => zonesJudge(partition) ?? searchJudge(partition),
  );
  const failed = runRounds(judges, options.budget ?? BUDGET_DEFAULT);
  const spent = { configurations: sumOf(judges), keys: judges.map(keyResult) };
  if (failed !== undefined) {
    const explanation = explanationOf(specification, failed.partition, failed.failure);
    return { verdict: 'violated', explanation, ...spent };
  }
  const open = judges.filter((judge) => judge.outcome === undefined).length;
  if (open === 0) return { verdict: 'ok', ...spent };
  const scope = judges.length === 1 ? '' : ` with ${open} of ${judges.length} keys undecided`;
  return { verdict: 'unknown', reason: `the budget of configurations ran out${scope}`, problems: [], ...spent };
}

function unread(reason: string, problems: readonly HistoryProblem[]): LinearizableResult {
  return { verdict: 'unknown', reason, problems, configurations: 0, keys: [] };
}

/** Runs all judges in rounds of doubling length; the first violation ends it, and so does the budget. */
function runRounds(
  judges: readonly Judge[],
  budget: number,
): { readonly partition: Partition; readonly failure: Failure } | undefined {
  let left = budget - sumOf(judges);
  for (let round = FIRST_ROUND; ; round *= 2) {
    for (const judge of judges) {
      if (judge.outcome === undefined && left > 0) {
        const before = judge.configurations;
        judge.run(Math.min(round, before + left));
        left -= judge.configurations - before;
      }
      if (judge.outcome === 'violated') return { partition: judge.partition, failure: judge.failure() };
    }
    if (left <= 0 || judges.every((judge) => judge.outcome !== undefined)) return undefined;
  }
}

function sumOf(judges: readonly Judge[]): number {
  return judges.reduce((sum, judge) => sum + judge.configurations, 0);
}

function keyResult({ partition, method, outcome, configurations }: Judge): KeyResult {
  const operations = partition.required.length + partition.unknown.length;
  return { key: partition.key, verdict: outcome ?? 'unknown', method, operations, configurations };
}
