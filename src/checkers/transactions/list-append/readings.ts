// The reads of answered transactions against the order of their key, and what is wrong with each by itself.
import type { Plain } from '../../../base/plain.ts';
import { type Findings, nameOf } from '../findings.ts';
import { type Atom, atomOf, shown, type Transactions } from '../reading.ts';
import { firstRepeated, isBeginning, type ListOrder, NOBODY, type Writers } from './elements.ts';

/** A read. `length`: how much of the order of its key it saw. `strange`: it is no beginning of that order. */
export type Reading = {
  readonly transaction: number;
  readonly step: number;
  readonly key: number;
  readonly list: readonly Plain[];
  readonly length: number;
  readonly strange: { readonly atoms: readonly Atom[]; readonly writers: readonly number[] } | undefined;
};

export type Context = {
  readonly transactions: Transactions;
  readonly orders: readonly ListOrder[];
  /** By number of transaction. */
  readonly committed: Uint8Array;
  /** By number of step: whether anybody read what it appended. */
  readonly isSeen: Uint8Array;
  /** By number of step: whether its transaction appends to the key again. */
  readonly isIntermediate: Uint8Array;
};

export function readings({ all }: Transactions, orders: readonly ListOrder[], writers: Writers): readonly Reading[] {
  const found: Reading[] = [];
  for (const { index: transaction, operation, steps, firstStep } of all) {
    if (operation.outcome !== 'ok') continue;
    for (let i = 0; i < steps.length; i++) {
      const { isRead, key, value } = steps[i]!;
      if (!isRead) continue;
      const list = (value ?? []) as readonly Plain[];
      const isSound = isBeginning(list, orders[key]!);
      const strange = isSound ? undefined : strangeList(list, writers[key]!);
      found.push({ transaction, step: firstStep + i, key, list, length: list.length, strange });
    }
  }
  return found;
}

function strangeList(list: readonly Plain[], writers: ReadonlyMap<Atom, number>): Reading['strange'] {
  const atoms = list.map(atomOf);
  return { atoms, writers: atoms.map((atom) => writers.get(atom) ?? NOBODY) };
}

/** The step that appended the last element that a read saw; `NOBODY` also where it saw none. */
export function lastWriter({ length, key, strange }: Reading, orders: readonly ListOrder[]): number {
  return (strange?.writers ?? orders[key]!.writers)[length - 1] ?? NOBODY;
}

/** What an order as a whole shows: committed appends on top of aborted ones. */
export function addOrderFindings({ transactions, orders }: Context, findings: Findings): void {
  const outcomeOf = (step: number) => transactions.all[transactions.transactionOfStep[step]!]!.operation.outcome;
  orders.forEach(({ order, writers }, key) => {
    const aborted = writers.findIndex((step) => step !== NOBODY && outcomeOf(step) === 'fail');
    if (aborted === -1) return;
    const above = writers.findIndex((step, at) => at > aborted && step !== NOBODY && outcomeOf(step) !== 'fail');
    if (above === -1) return;
    const [low, high] = [writers[aborted]!, writers[above]!].map((step) => transactions.transactionOfStep[step]!);
    findings.add('dirty-update', [low!, high!], () => [
      `${nameOf(low!)} appended ${shown(order[aborted]!)} to ${name(transactions, key)} and failed`,
      `${nameOf(high!)} appended ${shown(order[above]!)} after it`,
    ]);
  });
}

export function addReadFindings(context: Context, reads: readonly Reading[], findings: Findings): void {
  const { transactions, orders, isIntermediate } = context;
  const { all, transactionOfStep } = transactions;
  const abortedIn = (writers: readonly number[]) =>
    writers.findIndex((step) => step !== NOBODY && all[transactionOfStep[step]!]!.operation.outcome === 'fail');
  const firsts = orders.map(({ writers, repeatedAt }) => ({
    ...{ aborted: abortedIn(writers), nobody: writers.indexOf(NOBODY) },
    repeated: repeatedAt === writers.length ? -1 : repeatedAt,
  }));
  for (const read of reads) {
    const { transaction, key, list, length, strange } = read;
    const where = name(transactions, key);
    const saw = (): string => `${nameOf(transaction)} read ${where} as ${shown(list)}`;
    const first =
      strange === undefined
        ? firsts[key]!
        : {
            ...{ aborted: abortedIn(strange.writers), nobody: strange.writers.indexOf(NOBODY) },
            repeated: repeatedIn(strange.atoms),
          };
    const has = (position: number): boolean => position !== -1 && position < length;
    if (has(first.aborted)) {
      const writer = transactionOfStep[(strange ?? orders[key]!).writers[first.aborted]!]!;
      findings.add('G1a', [writer, transaction], () => [
        `${nameOf(writer)} appended ${shown(list[first.aborted]!)} to ${where} and failed`,
        saw(),
      ]);
    }
    if (has(first.nobody)) {
      findings.add('garbage-read', [transaction], () => [
        `${saw()}, and nobody appended ${shown(list[first.nobody]!)}`,
      ]);
    }
    if (has(first.repeated)) {
      findings.add('duplicate-elements', [transaction], () => [
        `${saw()}: ${shown(list[first.repeated]!)} is there twice`,
      ]);
    }
    if (strange !== undefined && !has(first.repeated)) {
      const { reader, order } = orders[key]!;
      findings.add('incompatible-order', [reader, transaction], () => [
        `${nameOf(reader)} read ${where} as ${shown(order)}`,
        `${saw()}, which is no beginning of that`,
      ]);
    }
    const last = lastWriter(read, orders);
    if (last === NOBODY || isIntermediate[last] !== 1 || transactionOfStep[last] === transaction) continue;
    const writer = transactionOfStep[last]!;
    findings.add('G1b', [writer, transaction], () => [
      `${nameOf(writer)} appended ${shown(list[length - 1]!)} to ${where}, and then more`,
      `${saw()}, between the two`,
    ]);
  }
}

function repeatedIn(atoms: readonly Atom[]): number {
  const at = firstRepeated(atoms);
  return at === atoms.length ? -1 : at;
}

function name({ keys }: Transactions, key: number): string {
  return JSON.stringify(keys[key]);
}
