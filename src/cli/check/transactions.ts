// `faultline check` of a history of transactions: what its document holds, and what is said of it.
import {
  type ConsistencyLevel,
  checkTransactions,
  explainTransactions,
  type IsolationLevel,
  type Judged,
  membersOf,
  type Place,
  stepsOf,
  type TransactionModel,
  type TransactionOptions,
} from '../../checkers/index.ts';
import type { Operation } from '../../contract/history.ts';
import type { VerdictName } from '../../contract/verdict.ts';
import { counted } from '../../scenario/index.ts';
import { Exit, exitCodes } from '../exit.ts';
import { initOf } from './init.ts';

/** `head`: how much was judged. `document`: what `--json` prints. */
export type Judge = (
  operations: readonly Operation[],
  place: Place,
) => {
  readonly head: string;
  readonly explanation: string | null;
  readonly document: { readonly verdict: VerdictName };
};

type Flags = { readonly init?: string; readonly budget?: number };

export function transactionJudge(model: TransactionModel, level: ConsistencyLevel, flags: Flags): Judge {
  const options = optionsOf(model, flags);
  return (operations, place) => {
    const isolation = level as IsolationLevel;
    const judged = checkTransactions(operations, model, options);
    const count = `${counted(operations.length, 'transaction')} as ${model}, judged by ${level}`;
    if ('reason' in judged) {
      const document = { verdict: 'unknown', configurations: 0, explanation: judged.reason } as const;
      return { head: count, explanation: judged.reason, document };
    }
    const { levels, strongest, edges } = judged;
    const where = placed(operations, place);
    const explanation = explainTransactions(judged, isolation, where).join('\n');
    const document = {
      ...{ verdict: levels[isolation], configurations: edges, explanation },
      ...{ level, strongest, levels, anomalies: anomaliesOf(judged) },
    };
    return { head: `${count}, ${counted(edges, 'edge')} searched`, explanation, document };
  };
}

/** A position with its time, where the history has times. Asked for a few positions only. */
function placed(operations: readonly Operation[], place: Place): Place {
  return (position) => {
    const found = operations.find(({ invoked, completed }) => invoked === position || completed === position);
    const time = found?.invoked === position ? found.invokedAt : found?.completedAt;
    return time === undefined ? place(position) : `${place(position)} at ${time}`;
  };
}

function anomaliesOf({ anomalies, transactions }: Judged): readonly object[] {
  return anomalies.map((each) => ({
    anomaly: each.anomaly,
    steps: stepsOf(each, transactions),
    transactions: membersOf(each).map((index) => {
      const { process, invoked, completed, outcome } = transactions.all[index]!.operation;
      return { transaction: index + 1, process, invoked, completed: completed ?? null, outcome };
    }),
  }));
}

function optionsOf(model: TransactionModel, { init, budget }: Flags): TransactionOptions {
  const most = budget === undefined ? {} : { budget };
  if (init === undefined) return most;
  const value = initOf(init);
  if (model === 'rw-register') return { ...most, init: value };
  const isEmpty = value === null || (Array.isArray(value) && value.length === 0);
  if (!isEmpty)
    throw new Exit(exitCodes.usage, `--init: a list begins empty, so no list-append can begin with ${init}`);
  return most;
}
