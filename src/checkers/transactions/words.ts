// What was found as lines for people: each anomaly with its witness told dependency by dependency, the transactions of
// the witness with their places, and the levels that are left.
import type { Operation } from '../../contract/history.ts';
import { ANOMALIES, rulesOut } from './anomalies.ts';
import type { Anomaly, Judged, LevelStanding } from './check.ts';
import type { CycleEdge } from './cycles.ts';
import { nameOf } from './findings.ts';
import { dependencyOf, markOf, ORDER, PROCESS, REALTIME, RW, WR } from './graph/edges.ts';
import { ISOLATION_LEVELS, type IsolationLevel } from './levels.ts';
import { shown, stepAt, type Transactions } from './reading.ts';

/** Where in the history a position is, for people. */
export type Where = (position: number) => string;

/** The lines on one anomaly: its name, its steps, its transactions. */
export function anomalyLines(anomaly: Anomaly, { transactions }: Judged, where: Where): readonly string[] {
  const { about, rulesOut: weakest } = ANOMALIES[anomaly.anomaly];
  const times = anomaly.finding !== undefined && anomaly.finding.count > 1 ? ` (${anomaly.finding.count} times)` : '';
  return [
    `${anomaly.anomaly}${times}: ${about}; rules out ${weakest.join(' and ')}`,
    ...stepsOf(anomaly, transactions).map((line) => `  ${line}`),
    ...membersOf(anomaly).map((index) => `    ${transactionLine(index, transactions, where)}`),
  ];
}

/** Numbers of the transactions of its witness, in order of their invocation. */
export function membersOf({ finding, cycle }: Anomaly): readonly number[] {
  const members = finding?.transactions ?? cycle!.edges.map(({ from }) => from);
  return [...members].sort((a, b) => a - b);
}

export function stepsOf({ finding, cycle }: Anomaly, transactions: Transactions): readonly string[] {
  if (finding !== undefined) return finding.steps;
  const lines = cycle.edges.map((edge) => edgeLine(edge, transactions));
  return cycle.isShortest ? lines : [...lines, '(there may be a shorter cycle: the budget was spent)'];
}

/** `T1 read "x" as [1] before T2 appended 2 to it` */
export function edgeLine(edge: CycleEdge, transactions: Transactions): string {
  const { from, to, kind } = edge;
  const dependency = dependencyOf(kind);
  const [a, b] = [nameOf(from), nameOf(to)];
  if (dependency === ORDER) {
    const why = markOf(kind) === PROCESS ? 'which came next in the same process' : 'which began only then';
    return `${a} was over before ${b}, ${why}`;
  }
  const [first, second] = [stepAt(transactions, edge.fromStep), stepAt(transactions, edge.toStep)];
  const key = JSON.stringify(transactions.keys[second.key]);
  const wrote = transactions.model === 'list-append' ? 'appended' : 'wrote';
  const [before, after] = [shown(first.value), shown(second.value)];
  const known = inferredFrom(kind);
  if (dependency === WR) return `${a} ${wrote} ${before} to ${key} before ${b} read it as ${after}`;
  if (dependency === RW) return `${a} read ${key} as ${before} before ${b} ${wrote} ${after} to it${known}`;
  return `${a} ${wrote} ${before} to ${key} before ${b} ${wrote} ${after} to it${known}`;
}

function inferredFrom(kind: number): string {
  const mark = markOf(kind);
  if (mark === PROCESS) return ' (so seen by a process)';
  return mark === REALTIME ? ' (so seen in real time)' : '';
}

const STEPS_SHOWN = 8;

/** `T1: process 0, line 1 to line 4, [r "x" [1]] [append "y" 2]` */
export function transactionLine(index: number, { all, keys, model }: Transactions, where: Where): string {
  const { operation, steps } = all[index]!;
  const write = model === 'list-append' ? 'append' : 'w';
  const texts = steps.map(({ isRead, key, value }) => {
    const argument = isRead && operation.outcome !== 'ok' ? '?' : shown(value);
    return `[${isRead ? 'r' : write} ${JSON.stringify(keys[key])} ${argument}]`;
  });
  const more = texts.length > STEPS_SHOWN ? [`and ${texts.length - STEPS_SHOWN} more`] : [];
  const outcome = { ok: '', fail: ', failed', info: ', unknown' }[operation.outcome];
  const span = placesOf(operation, where);
  return `${nameOf(index)}: process ${operation.process}, ${span}${outcome}: ${[...texts.slice(0, STEPS_SHOWN), ...more].join(' ')}`;
}

function placesOf({ invoked, completed }: Operation, where: Where): string {
  return completed === undefined ? `${where(invoked)} on` : `${where(invoked)} to ${where(completed)}`;
}

/** What the order of versions was inferred from, which a verdict on registers rests on. */
export const INFERRED: { readonly [model in Transactions['model']]: string } = {
  'list-append': 'the order of appends is that of the longest read of each key; what nobody read came after it',
  'rw-register':
    'the order of versions is inferred: the initial one is the first, and what a transaction wrote came after what it ' +
    'had read of the key; for strong levels also from processes and real time',
};

/** All that was found, those that rule out `level` first; then which levels are left. */
export function explainTransactions(judged: Judged, level: IsolationLevel, where: Where): readonly string[] {
  const isBlamed = ({ anomaly }: Anomaly): boolean => rulesOut(anomaly, level);
  const [blamed, others] = [judged.anomalies.filter(isBlamed), judged.anomalies.filter((each) => !isBlamed(each))];
  return [
    ...blamed.flatMap((anomaly) => anomalyLines(anomaly, judged, where)),
    ...(others.length === 0
      ? []
      : [`allowed by ${level}, and found: ${others.map(({ anomaly }) => anomaly).join(', ')}`]),
    ...standingLines(judged),
  ];
}

/** What is certain, and not shown. */
export function unshownLines({ unshown }: Judged): readonly string[] {
  return unshown.map(
    (anomaly) => `${anomaly} or worse: there is such a cycle, and the budget was spent before it was shown`,
  );
}

/** Which levels hold, which are ruled out, and what that was inferred from. */
export function standingLines({ levels, strongest, transactions }: Judged): readonly string[] {
  const of = (standing: LevelStanding) => ISOLATION_LEVELS.filter((level) => levels[level] === standing);
  const list = (title: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`${title}: ${names.join(', ')}`];
  return [
    strongest.length === 0 ? 'no level is known to hold' : `strongest that holds: ${strongest.join(', ')}`,
    ...list('ruled out', of('violated')),
    ...list('not known, for the budget was spent', of('unknown')),
    INFERRED[transactions.model],
  ];
}
