// The versions of every key: one for each write, one for the value at the beginning. Who wrote and who read each.
import type { Plain } from '../../../base/plain.ts';
import type { NotAnalysed } from '../analysis.ts';
import { nameOf } from '../findings.ts';
import { type Atom, atomOf, type Transactions } from '../reading.ts';

export const NONE = -1;

export type Versions = {
  readonly count: number;
  /** By number of version. The first `keys.length` are the initial ones: that of key k is version k. */
  readonly keyOf: readonly number[];
  /** The step that wrote it; `NONE` for initial ones. */
  readonly writerOf: readonly number[];
  /** The steps of answered transactions that read it. */
  readonly readersOf: readonly (readonly number[])[];
  /** By number of step: the version written, or read by an answered transaction; `NONE` where nobody wrote it. */
  readonly ofStep: Int32Array;
};

export function versionsOf({ all, keys, stepCount }: Transactions, init: Plain): Versions | NotAnalysed {
  const initial = atomOf(init);
  const keyOf = keys.map((_, key) => key);
  const writerOf = keys.map(() => NONE);
  const numbers = keys.map((_, key) => new Map<Atom, number>([[initial, key]]));
  const ofStep = new Int32Array(stepCount).fill(NONE);
  for (const { index, steps, firstStep } of all) {
    for (let i = 0; i < steps.length; i++) {
      const { isRead, key, value } = steps[i]!;
      if (isRead) continue;
      const atom = atomOf(value);
      if (numbers[key]!.has(atom)) {
        const what = `${JSON.stringify(value)} was written to ${JSON.stringify(keys[key])}`;
        const twice = atom === initial ? 'and is its value at the beginning' : 'more than once';
        const last = atom === initial ? '' : `, the second time by ${nameOf(index)}`;
        return { reason: `${what} ${twice}${last}: whose it was that a read saw cannot be told` };
      }
      numbers[key]!.set(atom, keyOf.length);
      ofStep[firstStep + i] = keyOf.length;
      keyOf.push(key);
      writerOf.push(firstStep + i);
    }
  }
  const readersOf: number[][] = keyOf.map(() => []);
  for (const { operation, steps, firstStep } of all) {
    if (operation.outcome !== 'ok') continue;
    for (let i = 0; i < steps.length; i++) {
      const { isRead, key, value } = steps[i]!;
      const version = isRead ? numbers[key]!.get(atomOf(value)) : undefined;
      if (version === undefined) continue;
      ofStep[firstStep + i] = version;
      readersOf[version]!.push(firstStep + i);
    }
  }
  return { count: keyOf.length, keyOf, writerOf, readersOf, ofStep };
}
