import { describe, expect, test } from 'vitest';
import type { Workload } from '../../../src/contract/system.ts';
import { ms } from '../../../src/contract/time.ts';
import { type ClientState, kvClient } from '../../../src/protocols/kv/index.ts';
import { effectsOf, fire, type Outcome, receive, type Setup, sent, start, timersSet } from '../recording-context.ts';
import { none, writes } from '../workload.ts';

const all = { numerator: 1, denominator: 1 };

const setup: Setup = { self: 'c2', peers: ['c1', 'c3', 'c4'], servers: ['n2', 'n3', 'n1'] };

/** A client and the course of its operations, one handler after another. */
class Client {
  last: Outcome<ClientState>;
  private readonly protocol;
  private readonly setup: Setup;

  constructor(workload: Partial<Workload> = {}, changes: Setup = {}) {
    this.setup = { ...setup, ...changes };
    this.protocol = kvClient({ ...writes, ...workload });
    this.last = start<ClientState>(this.protocol, {}, this.setup);
  }
  fire(kind: string): this {
    this.last = fire(this.protocol, this.last.state, kind, this.setup);
    return this;
  }
  reply(number: number, value: number | null): this {
    return this.receive({ kind: 'Reply', id: { client: 'c2', number }, result: { ok: true, value } });
  }
  mismatch(number: number, value: number): this {
    const result = { ok: false, code: 'cas-mismatch', value };
    return this.receive({ kind: 'Reply', id: { client: 'c2', number }, result });
  }
  refuse(attempt: number, leader: string | null = null): this {
    return this.receive({ kind: 'NotLeader', id: { client: 'c2', number: 1 }, attempt, leader });
  }
  private receive(message: Parameters<typeof receive>[2]): this {
    this.last = receive(this.protocol, this.last.state, message, 'n2', this.setup);
    return this;
  }
  /** Whom the last handler asked. */
  get asked() {
    return effectsOf(this.last, 'send').map(({ to }) => to);
  }
  /** What the last handler wrote into the history. */
  get history() {
    return this.last.effects.flatMap((effect): unknown[] => {
      if (effect.effect === 'invoke') return [['invoke', effect.operation.f, effect.operation.value]];
      if (effect.effect !== 'complete') return [];
      return [[effect.type, effect.type === 'ok' ? effect.value : effect.code]];
    });
  }
}

const began = (workload: Partial<Workload> = {}, changes: Setup = {}) => new Client(workload, changes).fire('next');

describe('an operation', () => {
  test('is invoked and sent to the home server first', () => {
    const client = began();
    // The first operation of c2: 1 · 1000 + 2.
    const operation = { f: 'write', key: 'k0', value: 1002 };
    expect(effectsOf(client.last, 'invoke')).toEqual([{ effect: 'invoke', operation }]);
    expect(sent(client.last)).toEqual([{ kind: 'Request', id: { client: 'c2', number: 1 }, attempt: 1, operation }]);
    expect(client.asked).toEqual(['n2']);
    expect(timersSet(client.last)).toEqual(['deadline', 'attempt']);
  });

  test('ends with its answer; the next begins after the think time, with a new id and value', () => {
    const client = began().reply(1, 1002);
    expect(client.history).toEqual([['ok', 1002]]);
    expect(effectsOf(client.last, 'setTimer')).toMatchObject([{ timer: { kind: 'next' }, min: 20_000 }]);
    expect(sent(client.fire('next').last)).toMatchObject([{ id: { number: 2 }, operation: { value: 2002 } }]);
  });

  test('reads say null and are told the value', () => {
    const client = began({ reads: all });
    expect(client.history).toEqual([['invoke', 'read', null]]);
    expect(client.reply(1, 7).history).toEqual([['ok', 7]]);
  });

  test('compare-and-set expects what the client saw last', () => {
    const client = began({ cas: all });
    expect(client.history).toEqual([['invoke', 'cas', [null, 1002]]]);
    expect(client.mismatch(1, 5).history).toEqual([['fail', 'cas-mismatch']]);
    expect(client.fire('next').history).toEqual([['invoke', 'cas', [5, 2002]]]);
    expect(client.reply(2, 2002).history).toEqual([['ok', [5, 2002]]]);
    expect(client.fire('next').history).toEqual([['invoke', 'cas', [2002, 3002]]]);
  });

  test('a client that restarts uses new ids and values', () => {
    const operation = { f: 'write', key: 'k0', value: 1_000_001_002 };
    expect(sent(began({}, { incarnation: 2 }).last)).toMatchObject([{ id: { number: 1_000_001 }, operation }]);
  });
});

describe('without an answer', () => {
  test('the same request goes to the next server, round and round', () => {
    const client = began();
    for (const [attempt, server] of ['n3', 'n1', 'n2', 'n3'].entries()) {
      expect(client.fire('attempt').asked).toEqual([server]);
      expect(sent(client.last)).toMatchObject([{ id: { number: 1 }, attempt: attempt + 2 }]);
    }
  });

  test('a hint that led nowhere leads back to the order, and is not followed again', () => {
    // n2 names n1, which is silent; then comes n3, whose turn it is, and its naming of n1 too is not followed.
    const client = began().refuse(1, 'n1');
    expect(client.asked).toEqual(['n1']);
    expect(client.fire('attempt').asked).toEqual(['n3']);
    expect(client.refuse(3, 'n1').asked).toEqual([]);
    expect(client.fire('retry').asked).toEqual(['n1']);
    expect(client.fire('attempt').asked).toEqual(['n2']);
  });

  test('until the deadline, when it may still take effect: unknown', () => {
    const client = began().fire('deadline');
    expect(client.history).toEqual([['info', 'timeout']]);
    expect(client.last.state.open).toBeNull();
  });

  test('a late answer to what was given up is ignored, the next request is another', () => {
    const client = began().fire('deadline');
    expect(client.reply(1, 1002).last.effects).toEqual([]);
    expect(sent(client.fire('next').last)).toMatchObject([{ id: { number: 2 } }]);
    expect(client.reply(1, 1002).last.effects).toEqual([]);
  });
});

