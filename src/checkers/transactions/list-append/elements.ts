// Who appended which element, and the order of the elements of each key: that of its longest read.

import type { Plain } from '../../../base/plain.ts';
import type { NotAnalysed } from '../analysis.ts';
import { nameOf } from '../findings.ts';
import { type Atom, atomOf, type Transactions } from '../reading.ts';

/** No operation appended it. */
export const NOBODY = -1;

/** One key. `order[i]` was appended by the step `writers[i]`, or by `NOBODY`. */
export type ListOrder = {
  readonly order: readonly Plain[];
  readonly atoms: readonly Atom[];
  readonly writers: readonly number[];
  /** The transaction whose read it is; -1 if every read was empty, or there was none. */
  readonly reader: number;
  /** The first position at which an element comes again; the length of the list if none does. */
  readonly repeatedAt: number;
};

/** For each key the step that appended an element. */
export type Writers = readonly Map<Atom, number>[];

export function writersOf({ all, keys }: Transactions): Writers | NotAnalysed {
  const writers = keys.map(() => new Map<Atom, number>());
  for (const { index, steps, firstStep } of all) {
    for (let i = 0; i < steps.length; i++) {
      const { isRead, key, value } = steps[i]!;
      if (isRead) continue;
      const atom = atomOf(value);
      if (writers[key]!.has(atom)) {
        const text = `${JSON.stringify(value)} was written to ${JSON.stringify(keys[key])} more than once`;
        return { reason: `${text}, the second time by ${nameOf(index)}: whose it was that a read saw cannot be told` };
      }
      writers[key]!.set(atom, firstStep + i);
    }
  }
  return writers;
}

export function listOrders({ all, keys }: Transactions, writers: Writers): readonly ListOrder[] {
  const longest: (readonly Plain[])[] = keys.map(() => []);
  const readers: number[] = keys.map(() => -1);
  for (const { index, operation, steps } of all) {
    if (operation.outcome !== 'ok') continue;
    for (const { isRead, key, value } of steps) {
      if (!isRead || value === null) continue;
      const list = value as readonly Plain[];
      if (list.length <= longest[key]!.length) continue;
      longest[key] = list;
      readers[key] = index;
    }
  }
  return longest.map((order, key): ListOrder => {
    const atoms = order.map(atomOf);
    const found = atoms.map((atom) => writers[key]!.get(atom) ?? NOBODY);
    return { order, atoms, writers: found, reader: readers[key]!, repeatedAt: firstRepeated(atoms) };
  });
}

export function firstRepeated(atoms: readonly Atom[]): number {
  const seen = new Set<Atom>();
  const at = atoms.findIndex((atom) => seen.size === seen.add(atom).size);
  return at === -1 ? atoms.length : at;
}

/** Whether a list is the beginning of the order of its key. */
export function isBeginning(list: readonly Plain[], { order, atoms }: ListOrder): boolean {
  if (list === order) return true;
  for (let i = 0; i < list.length; i++) {
    const item = list[i]!;
    const isSame = item === order[i] || (typeof item === 'object' && atomOf(item) === atoms[i]);
    if (!isSame) return false;
  }
  return true;
}
