// Hand-made histories with times: each operation from when to when, what, with what answer.
import { operationsOf } from '../../../src/checkers/operations.ts';
import type { HistoryEvent, Operation } from '../../../src/contract/history.ts';
import { ms } from '../../../src/contract/time.ts';

type Outcome = 'ok' | 'info' | 'fail';

export type Timed = readonly [process: number, from: number, to: number, f: string, value: number | null, of?: Outcome];

/** The operations on one key, in milliseconds. A read's value is its answer. */
export function timed(...each: readonly Timed[]): readonly Operation[] {
  const events = each.flatMap(([process, from, to, f, value, type = 'ok']): HistoryEvent[] => [
    { process, type: 'invoke', f, key: 'x', value: f === 'read' ? null : value, time: ms(from) },
    { process, type, f, key: 'x', value, time: ms(to) },
  ]);
  return operationsOf(events.sort((a, b) => a.time! - b.time!)).operations;
}
