// The rows of a bank and of a warehouse, by name.
import type { Change } from './execute.ts';
import type { Rows } from './store.ts';

/** Accounts a1, a2, …, each with the same balance, in whole units of money. */
export function accounts(count: number, balance: number): Rows {
  return filled('a', count, balance);
}

/** Goods s1, s2, …, with so many pieces of each. */
export function stock(count: number, pieces: number): Rows {
  return filled('s', count, pieces);
}

export function withdraw(account: string, amount: number): Change {
  return { row: account, by: -amount };
}

export function deposit(account: string, amount: number): Change {
  return { row: account, by: amount };
}

/** All the money, or all the pieces, of rows whose names begin so. */
export function totalOf(rows: Rows, prefix: string): number {
  return Object.keys(rows).reduce((sum, row) => (row.startsWith(prefix) ? sum + rows[row]! : sum), 0);
}

function filled(prefix: string, count: number, value: number): Rows {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index + 1}`, value]));
}
