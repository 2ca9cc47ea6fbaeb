// Hand-made histories of transactions in one line each: `'a x1 r y:1,2'` appends 1 to x and reads y as [1, 2]. `r x:` reads
// nothing. For registers `w x1` writes 1 and `r x:1` reads it.
import { describe, expect, test } from 'vitest';
import type { Plain } from '../../../src/base/plain.ts';
import { operationsOf } from '../../../src/checkers/operations.ts';
import {
  type AnomalyName,
  checkTransactions,
  ISOLATION_LEVELS,
  type IsolationLevel,
  type Judged,
  type TransactionModel,
} from '../../../src/checkers/transactions/index.ts';
import type { HistoryEvent, Operation } from '../../../src/contract/history.ts';

export type Line = {
  readonly process?: number;
  readonly steps: string;
  readonly outcome?: 'ok' | 'fail' | 'info';
  /** When it begins and ends; without them all overlap. */
  readonly span?: readonly [number, number];
};

export function stepsOf(text: string): readonly Plain[] {
  const words = text.split(' ');
  const steps: Plain[] = [];
  for (let i = 0; i < words.length; i += 2) {
    const [f, argument] = [words[i]!, words[i + 1]!];
    const key = argument[0]!;
    if (f === 'a') steps.push(['append', key, Number(argument.slice(1))]);
    else if (f === 'w') steps.push(['w', key, Number(argument.slice(1))]);
    else if (f === 'l') steps.push(['r', key, argument.slice(2).split(',').filter(Boolean).map(Number)]);
    else steps.push(['r', key, argument.slice(2) === '' ? null : Number(argument.slice(2))]);
  }
  return steps;
}

/** `l x:1,2` reads a list, `r x:1` a register. Each line is of a process of its own unless it says which. */
export function historyOf(lines: readonly (Line | string)[]): readonly HistoryEvent[] {
  const events: { readonly at: number; readonly event: HistoryEvent }[] = [];
  lines.forEach((each, index) => {
    const line: Line = typeof each === 'string' ? { steps: each } : each;
    const { process = index, outcome = 'ok', span = [index - lines.length, index + 1] } = line;
    const told = stepsOf(line.steps) as readonly (readonly [string, Plain, Plain])[];
    const asked = told.map(([f, key, value]) => [f, key, f === 'r' ? null : value] as const);
    events.push({ at: span[0], event: { process, type: 'invoke', f: 'txn', value: asked, time: span[0] } });
    const value = outcome === 'ok' ? told : asked;
    events.push({ at: span[1], event: { process, type: outcome, f: 'txn', value, time: span[1] } });
  });
  return events.sort((a, b) => a.at - b.at).map(({ event }) => event);
}

export function operationsIn(lines: readonly (Line | string)[]): readonly Operation[] {
  const { operations, problems } = operationsOf(historyOf(lines));
  expect(problems).toEqual([]);
  return operations;
}

export function judge(model: TransactionModel, lines: readonly (Line | string)[], init: Plain = null): Judged {
  const result = checkTransactions(operationsIn(lines), model, { init });
  if ('reason' in result) throw new Error(result.reason);
  return result;
}

export const anomaliesOf = ({ anomalies }: Judged): readonly AnomalyName[] => anomalies.map(({ anomaly }) => anomaly);

export function ruledOut({ levels }: Judged): readonly IsolationLevel[] {
  return ISOLATION_LEVELS.filter((level) => levels[level] === 'violated');
}

export const at = (from: number, to: number, steps: string, process?: number): Line => ({
  steps,
  span: [from, to],
  ...(process === undefined ? {} : { process }),
});
export const failed = (steps: string): Line => ({ steps, outcome: 'fail' });
export const unknown = (steps: string): Line => ({ steps, outcome: 'info' });

type Lines = readonly (Line | string)[];

/** A history with an anomaly, the levels that are the strongest to hold in it, and a near-miss without. */
export type Case = readonly [
  found: readonly AnomalyName[],
  strongest: readonly IsolationLevel[],
  bad: Lines,
  nearMiss: Lines,
];

export function testCases(model: TransactionModel, cases: readonly Case[]): void {
  describe.each(cases)('%s', (found, strongest, bad, nearMiss) => {
    test('is found, and what it rules out', () => {
      const judged = judge(model, bad);
      expect([...anomaliesOf(judged)].sort()).toEqual([...found].sort());
      expect([...judged.strongest].sort()).toEqual([...strongest].sort());
    });

    test('the near-miss is strict serializable', () => {
      const judged = judge(model, nearMiss);
      expect(anomaliesOf(judged)).toEqual([]);
      expect(judged.strongest).toEqual(['strict-serializable']);
      expect(ruledOut(judged)).toEqual([]);
    });
  });
}
