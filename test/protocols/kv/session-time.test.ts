// Sessions end by the time in the log, which does not go back where one leader's clock is behind that of the one before.
import { expect, test } from 'vitest';
import { apply, type Command, emptyMachine, type Operation } from '../../../src/protocols/kv/index.ts';
import { deepFreeze } from '../recording-context.ts';

const TIMEOUT = 500;
const command = (client: string, number: number, operation: Operation, at: number, session?: number): Command => ({
  ...{ id: { client, number }, operation, at },
  ...(session === undefined ? {} : { session }),
});
const register: Operation = { f: 'register' };
const write: Operation = { f: 'write', key: 'k0', value: 1 };

test('a session that is opened by a clock that is behind lasts as long as any other', () => {
  // A leader's clock was at 4,000 when c1 registered; now it is right again, at 100.
  const ahead = apply(deepFreeze(emptyMachine), command('c1', 1, register, 4_000), TIMEOUT).machine;
  const opened = apply(deepFreeze(ahead), command('c2', 1, register, 100), TIMEOUT);
  const session = (opened.result as { readonly value: number }).value;
  const used = apply(deepFreeze(opened.machine), command('c2', 2, write, 150, session), TIMEOUT);
  expect(used.result).toEqual({ ok: true, value: 1 });
  // In the time of the log 4,000: so it is over after 4,500, and not before.
  const on = (at: number) => apply(used.machine, command('c2', 3, write, at, session), TIMEOUT).result;
  expect(on(4_500)).toEqual({ ok: true, value: 1 });
  expect(on(4_501)).toEqual({ ok: false, code: 'session-expired' });
});
