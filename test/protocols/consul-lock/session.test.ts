// The session of a lock on Consul: which answers end its renewals.
import { expect, test } from 'vitest';
import type { Plain } from '../../../src/base/plain.ts';
import { seconds } from '../../../src/contract/time.ts';
import { consulLockDriver } from '../../../src/protocols/consul-lock/driver.ts';
import type { Lock, Settings } from '../../../src/protocols/consul-lock/state.ts';
import type { Told } from '../../../src/protocols/locks/index.ts';

const settings: Settings = {
  ...{ sessionTtl: seconds(10), isChecked: false, lockDelay: 0, monitors: false, attempt: seconds(1) },
};

type Asked = { readonly f: string; readonly session?: number };
type Sent = { readonly id: { readonly number: number }; readonly asked: Asked };

function client() {
  const driver = consulLockDriver(settings);
  const sent: Sent[] = [];
  const timers = new Map<string, number>();
  const ctx = {
    ...{ self: 'c1', peers: ['c2'], servers: ['n1', 'n2'], boot: { incarnation: 1 }, now: 0, monotonic: 0 },
    send: (_to: string, message: Sent) => sent.push(message),
    setTimer: ({ kind }: { kind: string }, min: number) => timers.set(kind, min),
    cancelTimer: (kind: string) => timers.delete(kind),
  } as never;
  let lock = driver.start(ctx) as Lock;
  const takes = (told: Told<Plain>) => {
    lock = told.lock as Lock;
  };
  const answers = ({ id }: Sent, answer: object) =>
    takes(driver.on['RpcReply']!(lock as never, { kind: 'RpcReply', id, answer } as never, 'n1', ctx));
  return {
    sent,
    timers,
    answers,
    acquire: () => takes(driver.acquire(lock as never, 0, ctx)),
    giveUp: () => takes(driver.giveUp(lock as never, 0, ctx)),
    /** The renewal that is due then is sent, and left without an answer. */
    renews() {
      takes(driver.timer['renew']!(lock as never, { kind: 'renew' } as never, ctx));
      return sent.at(-1)!;
    },
    opens() {
      answers(sent.findLast(({ asked }) => asked.f === 'session-create')!, { f: 'session-create', index: 1 });
    },
  };
}

test.each([
  ['that it is not known', { f: 'error', code: 'no-session', index: 2 }],
  ['that it is renewed', { f: 'session-renew', index: 2 }],
])('what is answered late of the session before, %s, leaves the renewals of the new one as they are', (_, answer) => {
  const c1 = client();
  c1.acquire();
  c1.opens();
  const late = c1.renews();
  expect(late.asked.f).toBe('session-renew');
  c1.giveUp();
  c1.answers(c1.sent.at(-1)!, { f: 'session-destroy', index: 2 });
  c1.acquire();
  c1.answers(late, answer);
  c1.opens();
  const due = c1.renews();
  expect([due.asked.session === late.asked.session, c1.timers.get('renew')]).toEqual([false, seconds(1)]);
  c1.answers(late, answer);
  expect(c1.timers.get('renew')).toBe(seconds(1));
  c1.answers(due, answer);
  expect(c1.timers.get('renew')).toBe(answer.f === 'error' ? undefined : seconds(5));
});
