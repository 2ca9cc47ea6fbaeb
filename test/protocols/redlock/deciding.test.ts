// A round of Redlock: who has a majority in time has the lock, and whoever has not lets go of what it got.
import { expect, test } from 'vitest';
import { ms, seconds } from '../../../src/contract/time.ts';
import type { Told } from '../../../src/protocols/locks/index.ts';
import { redlockDriver } from '../../../src/protocols/redlock/driver.ts';
import type { Redlock, Settings } from '../../../src/protocols/redlock/state.ts';

const settings: Settings = {
  ttl: seconds(10),
  nodeTimeout: ms(50),
  driftAllowance: ms(102),
  isSequential: false,
  retryMin: ms(1),
  retryMax: ms(200),
};
const servers = ['n1', 'n2', 'n3', 'n4', 'n5'];

/** A client that asks, and what it sent and set. */
class Client {
  readonly sent: string[] = [];
  timers: string[] = [];
  told: Told<Redlock>;
  now = 0;
  private readonly driver;
  private readonly ctx;

  constructor(changed: Partial<Settings> = {}) {
    this.driver = redlockDriver({ ...settings, ...changed });
    const monotonic = () => this.now;
    this.ctx = {
      self: 'c1',
      boot: { incarnation: 1 },
      group: () => servers,
      get monotonic() {
        return monotonic();
      },
      send: (to: string, { command }: { command: { name: string } }) => this.sent.push(`${command.name} ${to}`),
      setTimer: ({ kind }: { kind: string }, min: number) => this.timers.push(`${kind} ${min}`),
      cancelTimer() {},
    };
    this.told = { lock: this.driver.start(this.ctx as never) as Redlock, news: [] };
    this.told = this.driver.acquire(this.told.lock as never, 0, this.ctx as never) as Told<Redlock>;
  }

  answers(value: 'OK' | null, ...from: readonly string[]): this {
    for (const node of from) {
      const attempt = this.told.lock.threads[0]!.asked[node]!;
      const message = { kind: 'Answer', attempt, value, replicated: null, wanted: null };
      this.told = this.driver.on['Answer']!(
        this.told.lock as never,
        message as never,
        node,
        this.ctx as never,
      ) as Told<Redlock>;
    }
    return this;
  }

  fires(kind: string): this {
    const timer = { kind, key: '0' };
    this.told = this.driver.timer[kind]!(this.told.lock as never, timer as never, this.ctx as never) as Told<Redlock>;
    return this;
  }

  get phase() {
    return this.told.lock.threads[0]!.phase;
  }
}

test('three of five, in time: the TTL less what has passed and less the allowance is left', () => {
  const client = new Client();
  client.now = ms(50);
  expect(client.answers('OK', 'n1', 'n2').told.news).toEqual([]);
  expect(client.answers('OK', 'n3').told.news).toEqual([{ what: 'acquired', thread: 0, token: null }]);
  // 10,000 − 50 − 102 ms, as the reference counts it.
  expect(client.timers.at(-1)).toBe(`validity ${ms(9_848)}`);
});

test('when three have refused no majority can come: it unlocks everywhere and waits for a time that is drawn', () => {
  const client = new Client().answers('OK', 'n1', 'n2').answers(null, 'n3', 'n4');
  expect(client.phase).toBe('asking');
  client.answers(null, 'n5');
  expect([client.phase, client.sent.slice(5)]).toEqual(['pausing', servers.map((server) => `EVAL ${server}`)]);
});

test('a majority that comes after the TTL, or within the allowance of it, is let go', () => {
  for (const late of [seconds(15), seconds(10) - ms(102)]) {
    const client = new Client();
    client.now = late;
    expect(client.answers('OK', 'n1', 'n2', 'n3').phase).toBe('pausing');
  }
});

test('whoever does not answer in time counts as a refusal; an answer after that is not heard', () => {
  const client = new Client().answers('OK', 'n1', 'n2').fires('node');
  expect(client.phase).toBe('pausing');
  expect(client.answers('OK', 'n3').told.news).toEqual([]);
});

test('one after another: the next is asked when the one before has answered, and all are asked', () => {
  const client = new Client({ isSequential: true });
  expect(client.sent).toEqual(['SET n1']);
  client.answers('OK', 'n1').fires('node').answers('OK', 'n3');
  expect(client.sent).toEqual(['SET n1', 'SET n2', 'SET n3', 'SET n4']);
  expect(client.answers('OK', 'n4').told.news).toEqual([]);
  expect(client.answers(null, 'n5').phase).toBe('held');
});

test('when the validity is over it stops, and unlocks what may still be there', () => {
  const client = new Client().answers('OK', 'n1', 'n2', 'n3').fires('validity');
  expect([client.told.news, client.phase]).toEqual([[{ what: 'lost', thread: 0 }], 'idle']);
  expect(client.sent.slice(5)).toEqual(servers.map((server) => `EVAL ${server}`));
});
