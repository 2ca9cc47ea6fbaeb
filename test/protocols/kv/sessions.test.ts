// Sessions that can end (Raft thesis §6.3).
import { describe, expect, test } from 'vitest';
import { seconds } from '../../../src/contract/time.ts';
import { apply, type Command, emptyMachine, type Machine, type Operation } from '../../../src/protocols/kv/index.ts';

const TIMEOUT = seconds(10);
const register: Operation = { f: 'register' };
const write = (value: number): Operation => ({ f: 'write', key: 'k0', value });

const command = (number: number, at: number, operation: Operation, session?: number, client = 'c1'): Command => ({
  id: { client, number },
  operation,
  at: seconds(at),
  ...(session === undefined ? {} : { session }),
});
/** The machine after some commands, and what the last one's client is told. */
function applied(...commands: readonly Command[]) {
  let machine: Machine = emptyMachine;
  let result: unknown = null;
  for (const one of commands) ({ machine, result } = apply(machine, one, TIMEOUT));
  return { machine, result };
}
const expired = { ok: false, code: 'session-expired' };

test('a session is named by the count of commands, which no other one can have', () => {
  expect(applied(command(1, 0, register)).result).toEqual({ ok: true, value: 1 });
  const two = applied(command(1, 0, register), command(2, 0, write(1), 1), command(1, 0, register, undefined, 'c2'));
  expect(two.result).toEqual({ ok: true, value: 3 });
});

test('without a session nothing is executed', () => {
  const { machine, result } = applied(command(1, 0, write(1)));
  expect(result).toEqual(expired);
  expect(machine).toMatchObject({ values: {}, executed: 0 });
});

describe('a session ends when it was not used for the timeout, by the times in the log', () => {
  const begun = [command(1, 0, register), command(2, 1, write(1), 1)] as const;

  test('not at the timeout, but after it', () => {
    expect(applied(...begun, command(3, 11, write(2), 1)).machine.values).toEqual({ k0: 2 });
    const late = applied(...begun, command(3, 12, write(2), 1));
    expect(late.result).toEqual(expired);
    expect(late.machine).toMatchObject({ values: { k0: 1 }, sessions: {} });
  });

  test('each command of its client keeps it', () => {
    expect(applied(...begun, command(3, 10, write(2), 1), command(4, 19, write(3), 1)).machine.values).toEqual({
      k0: 3,
    });
  });

  test('others’ commands make the time go on', () => {
    const { machine } = applied(...begun, command(1, 12, register, undefined, 'c2'));
    expect(Object.keys(machine.sessions)).toEqual(['c2']);
  });

  test('the time never goes back: a leader with an earlier clock revives nothing', () => {
    const gone = [...begun, command(1, 12, register, undefined, 'c2')];
    expect(applied(...gone, command(3, 2, write(2), 1)).result).toEqual(expired);
    expect(applied(...gone).machine.time).toBe(seconds(12));
    expect(applied(...gone, command(2, 2, write(2), 3, 'c2')).machine.time).toBe(seconds(12));
  });
});

describe('copies that come late', () => {
  const begun = [command(1, 0, register), command(2, 0, write(1), 1)] as const;

  test('of a request that was executed: its result, and nothing twice', () => {
    const { machine, result } = applied(...begun, command(2, 1, write(1), 1));
    expect([result, machine.executed]).toEqual([{ ok: true, value: 1 }, 2]);
  });

  test('of a registration open no second session while the first lasts', () => {
    expect(applied(command(1, 0, register), command(1, 1, register)).result).toEqual({ ok: true, value: 1 });
    expect(applied(...begun, command(1, 1, register)).result).toBeNull();
  });

  test('of a session that has ended are not taken for the next one’s', () => {
    const again = [...begun, command(3, 20, register)] as const;
    expect(applied(...again).result).toEqual({ ok: true, value: 3 });
    expect(applied(...again, command(4, 20, write(9), 1)).result).toEqual(expired);
    expect(applied(...again, command(4, 20, write(9), 3)).machine.values).toEqual({ k0: 9 });
  });

  test('of a registration after the end open a session that does not hold up the client’s own', () => {
    const { machine, result } = applied(...begun, command(1, 20, register), command(3, 20, register));
    expect(result).toEqual({ ok: true, value: 4 });
    expect(apply(machine, command(4, 20, write(5), 4), TIMEOUT).machine.values).toEqual({ k0: 5 });
  });
});
