// RLock in one process: what is sent again, who is woken, and what is renewed.
import { expect, test } from 'vitest';
import type { Plain } from '../../../src/base/plain.ts';
import { seconds } from '../../../src/contract/time.ts';
import type { Told } from '../../../src/protocols/locks/index.ts';
import { redissonDriver } from '../../../src/protocols/redisson/driver.ts';
import type { Redisson, Settings } from '../../../src/protocols/redisson/state.ts';

const settings: Settings = {
  leaseTime: 0,
  watchdogTimeout: seconds(30),
  isFenced: false,
  threadWait: null,
  checksReplicas: false,
  replicasTimeout: seconds(1),
  retries: 2,
  connection: { timeout: seconds(3), scan: 0 },
};

type Sent = { readonly kind: string; readonly attempt: number; readonly command: { script: string; args: Plain[] } };

/** A process with threads on one server, and what it sent and set. */
class Process {
  readonly sent: Sent[] = [];
  readonly timers: string[] = [];
  told: Told<Redisson>;
  private readonly driver;
  private readonly ctx;

  constructor(changed: Partial<Settings> = {}, threads = 1) {
    this.driver = redissonDriver({ ...settings, ...changed }, threads);
    this.ctx = {
      ...{ self: 'c1', boot: { incarnation: 1 }, now: 0, monotonic: 0, cancelTimer() {} },
      group: (name: string) => (name === 'server' ? ['n1'] : []),
      send: (_to: string, message: Sent) => this.sent.push(message),
      setTimer: ({ kind }: { kind: string }, min: number) => this.timers.push(`${kind} ${min}`),
    };
    this.told = { lock: this.driver.start(this.ctx as never) as Redisson, news: [] };
  }

  acquire(thread = 0): this {
    return this.takes(this.driver.acquire(this.told.lock as never, thread, this.ctx as never));
  }

  release(): this {
    return this.takes(this.driver.release(this.told.lock as never, 0, this.ctx as never));
  }

  givesUp(): this {
    return this.takes(this.driver.giveUp(this.told.lock as never, 0, this.ctx as never));
  }

  hears(kind: string, message: object = {}): this {
    return this.takes(this.driver.on[kind]!(this.told.lock as never, message as never, 'n1', this.ctx as never));
  }

  /** The answer to the latest script. */
  answers(value: Plain, attempt = this.scripts.at(-1)!.attempt): this {
    return this.hears('Answer', { attempt, value, replicated: null, wanted: null });
  }

  fires(kind: string, key = '0'): this {
    return this.takes(this.driver.timer[kind]!(this.told.lock as never, { kind, key } as never, this.ctx as never));
  }

  private takes(told: Told<Plain>): this {
    this.told = told as Told<Redisson>;
    return this;
  }

  get scripts(): readonly Sent[] {
    return this.sent.filter(({ kind }) => kind === 'Execute');
  }

  get asked(): readonly string[] {
    return this.sent.map(({ kind, command }) => (kind === 'Execute' ? command.script : kind));
  }
}

const taken = { ttl: null, token: null };
const held = (ttl: number) => ({ ttl, token: null });
const acquired = { what: 'acquired', thread: 0, token: null };

/** The key of the timer of the latest call. */
const lastCall = ({ told }: Process) => String(told.lock.connection.pending.at(-1)!.key);

test('an acquisition without an answer is not sent again: it would count twice', () => {
  const process = new Process().acquire();
  process.fires('call', lastCall(process));
  expect([process.told.news, process.asked]).toEqual([[{ what: 'unanswered', thread: 0 }], ['redisson-lock']]);
});

test('an unlock without an answer is sent again under the same latch, as often as it is told to', () => {
  const process = new Process().acquire().answers(taken).release();
  for (let time = 0; time < 3; time++) process.fires('call', lastCall(process));
  const unlocks = process.scripts.filter(({ command }) => command.script === 'redisson-unlock');
  expect(new Set(unlocks.map(({ command }) => command.args[3]))).toEqual(
    new Set(['redisson_unlock_latch:{lock}:c1.1:0:2']),
  );
  expect([unlocks.length, process.told.news]).toEqual([3, [{ what: 'released', thread: 0, wasHeld: null }]]);
});

test('who is refused subscribes, tries again when that is up, and then waits for a message or the time to live', () => {
  const process = new Process().acquire().answers(held(500));
  expect(process.asked).toEqual(['redisson-lock', 'Subscribe']);
  process.hears('Subscribed').answers(held(400));
  expect([process.asked.at(-1), process.timers.at(-1)]).toEqual(['redisson-lock', 'ttl 401']);
  expect(process.hears('Message').told.news).toEqual([{ what: 'woken' }]);
  expect(process.answers(taken).told.news).toEqual([acquired]);
  expect(process.asked.slice(3)).toEqual(['redisson-lock', 'Unsubscribe']);
});

