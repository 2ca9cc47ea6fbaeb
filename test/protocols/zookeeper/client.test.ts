// Clients: how a session is kept, where a client goes, and what it says of what it does not know.
import { expect, test } from 'vitest';
import type { Kind } from '../../../src/contract/context.ts';
import { ms, seconds } from '../../../src/contract/time.ts';
import { registerClient } from '../../../src/protocols/zookeeper/client/register.ts';
import { effectsOf, fire, type Outcome, receive, sent, start } from '../recording-context.ts';

const ratio = (numerator: number) => ({ numerator, denominator: 1 });
const workload = {
  ...{ kind: 'register', interval: ms(100), think: 0, keys: 1, values: 0, from: 0, to: seconds(10) },
  ...{ cas: ratio(0), fresh: ratio(0), deadline: seconds(2), attempt: ms(500) },
};
const clientOf = (reads: number, isSynced = false) =>
  registerClient({ ...workload, reads: ratio(reads) } as Parameters<typeof registerClient>[0], {
    sessionTimeout: seconds(30),
    reconnectWait: seconds(1),
    isSynced,
  });
const setup = { self: 'c1', servers: ['n1', 'n2', 'n3'] };
const connected = { kind: 'Connected', connection: 1, session: 7, timeout: seconds(6) };

class Talk {
  outcome: Outcome<unknown>;
  private readonly client: ReturnType<typeof registerClient>;
  constructor(client: ReturnType<typeof registerClient>) {
    this.client = client;
    this.outcome = start(client, {}, setup);
    this.fire('reconnect');
  }
  fire(timer: string): this {
    this.outcome = fire(this.client, this.outcome.state as never, timer, setup);
    return this;
  }
  hear(message: Kind): this {
    this.outcome = receive(this.client, this.outcome.state as never, message, 'n1', setup);
    return this;
  }
  get ends() {
    return effectsOf(this.outcome, 'complete').map((end) => (end.type === 'ok' ? end.value : [end.type, end.code]));
  }
}

test('it opens a session, pings after a third of its timeout, and gives a server up after two', () => {
  const talk = new Talk(clientOf(1));
  expect(sent(talk.outcome)).toMatchObject([{ kind: 'Connect', session: null, lastZxidSeen: 0 }]);
  talk.hear(connected);
  expect(effectsOf(talk.outcome, 'setTimer')).toMatchObject([
    { timer: { kind: 'silence' }, min: seconds(4) },
    { timer: { kind: 'ping' }, min: seconds(2) },
  ]);
  talk.fire('silence').fire('reconnect');
  expect(effectsOf(talk.outcome, 'send')).toMatchObject([{ to: 'n2', message: { kind: 'Connect', session: 7 } }]);
});

test('it tells the next server the latest zxid that it has seen', () => {
  const talk = new Talk(clientOf(1)).hear(connected).fire('next');
  talk.hear({ kind: 'Reply', connection: 1, xid: 1, zxid: 42, result: { ok: true, value: 'x', version: 3 } });
  expect(talk.ends).toEqual(['x']);
  talk.hear({ kind: 'Closed', connection: 1 }).fire('reconnect');
  expect(sent(talk.outcome)).toMatchObject([{ kind: 'Connect', lastZxidSeen: 42 }]);
  // Its session is that of an older transaction, and the third server must be no later either.
  talk
    .hear({ ...connected, connection: 2 })
    .hear({ kind: 'Closed', connection: 2 })
    .fire('reconnect');
  expect(sent(talk.outcome)).toMatchObject([{ kind: 'Connect', lastZxidSeen: 42 }]);
});

test('a read that lost its connection is asked again; a write is unknown, unless it never left', () => {
  const read = new Talk(clientOf(1)).hear(connected).fire('next').hear({ kind: 'Closed', connection: 1 });
  expect(read.ends).toEqual([]);
  read.fire('reconnect').hear({ ...connected, connection: 2 });
  expect(sent(read.outcome)).toMatchObject([{ kind: 'Request', connection: 2, operation: { op: 'getData' } }]);
  const write = new Talk(clientOf(0)).hear(connected).fire('next').hear({ kind: 'Closed', connection: 1 });
  expect(write.ends).toEqual([['info', 'connection-loss']]);
  const waiting = new Talk(clientOf(0)).fire('next');
  expect(waiting.fire('deadline').ends).toEqual([['fail', 'unavailable']]);
});

test('a write makes the node, or sets it where another was faster', () => {
  const talk = new Talk(clientOf(0)).hear(connected).fire('next');
  expect(sent(talk.outcome)).toMatchObject([{ operation: { op: 'create', path: '/k0' } }]);
  talk.hear({ kind: 'Reply', connection: 1, xid: 1, zxid: 9, result: { ok: false, code: 'node-exists' } });
  expect(sent(talk.outcome)).toMatchObject([{ xid: 2, operation: { op: 'setData', version: -1 } }]);
  talk.hear({ kind: 'Reply', connection: 1, xid: 2, zxid: 10, result: { ok: true, value: 1, version: 1 } });
  expect(talk.ends).toHaveLength(1);
});

test('reads: synced asks for a sync first', () => {
  const talk = new Talk(clientOf(1, true)).hear(connected).fire('next');
  expect(sent(talk.outcome)).toMatchObject([{ operation: { op: 'sync' } }]);
  talk.hear({ kind: 'Reply', connection: 1, xid: 1, zxid: 9, result: { ok: true, value: null, version: 0 } });
  expect(sent(talk.outcome)).toMatchObject([{ operation: { op: 'getData', path: '/k0' } }]);
});

test('whose session has ended opens another, and forgets nothing that it has seen', () => {
  const talk = new Talk(clientOf(1)).hear(connected).hear({ kind: 'Closed', connection: 1 }).fire('reconnect');
  talk.hear({ kind: 'Expired', connection: 2 });
  expect(sent(talk.outcome)).toMatchObject([{ kind: 'Connect', connection: 3, session: null, lastZxidSeen: 7 }]);
});
