// Judges a history of transactions: what is wrong with it, which isolation levels that rules out, and which still hold.
import type { Plain } from '../../base/plain.ts';
import type { Operation } from '../../contract/history.ts';
import {
  ANOMALY_NAMES,
  type AnomalyName,
  type CycleAnomaly,
  FORMS,
  ruledOutBy,
  rulesOut,
  rulesOutMore,
} from './anomalies.ts';
import { type Cycle, cyclesOf } from './cycles.ts';
import type { Finding } from './findings.ts';
import { ISOLATION_LEVELS, type IsolationLevel, strongestOf } from './levels.ts';
import { analyseListAppend } from './list-append/analyse.ts';
import { type TransactionModel, type Transactions, transactionProblems, transactionsOf } from './reading.ts';
import { analyseRwRegister } from './rw-register/analyse.ts';

export type TransactionOptions = {
  /** The value of every register at the start; default null. A list begins empty. */
  readonly init?: Plain;
  /** How many edges the search for cycles may look at. */
  readonly budget?: number;
};

/** About three seconds of search. */
export const TRANSACTION_BUDGET_DEFAULT = 200_000_000;

export type LevelStanding = 'ok' | 'violated' | 'unknown';

export type Judged = {
  readonly transactions: Transactions;
  /** In the order of `ANOMALIES`; of cycles `cycle` says the edges. */
  readonly anomalies: readonly Anomaly[];
  /** Classes of which, or of a worse one, there is a cycle that the budget did not suffice to show. */
  readonly unshown: readonly CycleAnomaly[];
  readonly levels: { readonly [level in IsolationLevel]: LevelStanding };
  /** Of the levels that hold those that follow from no other. */
  readonly strongest: readonly IsolationLevel[];
  /** Edges looked at in search of cycles. */
  readonly edges: number;
};

export type Anomaly = { readonly anomaly: AnomalyName } & (
  | { readonly finding: Finding; readonly cycle?: never }
  | { readonly cycle: Cycle; readonly finding?: never }
);

export type TransactionsResult = Judged | { readonly reason: string };

/** `operations` come from `operationsOf`, which must have found no problems. `reason`: why it cannot be judged. */
export function checkTransactions(
  operations: readonly Operation[],
  model: TransactionModel,
  { init = null, budget = TRANSACTION_BUDGET_DEFAULT }: TransactionOptions = {},
): TransactionsResult {
  const [problem] = transactionProblems(operations, model);
  if (problem !== undefined) return { reason: problem.message };
  const transactions = transactionsOf(operations, model);
  const isRead = ({ outcome }: Operation, index: number): boolean =>
    outcome === 'ok' && transactions.all[index]!.steps.some((step) => step.isRead);
  if (!operations.some(isRead)) return { reason: 'no transaction was answered that reads: nothing can be told' };
  const analysis = model === 'list-append' ? analyseListAppend(transactions) : analyseRwRegister(transactions, init);
  if ('reason' in analysis) return analysis;
  if (analysis.edges.isCut) return { reason: `there are more than ${analysis.edges.count} dependencies` };
  if (analysis.edges.count > budget) {
    return { reason: `there are ${analysis.edges.count} dependencies, more than the budget of ${budget} edges` };
  }
  const purse = { left: budget };
  const sights = analysis.findings.filter(({ anomaly }) => !isForm(anomaly));
  const known = sights.map(({ anomaly }) => anomaly);
  const { found, unsearched, unshown } = cyclesOf(operations.length, analysis.edges, known, purse);
  // Versions in a circle of one form tell less than a cycle does: they count where nothing else rules out as much.
  const met = [...known, ...found.map(({ anomaly }) => anomaly)];
  const forms = analysis.findings.filter(({ anomaly }) => {
    if (!isForm(anomaly) || !rulesOutMore(anomaly, met)) return false;
    met.push(anomaly);
    return true;
  });
  const anomalies = inOrder([
    ...[...sights, ...forms].map((finding): Anomaly => ({ anomaly: finding.anomaly, finding })),
    ...found.map((cycle): Anomaly => ({ anomaly: cycle.anomaly, cycle })),
  ]);
  const shown = anomalies.map(({ anomaly }) => anomaly);
  const out = ruledOutBy([...shown, ...unshown]);
  const standing = (level: IsolationLevel): LevelStanding => {
    if (out.includes(level)) return 'violated';
    return unsearched.some((anomaly) => rulesOut(anomaly, level)) ? 'unknown' : 'ok';
  };
  const levels = Object.fromEntries(ISOLATION_LEVELS.map((level) => [level, standing(level)]));
  return {
    transactions,
    anomalies,
    unshown: unshown.filter((anomaly) => rulesOutMore(anomaly, shown)),
    levels: levels as Judged['levels'],
    strongest: strongestOf(ISOLATION_LEVELS.filter((level) => levels[level] === 'ok')),
    edges: budget - purse.left,
  };
}

function isForm(anomaly: AnomalyName): boolean {
  return FORMS.some((form) => form !== '' && anomaly.endsWith(form));
}

function inOrder(anomalies: readonly Anomaly[]): readonly Anomaly[] {
  const place = ({ anomaly }: Anomaly): number => ANOMALY_NAMES.indexOf(anomaly);
  return [...anomalies].sort((a, b) => place(a) - place(b));
}
