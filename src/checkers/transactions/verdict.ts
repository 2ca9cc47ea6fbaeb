// The verdict of the contract on a history of transactions by one level: the reason in words, the witness as plain data.
import type { Operation } from '../../contract/history.ts';
import type { Verdict } from '../../contract/verdict.ts';
import { rulesOut } from './anomalies.ts';
import { checkTransactions, type Judged } from './check.ts';
import type { IsolationLevel } from './levels.ts';
import type { TransactionModel } from './reading.ts';
import { anomalyLines, membersOf, stepsOf, unshownLines, type Where } from './words.ts';

/** `blamed`: of the first anomaly's witness the transaction that completed last. */
export type IsolationVerdict = { readonly verdict: Verdict; readonly blamed: Operation | undefined };

/** By whatever level, of a history that is analysed once. */
export function verdictsOfTransactions(
  operations: readonly Operation[],
  model: TransactionModel,
  where: Where,
): (level: IsolationLevel) => IsolationVerdict {
  const judged = checkTransactions(operations, model);
  return (level) => {
    if ('reason' in judged) return unknown(judged.reason);
    switch (judged.levels[level]) {
      case 'ok':
        return { verdict: { verdict: 'ok' }, blamed: undefined };
      case 'unknown':
        return unknown(`the budget was spent (${judged.edges} edges looked at)`);
      case 'violated':
        return violated(judged, level, where);
    }
  };
}

function violated(judged: Judged, level: IsolationLevel, where: Where): IsolationVerdict {
  const anomaly = judged.anomalies.find((each) => rulesOut(each.anomaly, level));
  if (anomaly === undefined) {
    const reason = unshownLines(judged).join('\n');
    return { verdict: { verdict: 'violated', reason, witness: judged.unshown }, blamed: undefined };
  }
  const members = membersOf(anomaly).map((index) => judged.transactions.all[index]!.operation);
  const completed = members.filter((operation) => operation.completed !== undefined);
  const blamed = completed.reduce<Operation | undefined>(
    (last, each) => (last === undefined || each.completed! > last.completed! ? each : last),
    undefined,
  );
  const verdict: Verdict = {
    verdict: 'violated',
    reason: anomalyLines(anomaly, judged, where).join('\n'),
    witness: {
      anomaly: anomaly.anomaly,
      steps: stepsOf(anomaly, judged.transactions),
      transactions: members.map(({ process, invoked, completed: over }) => ({
        process,
        invoked,
        completed: over ?? null,
      })),
    },
  };
  return { verdict, blamed };
}

function unknown(reason: string): IsolationVerdict {
  return { verdict: { verdict: 'unknown', reason }, blamed: undefined };
}