test('without a message it looks again when the time to live is over', () => {
  const process = new Process().acquire().answers(held(500)).hears('Subscribed').answers(held(400)).fires('ttl');
  expect(process.asked.filter((script) => script === 'redisson-lock')).toHaveLength(3);
});

test('one message wakes one of two threads; a message for nobody serves the next who would wait', () => {
  const process = new Process({}, 2).acquire(0).acquire(1);
  for (const { attempt } of [...process.scripts]) process.answers(held(500), attempt);
  process.hears('Subscribed');
  for (const { attempt } of process.scripts.slice(2)) process.answers(held(400), attempt);
  const before = process.scripts.length;
  process.hears('Message');
  expect(process.scripts.length).toBe(before + 1);
  // The other one is woken too, and then there is nobody.
  process.hears('Message').hears('Message');
  expect([process.scripts.length, process.told.lock.permits]).toEqual([before + 2, 1]);
  process.answers(held(300));
  expect([process.scripts.length, process.told.lock.permits]).toEqual([before + 3, 0]);
});

test('the watchdog renews each third, goes on without an answer, and stops when the field is gone', () => {
  const process = new Process().acquire().answers(taken);
  expect(process.timers.at(-1)).toBe(`renew ${seconds(10)}`);
  process.fires('renew');
  process.fires('call', lastCall(process)).fires('renew').answers(0);
  expect(process.told.news).toEqual([{ what: 'renewal-lost' }]);
  const sent = process.sent.length;
  expect(process.fires('renew').sent.length).toBe(sent);
});

test('the watchdog goes by the locks that the process knows of: what is left in Redis besides ends with its lease', () => {
  const known = new Process().acquire().answers(taken).acquire().answers(taken).release().answers(0);
  expect(known.fires('renew').asked.at(-1)).toBe('redisson-renew');
  // The first acquisition was executed, and its answer is lost: the unlock finds the lock held once more.
  const unheard = new Process().acquire();
  unheard.fires('call', lastCall(unheard)).acquire().answers(taken).release().answers(0);
  expect(unheard.told.news).toEqual([{ what: 'released', thread: 0, wasHeld: true }]);
  expect(unheard.fires('renew').asked.at(-1)).toBe('redisson-unlock');
});

test('with a lease time there is no watchdog', () => {
  const process = new Process({ leaseTime: seconds(10) }).acquire().answers(taken);
  expect(process.timers.filter((timer) => timer.startsWith('renew'))).toEqual([]);
});

test('replicas that do not confirm: the lock is let go, and refused', () => {
  const process = new Process({ checksReplicas: true }).acquire();
  const { attempt } = process.scripts[0]!;
  process.hears('Answer', { attempt, value: taken, replicated: 0, wanted: 1 });
  expect([process.told.news, process.asked.at(-1)]).toEqual([[{ what: 'refused', thread: 0 }], 'redisson-unlock']);
  const none = new Process({ checksReplicas: true }).acquire();
  none.hears('Answer', { attempt: none.scripts[0]!.attempt, value: taken, replicated: 0, wanted: 0 });
  expect(none.told.news).toEqual([acquired]);
});

test('a fair lock asks with its clock, listens on a channel of its own, and leaves the queue when it waits no longer', () => {
  const process = new Process({ threadWait: seconds(5) }).acquire().answers(held(500)).hears('Subscribed');
  expect(process.asked).toEqual(['redisson-fair-lock', 'Subscribe', 'redisson-fair-lock']);
  expect(process.scripts[0]!.command.args).toEqual(['c1.1:0', seconds(30), seconds(5), 0]);
  expect(process.sent[1]).toEqual({ kind: 'Subscribe', channel: 'redisson_lock__channel:{lock}:c1.1:0' });
  process.answers(held(400)).givesUp();
  expect(process.asked.slice(3)).toEqual(['Unsubscribe', 'redisson-fair-leave']);
  expect(new Process().acquire().givesUp().asked).toEqual(['redisson-lock', 'redisson-unlock']);
});

test('a fair lock whose place is older than its time waits for a message alone', () => {
  const process = new Process({ threadWait: seconds(5) }).acquire().answers(held(500)).hears('Subscribed');
  expect(process.answers(held(-1)).timers.filter((timer) => timer.startsWith('ttl'))).toEqual(['ttl 501']);
});