describe('refused', () => {
  test('it follows the hint at once, with the same request', () => {
    const client = began().refuse(1, 'n1');
    expect(client.asked).toEqual(['n1']);
    expect(sent(client.last)).toMatchObject([{ id: { number: 1 }, attempt: 2 }]);
  });

  test('and answered there, it asks there first from then on', () => {
    const client = began().refuse(1, 'n1').reply(1, 1002).fire('next');
    expect(client.asked).toEqual(['n1']);
  });

  test.each([
    ['no hint', null],
    ['a hint that it cannot reach', 'n9'],
    ['a hint that is the one that refused', 'n2'],
  ])('with %s it waits 50 ms and asks the next server', (_why, hint) => {
    const client = began().refuse(1, hint);
    expect(effectsOf(client.last, 'setTimer')).toMatchObject([{ timer: { kind: 'retry' }, min: 50_000 }]);
    expect(client.asked).toEqual([]);
    expect(client.fire('retry').asked).toEqual(['n3']);
  });

  test('servers that name each other make it wait in the end', () => {
    const client = began();
    let attempt = 1;
    for (const hint of ['n3', 'n2', 'n3']) expect(client.refuse(attempt++, hint).asked).toEqual([hint]);
    expect(client.refuse(attempt, 'n2').asked).toEqual([]);
    expect(timersSet(client.last)).toEqual(['retry']);
  });

  test('a refusal of an earlier attempt is not one of this', () => {
    const client = began().fire('attempt');
    expect(client.refuse(1, 'n1').last.effects).toEqual([]);
  });

  test.each([
    ['a read has failed for certain: it changes nothing', all, ['fail', 'no-leader']],
    ['a write is unknown: another copy of it may have been taken', none, ['info', 'timeout']],
  ])('with one server it goes on until the deadline; then %s', (_what, reads, end) => {
    const client = began({ reads }, { servers: ['n2'] });
    for (let attempt = 1; attempt <= 3; attempt++) {
      expect(client.refuse(attempt, 'n3').asked).toEqual([]);
      expect(client.fire('retry').asked).toEqual(['n2']);
    }
    client.refuse(4, 'n3').fire('deadline');
    expect(client.history).toEqual([end]);
  });

  test.each<[string, (client: Client) => Client]>([
    ['the last attempt is unanswered', (client) => client.refuse(1).fire('retry')],
    ['an earlier attempt was unanswered', (client) => client.fire('attempt').refuse(2)],
  ])('it is unknown if %s', (_why, go) => {
    expect(go(began()).fire('deadline').history).toEqual([['info', 'timeout']]);
  });
});

describe('when operations begin', () => {
  const first = (workload: Partial<Workload>, changes: Setup = {}) =>
    effectsOf(new Client(workload, changes).last, 'setTimer').find(({ timer }) => timer.kind === 'next')?.min;

  // c2 is the second of four: a quarter of the period after the first.
  test('clients start one after another over one period', () => {
    expect(first({})).toBe(5_000);
    expect(first({ think: 0, interval: ms(100) })).toBe(25_000);
    expect(first({ from: ms(300) })).toBe(305_000);
    expect(first({}, { self: 'c10', peers: ['c1', 'c2', 'c9'] })).toBe(15_000);
  });

  const rate = { think: 0, interval: ms(100) };
  test('at a rate, starts are a grid', () => {
    const client = began(rate);
    expect(effectsOf(client.last, 'setTimer')).toMatchObject([
      { timer: { kind: 'next' }, min: 100_000 },
      { timer: { kind: 'deadline' } },
      { timer: { kind: 'attempt' } },
    ]);
    expect(timersSet(client.reply(1, 1002).last)).toEqual([]);
    expect(client.fire('next').history).toEqual([['invoke', 'write', 2002]]);
  });

  test('at a rate, an open operation delays the next until it ends', () => {
    const client = began(rate).fire('next');
    expect(client.history).toEqual([]);
    expect(client.fire('next').reply(1, 1002).history).toEqual([
      ['ok', 1002],
      ['invoke', 'write', 2002],
    ]);
    expect(client.reply(2, 2002).history).toEqual([['ok', 2002]]);
  });

  test('after its end no operation begins', () => {
    const client = began().fire('end').reply(1, 1002);
    expect(timersSet(client.last)).toEqual([]);
    expect(client.fire('next').last.effects).toEqual([]);
  });
});

describe('what is chosen', () => {
  const choosing = (workload: Partial<Workload>) => {
    const asked: [string, number][] = [];
    const pick = (label: string, count: number) => {
      asked.push([label, count]);
      return count - 1;
    };
    began(workload, { pick });
    return asked;
  };

  test('shares become as few options as they can', () => {
    expect(choosing({ reads: { numerator: 50, denominator: 100 } })).toEqual([['read', 2]]);
    expect(choosing({ reads: { numerator: 75, denominator: 100 }, cas: { numerator: 1, denominator: 3 } })).toEqual([
      ['read', 4],
      ['cas', 3],
    ]);
    expect(choosing({ reads: all })).toEqual([]);
  });

  test('keys and values where there are several', () => {
    expect(choosing({ keys: 3, values: 5 })).toEqual([
      ['key', 3],
      ['value', 5],
    ]);
    expect(began({ keys: 3, values: 5 }, { pick: (_label, count) => count - 1 }).last.state.open).toMatchObject({
      operation: { key: 'k2', value: 4 },
    });
  });
});
