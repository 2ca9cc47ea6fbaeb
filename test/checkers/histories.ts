// Short words for hand-made histories: `invoke(0, 'read')`, `ok(0, 'read', 3)`, `done(0, 'write', 3)` for both at once.
import { expect } from 'vitest';
import type { Plain } from '../../src/base/plain.ts';
import { operationsOf } from '../../src/checkers/operations.ts';
import type { HistoryEvent, Operation } from '../../src/contract/history.ts';

export function invoke(process: number, f: string, value: Plain = null): HistoryEvent {
  return { process, type: 'invoke', f, value };
}

export function ok(process: number, f: string, value: Plain = null): HistoryEvent {
  return { process, type: 'ok', f, value };
}

export function info(process: number, f: string, value: Plain = null): HistoryEvent {
  return { process, type: 'info', f, value };
}

export function fail(process: number, f: string, value: Plain, code?: string): HistoryEvent {
  const event: HistoryEvent = { process, type: 'fail', f, value };
  return code === undefined ? event : { ...event, error: { code, definite: true } };
}

/** An operation that nothing overlaps: a read asks for null and is told `value`, anything else asks with it. */
export function done(process: number, f: string, value: Plain = null): HistoryEvent[] {
  return [invoke(process, f, f === 'read' || f === 'get' ? null : value), ok(process, f, value)];
}

/** The same events on one key. */
export function on(key: string, ...events: (HistoryEvent | HistoryEvent[])[]): HistoryEvent[] {
  return events.flat().map((event) => ({ ...event, key }));
}

/** The operations of a history that has no problems. */
export function operationsIn(...events: (HistoryEvent | HistoryEvent[])[]): readonly Operation[] {
  const { operations, problems } = operationsOf(events.flat());
  expect(problems).toEqual([]);
  return operations;
}
