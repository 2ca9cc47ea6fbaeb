// The worker's cycle with a lock that does as the test says: what it does with news, and what it believes.
import { expect, test } from 'vitest';
import type { Kind } from '../../../src/contract/context.ts';
import type { AnyProtocol } from '../../../src/contract/protocol.ts';
import { seconds } from '../../../src/contract/time.ts';
import type { LockClientState } from '../../../src/protocols/locks/client/index.ts';
import { lockClient, lockDriver, type News, quiet, type WorkerSettings } from '../../../src/protocols/locks/index.ts';
import { effectsOf, fire, type Outcome, receive, sent, start } from '../recording-context.ts';
import { writes } from '../workload.ts';

type Says = Kind & { readonly kind: 'Says'; readonly news: News };

/** It remembers what it was asked, and passes on what it is sent. */
const echo = lockDriver<readonly string[], Says, never, Kind>({
  name: 'echo',
  start: () => [],
  acquire: (lock, thread) => quiet([...lock, `acquire ${thread}`]),
  giveUp: (lock, thread) => quiet([...lock, `giveUp ${thread}`]),
  release: (lock, thread) => quiet([...lock, `release ${thread}`]),
  on: { Says: (lock, { news }) => ({ lock, news: [news] }) },
  timer: {},
});

const settings: WorkerSettings = {
  workOf: () => ({ min: seconds(1), max: seconds(1) }),
  writeEvery: 0,
  threads: 1,
  depth: 1,
};
const setup = { self: 'c1', groups: { resource: ['r1'] }, servers: ['n1'] };

class Client {
  outcome: Outcome<LockClientState>;
  private readonly protocol: AnyProtocol;

  constructor(changed: Partial<WorkerSettings> = {}) {
    this.protocol = lockClient(writes, { ...settings, ...changed }, echo);
    this.outcome = start(this.protocol, {}, setup);
  }

  says(news: News): this {
    return this.on({ kind: 'Says', news } as unknown as Kind);
  }

  acquired = (token: number | null = null, thread = 0): this => this.says({ what: 'acquired', thread, token });

  on(message: Kind): this {
    this.outcome = receive(this.protocol, this.outcome.state, message, 'n1', setup);
    return this;
  }

  fires(kind: string, key = '0'): this {
    this.outcome = fire(this.protocol, this.outcome.state, { kind, key }, setup);
    return this;
  }

  get worker() {
    return this.outcome.state.workers[0]!;
  }

  get asked() {
    return this.outcome.state.lock;
  }

  /** What went into the history: how an operation ended. */
  get ends() {
    return effectsOf(this.outcome, 'complete').map((effect) =>
      effect.type === 'ok' ? 'ok' : `${effect.type} ${effect.code}`,
    );
  }
}

const value = (number: number) => ({ kind: 'Value', number, value: 5 });
const written = (number: number) => ({ kind: 'Written', number });

test('a whole cycle: it reads with its token, works, writes one more, releases, and believes until then', () => {
  const client = new Client().fires('next').acquired(9);
  expect([client.ends, sent(client.outcome, 'r1')]).toEqual([['ok'], [{ kind: 'Read', number: 1, token: 9 }]]);
  client.on(value(1)).fires('work');
  expect(sent(client.outcome, 'r1')).toEqual([{ kind: 'Write', number: 2, token: 9, from: 5, to: 6 }]);
  expect(client.worker.believes).toBe(true);
  client.on(written(2));
  expect([client.worker.phase, client.worker.believes]).toEqual(['releasing', false]);
  client.says({ what: 'released', thread: 0, wasHeld: true });
  expect([client.ends, client.worker.phase]).toEqual([['ok'], 'idle']);
  expect(client.asked).toEqual(['acquire 0', 'release 0']);
});

test('work that is over before the value is there is written when it comes; a lost answer is asked for again', () => {
  const client = new Client().fires('next').acquired().fires('work');
  expect(sent(client.outcome)).toEqual([]);
  expect(sent(client.fires('resend').outcome)).toMatchObject([{ kind: 'Read', number: 1 }]);
  expect(sent(client.on(value(1)).outcome)).toMatchObject([{ kind: 'Write', from: 5 }]);
  expect(client.on(written(1)).worker.phase).toBe('writing');
});

test('it writes now and then where it is told to, each time from what it wrote last', () => {
  const client = new Client({ writeEvery: seconds(1) }).fires('next').acquired().on(value(1)).fires('write');
  client.on(written(2)).fires('write');
  expect(sent(client.outcome)).toMatchObject([{ kind: 'Write', from: 6, to: 7 }]);
});

test('told that it has lost the lock it stops, and releases nothing', () => {
  const client = new Client().fires('next').acquired().on(value(1)).says({ what: 'lost', thread: 0 });
  expect([client.worker.phase, client.outcome.state.counts.lost]).toEqual(['idle', 1]);
  expect(sent(client.fires('work').outcome)).toEqual([]);
  expect(client.asked).toEqual(['acquire 0']);
});

test('refused by the fence it stops and releases', () => {
  const client = new Client().fires('next').acquired(1).on({ kind: 'Fenced', number: 1, highest: 2 });
  expect([client.worker.phase, client.outcome.state.counts.fenced]).toEqual(['releasing', 1]);
});

test('who gives up says so, and what comes later is let go', () => {
  const client = new Client().fires('next').fires('deadline');
  expect([client.ends, client.worker.phase]).toEqual([['info timeout'], 'idle']);
  expect(client.acquired().worker.believes).toBe(false);
  expect(client.asked).toEqual(['acquire 0', 'giveUp 0', 'giveUp 0']);
});

test.each([
  [true, 'ok', 0],
  [false, 'fail cas-mismatch', 1],
  [null, 'info timeout', 0],
] as const)('a release that is answered with %s', (wasHeld, end, notHeld) => {
  const client = new Client().fires('next').acquired().on(value(1)).fires('work').on(written(2));
  client.says({ what: 'released', thread: 0, wasHeld });
  expect([client.ends, client.outcome.state.counts.notHeld]).toEqual([[end], notHeld]);
});

test('as often as it locks it unlocks, and believes from the first to the last', () => {
  const client = new Client({ depth: 2 }).fires('next').acquired();
  expect([client.worker.phase, client.worker.believes]).toEqual(['acquiring', true]);
  client.acquired().on(value(1)).fires('work').on(written(2));
  expect([client.worker.phase, client.worker.believes]).toEqual(['releasing', true]);
  expect(client.says({ what: 'released', thread: 0, wasHeld: true }).worker.believes).toBe(false);
  client.says({ what: 'released', thread: 0, wasHeld: true });
  expect(client.asked).toEqual(['acquire 0', 'acquire 0', 'release 0', 'release 0']);
});

test('the history is that of the first thread', () => {
  const client = new Client({ threads: 2 }).fires('next').fires('next', '1').acquired(null, 1);
  expect([client.ends, client.outcome.state.counts.acquired]).toEqual([[], 1]);
});
