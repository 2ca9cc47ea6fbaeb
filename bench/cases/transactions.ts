// The judge of transactions on histories of ten busy clients, from the text of the file on: transactions judged a second.
// At three lengths, which shows that it is linear; and with a tenth of them in one component full of cycles.
import { RandomStream } from '../../src/base/random.ts';
import { checkTransactions } from '../../src/checkers/index.ts';
import { readHistory } from '../../src/scenario/index.ts';
import { type Busy, busyTransactions } from '../../test/checkers/transactions/busy-transactions.ts';

function textOf(busy: Busy): string {
  const events = busyTransactions(new RandomStream('1', 'bench'), busy);
  return events.map((event) => JSON.stringify(event)).join('\n');
}

const judged = (text: string, isSerializable: boolean) => (): number => {
  const { operations, problems } = readHistory(text, 'history', 'list-append');
  const result = checkTransactions(operations, 'list-append');
  if (problems.length > 0 || 'reason' in result) throw new Error('the history cannot be read');
  const expected = isSerializable ? 'strict-serializable' : 'strong-snapshot-isolation';
  if (!result.strongest.includes(expected)) throw new Error(`expected ${expected}, found ${result.strongest.join()}`);
  return operations.length;
};

/**
 * `Tangled`: for a while the store keeps snapshot isolation only. About half of 19,000 transactions give way to others that
 * wrote first; the rest, some 10,000, are one component.
 */
export const transactions: { readonly [name: string]: () => number } = {
  transactions10k: judged(textOf({ transactions: 10_000 }), true),
  transactions50k: judged(textOf({ transactions: 50_000 }), true),
  transactions100k: judged(textOf({ transactions: 100_000 }), true),
  transactionsTangled: judged(textOf({ transactions: 100_000, clients: 100, keys: 40, tangled: 19_000 }), false),
};
