// What clients of etcd make of silence and of answers.
import { describe, expect, test } from 'vitest';
import type { Kind } from '../../../src/contract/context.ts';
import type { AnyProtocol } from '../../../src/contract/protocol.ts';
import { defaultsOf, type Options, type Ratio, type Workload } from '../../../src/contract/system.ts';
import { etcdSystem } from '../../../src/protocols/etcd/index.ts';
import { effectsOf, fire, type Outcome, receive, type Setup, sent, start } from '../recording-context.ts';
import { writes } from '../workload.ts';

const all: Ratio = { numerator: 1, denominator: 1 };
const workload: Workload = { ...writes, kind: '' };

/** One client, run by hand. */
class Client {
  readonly setup: Setup;
  private readonly protocol: AnyProtocol;
  latest: Outcome<unknown>;

  constructor(kind: string, changes: Partial<Workload>, options: Options = {}, self = 'c1') {
    this.setup = { self, servers: ['n1', 'n2', 'n3'] };
    const spec = etcdSystem.workloads[kind]!;
    this.protocol = spec.client({ ...workload, ...changes }, { ...defaultsOf(etcdSystem), ...options });
    this.latest = start(this.protocol, {}, this.setup);
    this.fire('next');
  }

  fire(timer: string): this {
    this.latest = fire(this.protocol, this.latest.state, timer, this.setup);
    return this;
  }

  hear(message: Kind, from = 'n1'): this {
    this.latest = receive(this.protocol, this.latest.state, message, from, this.setup);
    return this;
  }

  answer(number: number, answer: Kind | { readonly f: string }): this {
    const id = { client: this.setup.self!, number };
    return this.hear({ kind: 'Answered', id, answer: { revision: 9, ...answer } } as unknown as Kind);
  }

  sent = (to?: string): readonly Kind[] => sent(this.latest, to);
  ended = (): readonly unknown[] => effectsOf(this.latest, 'complete').map(({ type, ...rest }) => ({ type, ...rest }));
}

const range = (value: number | null, modRevision = 4) => ({
  f: 'range',
  found: value === null ? [] : [{ key: 'k0', value, createRevision: 2, modRevision, version: 1, lease: 0 }],
});

describe('silence', () => {
  test('of a member that was asked to read: the next one is asked', () => {
    const client = new Client('register', { reads: all }).fire('attempt');
    expect(client.sent('n2')).toMatchObject([{ kind: 'Call', id: { number: 2 }, asked: { f: 'read' } }]);
  });

  test('of one that was asked to write: nothing is done, and in the end nothing is known', () => {
    const client = new Client('register', {}).fire('attempt');
    expect(client.sent()).toEqual([]);
    expect(client.fire('deadline').ended()).toMatchObject([{ type: 'info', code: 'timeout' }]);
  });

  test('unless it is told to repeat blindly: then another member gets it, as another request', () => {
    const client = new Client('register', {}, { retryWrites: 'blind' }).fire('attempt');
    expect(client.sent('n2')).toMatchObject([{ kind: 'Call', id: { number: 2 }, asked: { f: 'put' } }]);
  });
});

describe('a member that has given up', () => {
  const timedOut = { f: 'error', code: 'timeout' };

  test('did not read, certainly', () => {
    expect(new Client('register', { reads: all }).answer(1, timedOut).ended()).toMatchObject([
      { type: 'fail', code: 'unavailable' },
    ]);
  });

  test('may have written', () => {
    expect(new Client('register', {}).answer(1, timedOut).ended()).toMatchObject([{ type: 'info', code: 'timeout' }]);
  });
});

test('a compare-and-set compares the revision that was seen last, and 0 where nothing was', () => {
  const client = new Client('register', { cas: all });
  expect(client.sent()).toMatchObject([{ asked: { compare: [{ target: 'modRevision', to: 0 }] } }]);
  client.answer(1, { f: 'txn', succeeded: false, steps: [{ revision: 9, ...range(7) }] } as never);
  expect(client.ended()).toMatchObject([{ type: 'fail', code: 'cas-mismatch' }]);
  expect(client.fire('next').sent()).toMatchObject([{ asked: { compare: [{ target: 'modRevision', to: 4 }] } }]);
});

describe('an increment', () => {
  test('by a transaction begins again when the counter has changed', () => {
    const client = new Client('counter', { cas: all }).answer(1, range(7));
    expect(client.sent()).toMatchObject([{ asked: { f: 'txn', compare: [{ to: 4 }], success: [{ value: 8 }] } }]);
    client.answer(2, { f: 'txn', succeeded: false, steps: [] } as never);
    expect(client.ended()).toEqual([]);
    expect(client.sent()).toMatchObject([{ asked: { f: 'read' } }]);
  });

  test('by a put does not look', () => {
    const client = new Client('counter', {}).answer(1, range(7));
    expect(client.sent()).toMatchObject([{ asked: { f: 'put', value: 8 } }]);
    expect(client.answer(2, { f: 'put' }).ended()).toMatchObject([{ type: 'ok', value: 8 }]);
  });
});

describe('a copy that is kept by a watch', () => {
  /** It has listed k0, written at revision 4, when the store was at 9. */
  const watching = (watchFrom: string) => new Client('watch', {}, { watchFrom }, 'c2').answer(1, range(1));
  const created = (next: number): Kind => ({ kind: 'WatchCreated', watch: 1, next });
  const events = (from: number, revision: number): Kind => ({
    kind: 'WatchEvents',
    watch: 1,
    from,
    revision,
    events: [{ revision, key: 'k0', kv: null }],
  });

  test('begins after the list, or now', () => {
    expect(watching('revision').sent()).toMatchObject([{ kind: 'Watch', start: 10 }]);
    expect(watching('now').sent()).toMatchObject([{ kind: 'Watch', start: null }]);
  });

  test('has missed what was written before the watch began', () => {
    const late = watching('now').hear(created(12)).fire('deadline').answer(2, range(2, 11));
    expect(late.ended()).toMatchObject([{ type: 'fail', code: 'stale-cache' }]);
  });

  test('has not missed what the watch has told, or has not come to yet', () => {
    const told = watching('revision').hear(created(10)).hear(events(10, 11)).fire('deadline').answer(2, range(2, 11));
    expect(told.ended()).toMatchObject([{ type: 'ok' }]);
    const behind = watching('revision').hear(created(10)).fire('deadline').answer(2, range(2, 11));
    expect(behind.ended()).toMatchObject([{ type: 'ok' }]);
  });

  test('asks again from where it is when a message is missing', () => {
    const client = watching('revision').hear(created(10)).hear(events(11, 12));
    expect(client.sent('n1')).toMatchObject([{ kind: 'Watch', start: 10 }]);
    expect(client.hear(events(10, 12)).sent()).toEqual([]);
  });

  test('is made anew when what it lacks is forgotten', () => {
    const client = watching('revision').hear(created(10));
    client.hear({ kind: 'WatchCompacted', watch: 1, compactRevision: 10 });
    expect(client.ended()).toEqual([]);
    client.hear({ kind: 'WatchCompacted', watch: 1, compactRevision: 11 });
    expect(client.ended()).toMatchObject([{ type: 'fail', code: 'compacted' }]);
    expect(client.sent()).toMatchObject([{ kind: 'Call', asked: { f: 'read', key: 'k', end: 'l' } }]);
  });
});
