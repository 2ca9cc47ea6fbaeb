import { describe, expect, test } from 'vitest';
import { apply, type Command, emptyMachine, type Machine, type Operation } from '../../../src/protocols/kv/index.ts';
import { deepFreeze } from '../recording-context.ts';

const command = (number: number, operation: Operation, client = 'c1'): Command => ({
  id: { client, number },
  operation,
});
const read = (key = 'k0'): Operation => ({ f: 'read', key });
const write = (value: number, key = 'k0'): Operation => ({ f: 'write', key, value });
const cas = (from: number | null, to: number): Operation => ({ f: 'cas', key: 'k0', from, to });

const holding = (value: number): Machine => ({ values: { k0: value }, sessions: {}, executed: 0 });

describe('operations', () => {
  test.each<[string, Machine, Operation, unknown, number | undefined]>([
    ['a read of nothing', emptyMachine, read(), { ok: true, value: null }, undefined],
    ['a read', holding(7), read(), { ok: true, value: 7 }, 7],
    ['a read of another key', holding(7), read('k1'), { ok: true, value: null }, 7],
    ['a read of a key that every object has', holding(7), read('constructor'), { ok: true, value: null }, 7],
    ['a write', holding(7), write(8), { ok: true, value: 8 }, 8],
    ['a compare-and-set that matches', holding(7), cas(7, 8), { ok: true, value: 8 }, 8],
    ['one that expects nothing', emptyMachine, cas(null, 8), { ok: true, value: 8 }, 8],
    ['one that does not match', holding(7), cas(6, 8), { ok: false, code: 'cas-mismatch', value: 7 }, 7],
  ])('%s', (_what, machine, operation, result, value) => {
    const after = apply(deepFreeze(machine), command(1, operation));
    expect(after.result).toEqual(result);
    expect(after.machine.values['k0']).toBe(value);
  });
});

describe('each request is applied once', () => {
  test('a retry gets the first answer and changes nothing', () => {
    const first = apply(holding(7), command(1, cas(7, 8)));
    const again = apply(first.machine, command(1, cas(7, 8)));
    expect(again.result).toEqual({ ok: true, value: 8 });
    expect(again.machine).toBe(first.machine);
  });

  test('a retry after others wrote does not write again', () => {
    const mine = apply(emptyMachine, command(1, write(1)));
    const theirs = apply(mine.machine, command(1, write(2), 'c2'));
    const again = apply(theirs.machine, command(1, write(1)));
    expect(again.result).toEqual({ ok: true, value: 1 });
    expect(again.machine.values).toEqual({ k0: 2 });
  });

  test('a request that its client has given up, and gone past, is not applied', () => {
    const later = apply(emptyMachine, command(2, write(2)));
    const older = apply(later.machine, command(1, write(1)));
    expect(older).toEqual({ machine: later.machine, result: null });
    expect(older.machine).toBe(later.machine);
  });

  test('a given-up request that comes before the next one is applied', () => {
    const older = apply(emptyMachine, command(1, write(1)));
    expect(apply(older.machine, command(2, read())).result).toEqual({ ok: true, value: 1 });
  });
});
