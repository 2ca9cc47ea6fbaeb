// What a store keeps: rows of goods and of money, both as three parts, and how a local transaction changes them.

/** Goods: for sale, reserved, sold. Money: to be spent, frozen, paid. */
export type Row = { readonly free: number; readonly held: number; readonly gone: number };
export type Part = keyof Row;
export type Rows = { readonly [name: string]: Row };

/** Moves an amount between two parts of a row. `null` is outside: a deposit has no `from`, a withdrawal no `to`. */
export type Change = {
  readonly row: string;
  readonly from: Part | null;
  readonly to: Part | null;
  readonly amount: number;
};

/** What a row holds before anybody has touched it. */
export type Stocked = { readonly stock: number; readonly balance: number };

/** Goods are called `item…`, money `account…`; nothing else is there. */
export function rowOf(rows: Rows, name: string, { stock, balance }: Stocked): Row | undefined {
  if (Object.hasOwn(rows, name)) return rows[name];
  if (name.startsWith('item')) return { free: stock, held: 0, gone: 0 };
  return name.startsWith('account') ? { free: balance, held: 0, gone: 0 } : undefined;
}

export function changed(row: Row, { from, to, amount }: Change): Row {
  const taken = from === null ? row : { ...row, [from]: row[from] - amount };
  return to === null ? taken : { ...taken, [to]: taken[to] + amount };
}

export function reversed({ row, from, to, amount }: Change): Change {
  return { row, from: to, to: from, amount };
}

export function sumOf({ free, held, gone }: Row): number {
  return free + held + gone;
}
