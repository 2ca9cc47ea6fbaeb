// What an analysis finds, apart from cycles: each anomaly with its first witness, in words, and how often it was met.
import type { AnomalyName } from './anomalies.ts';

export type Finding = {
  readonly anomaly: AnomalyName;
  /** How often it was met; of cycles one of the shortest is shown, and not counted. */
  readonly count: number;
  /** Numbers of the transactions of the first witness. */
  readonly transactions: readonly number[];
  /** What each of them did to another, or to itself. */
  readonly steps: readonly string[];
};

export type Findings = {
  /** `steps` is asked only for the first of each anomaly. */
  readonly add: (anomaly: AnomalyName, transactions: readonly number[], steps: () => readonly string[]) => void;
  readonly all: () => readonly Finding[];
};

export function findings(): Findings {
  const found = new Map<AnomalyName, Finding>();
  return {
    add(anomaly, transactions, steps) {
      const known = found.get(anomaly);
      if (known === undefined)
        found.set(anomaly, { anomaly, count: 1, transactions: unique(transactions), steps: steps() });
      else found.set(anomaly, { ...known, count: known.count + 1 });
    },
    all: () => [...found.values()],
  };
}

function unique(numbers: readonly number[]): readonly number[] {
  return numbers.filter((number, index) => numbers.indexOf(number) === index);
}

/** How a transaction is called: by its number among all, from 1. */
export function nameOf(transaction: number): string {
  return `T${transaction + 1}`;
}
