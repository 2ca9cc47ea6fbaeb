// MultiLock in one process: three servers, asked one after another; all or none.
import { beforeEach, expect, test } from 'vitest';
import type { Plain } from '../../../src/base/plain.ts';
import { ms, seconds } from '../../../src/contract/time.ts';
import type { Told } from '../../../src/protocols/locks/index.ts';
import { multiDriver } from '../../../src/protocols/redisson/multi/index.ts';
import type { Multi } from '../../../src/protocols/redisson/multi/state.ts';

const single = {
  ...{ leaseTime: 0, watchdogTimeout: seconds(30), isFenced: false, threadWait: null, checksReplicas: false },
  ...{ replicasTimeout: seconds(1), retries: 0, connection: { timeout: seconds(3), scan: 0 } },
};
const taken = { ttl: null, token: null };
const acquired = { what: 'acquired', thread: 0, token: null };

type Sent = { to: string; kind: string; attempt: number; command: { script: string } };

let sent: Sent[];
let timers: string[];
let told: Told<Multi>;
let news: unknown[];

function processOf(self = 'c1', isOpposed = false) {
  const driver = multiDriver({ single, count: 3, budget: ms(4_500), isOpposed });
  const ctx = {
    ...{ self, peers: [], servers: [], boot: { incarnation: 1 }, now: 0, monotonic: 0, cancelTimer() {} },
    group: (name: string) => (name === 'server' ? ['n1', 'n2', 'n3'] : []),
    send: (to: string, message: Sent) => sent.push({ ...message, to }),
    setTimer: ({ kind, key }: { kind: string; key?: string }) =>
      timers.push(key === undefined ? kind : `${kind} ${key}`),
  } as never;
  [sent, timers, news] = [[], [], []];
  told = { lock: driver.start(ctx) as Multi, news: [] };
  const takes = (next: Told<Plain>) => {
    told = next as Told<Multi>;
    news.push(...told.news);
  };
  return {
    acquire: () => takes(driver.acquire(told.lock as never, 0, ctx)),
    release: () => takes(driver.release(told.lock as never, 0, ctx)),
    giveUp: () => takes(driver.giveUp(told.lock as never, 0, ctx)),
    /** Answers the latest script that a server was sent. */
    answers(from: string, value: Plain) {
      const { attempt } = sent.findLast(({ to, kind }) => to === from && kind === 'Execute')!;
      const message = { kind: 'Answer', attempt, value, replicated: null, wanted: null };
      takes(driver.on['Answer']!(told.lock as never, message as never, from, ctx));
    },
    fires(timer: string) {
      const [kind, key] = timer.split(' ');
      takes(driver.timer[kind!]!(told.lock as never, { kind, ...(key === undefined ? {} : { key }) } as never, ctx));
    },
  };
}

const asked = () => sent.map(({ to, kind, command }) => `${to} ${kind === 'Execute' ? command.script.slice(9) : kind}`);

let process: ReturnType<typeof processOf>;
beforeEach(() => {
  process = processOf();
});

test('one after another, and held when all are', () => {
  process.acquire();
  for (const server of ['n1', 'n2', 'n3']) {
    expect([news, asked().at(-1)]).toEqual([[], `${server} lock`]);
    process.answers(server, taken);
  }
  expect([news, told.lock.phase]).toEqual([[acquired], 'held']);
});

test('every second client may take them from the last to the first', () => {
  for (const [self, first] of [
    ['c1', 'n1'],
    ['c2', 'n3'],
  ] as const) {
    processOf(self, true).acquire();
    expect(asked()).toEqual([`${first} lock`]);
  }
});

test('no answer from one: it is let go, then those before it, and then it begins with the first', () => {
  process.acquire();
  process.answers('n1', taken);
  process.answers('n2', taken);
  process.fires(timers.findLast((timer) => timer.startsWith('call 2/'))!);
  expect(asked().slice(3)).toEqual(['n3 unlock']);
  // That one is not answered either.
  process.fires(timers.findLast((timer) => timer.startsWith('call 2/'))!);
  expect(asked().slice(4)).toEqual(['n1 unlock', 'n2 unlock']);
  process.answers('n1', 1);
  expect(told.lock.phase).toBe('undoing');
  process.answers('n2', null);
  expect([news, asked().slice(6), told.lock.tries]).toEqual([[], ['n1 lock'], 1]);
});

test('who gives up meanwhile lets go of the others all the same', () => {
  process.acquire();
  process.answers('n1', taken);
  process.fires(timers.findLast((timer) => timer.startsWith('call 1/'))!);
  process.giveUp();
  process.answers('n2', 1);
  expect(asked().slice(2)).toEqual(['n2 unlock', 'n1 unlock']);
  process.answers('n1', 1);
  expect([news, told.lock.phase]).toEqual([[], 'idle']);
});

test('when the budget is spent nobody waits for the one that another has', () => {
  process.acquire();
  process.answers('n1', taken);
  process.answers('n2', { ttl: 500, token: null });
  process.fires('budget');
  expect(asked().slice(2)).toEqual(['n2 Subscribe', 'n2 Unsubscribe', 'n1 unlock']);
  process.answers('n1', 1);
  expect([asked().at(-1), told.lock.tries]).toEqual(['n1 lock', 2]);
});

test('what is got after the budget is spent is let go', () => {
  process.acquire();
  process.answers('n1', taken);
  process.answers('n2', taken);
  process.fires('budget');
  process.answers('n3', taken);
  expect([news, asked().slice(3)]).toEqual([[], ['n1 unlock', 'n2 unlock', 'n3 unlock']]);
});

test('a release is over when all have answered, and says what one of them says', () => {
  for (const [answer, wasHeld] of [
    [1, true],
    [null, false],
  ] as const) {
    const each = processOf();
    each.acquire();
    for (const server of ['n1', 'n2', 'n3']) each.answers(server, taken);
    each.release();
    each.answers('n3', 1);
    each.answers('n1', answer);
    expect(news).toEqual([acquired]);
    each.answers('n2', 1);
    expect([news.slice(1), told.lock.phase]).toEqual([[{ what: 'released', thread: 0, wasHeld }], 'idle']);
  }
});

test('who gives up lets go of what it has, and who asks meanwhile is served after that', () => {
  process.acquire();
  process.answers('n1', taken);
  process.giveUp();
  expect(asked().slice(2)).toEqual(['n2 unlock', 'n1 unlock']);
  process.acquire();
  expect(asked().length).toBe(4);
  process.answers('n1', 1);
  expect([asked().slice(4), told.lock.phase]).toEqual([['n1 lock'], 'locking']);
});
