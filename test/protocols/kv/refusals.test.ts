// What a client makes of a server that refuses or gives up, and the clients that delete or write here and read there.
import { expect, test } from 'vitest';
import type { AnyProtocol } from '../../../src/contract/protocol.ts';
import type { Workload } from '../../../src/contract/system.ts';
import { type ClientState, deletingClient, kvClient, turnsClient } from '../../../src/protocols/kv/index.ts';
import { effectsOf, fire, type Outcome, receive, type Setup, start } from '../recording-context.ts';
import { writes } from '../workload.ts';

const all = { numerator: 1, denominator: 1 };
const twoKeys: Workload = { ...writes, keys: 2 };
const setup: Setup = { self: 'c1', servers: ['n1', 'n2', 'n3'] };

const began = (client: AnyProtocol, how = setup): Outcome<ClientState> =>
  fire<ClientState>(client, start<ClientState>(client, {}, how).state, 'next', how);
const told = (client: AnyProtocol, { state }: Outcome<ClientState>, number: number, result: object) =>
  receive<ClientState>(
    client,
    state,
    { kind: 'Reply', id: { client: 'c1', number }, result: result as never },
    'n1',
    setup,
  );
const ended = (outcome: Outcome<ClientState>) =>
  effectsOf(outcome, 'complete').map((effect) => [effect.type, 'code' in effect ? effect.code : effect.value]);

const unavailable = { ok: false, code: 'unavailable' };
const timeout = { ok: false, code: 'timeout' };

test('a first attempt that is refused has failed for certain', () => {
  const client = kvClient(twoKeys);
  expect(ended(told(client, began(client), 1, unavailable))).toEqual([['fail', 'unavailable']]);
});

test('after an attempt without an answer a refused write is unknown, a refused read has failed', () => {
  const writer = kvClient(twoKeys);
  const reader = kvClient({ ...twoKeys, reads: all });
  const again = (client: AnyProtocol) => fire<ClientState>(client, began(client).state, 'attempt', setup);
  expect(ended(told(writer, again(writer), 1, unavailable))).toEqual([['info', 'timeout']]);
  expect(ended(told(reader, again(reader), 1, unavailable))).toEqual([['fail', 'unavailable']]);
});

test('a server that gave up waiting leaves it unknown', () => {
  const client = kvClient(twoKeys);
  expect(ended(told(client, began(client), 1, timeout))).toEqual([['info', 'timeout']]);
});

test('by turns: a write at the first server, then a read of its key at the second', () => {
  const client = turnsClient(twoKeys);
  const write = began(client);
  expect(effectsOf(write, 'send')).toMatchObject([{ to: 'n1', message: { operation: { f: 'write', key: 'k0' } } }]);
  const read = fire<ClientState>(client, told(client, write, 1, { ok: true, value: 1 }).state, 'next', setup);
  expect(effectsOf(read, 'send')).toMatchObject([{ to: 'n2', message: { operation: { f: 'read', key: 'k0' } } }]);
  const next = fire<ClientState>(client, told(client, read, 2, { ok: true, value: 1 }).state, 'next', setup);
  expect(effectsOf(next, 'send')).toMatchObject([{ to: 'n1', message: { operation: { f: 'write', key: 'k1' } } }]);
});

test('a delete is a write of null, and as often chosen as a write of a value', () => {
  const client = deletingClient(twoKeys);
  const chosen = [0, 1].map((nth) => began(client, { ...setup, pick: (label) => (label === 'delete' ? nth : 0) }));
  expect(chosen.map((outcome) => effectsOf(outcome, 'invoke')[0]?.operation.value)).toEqual([1001, null]);
  const counts: number[] = [];
  began(client, { ...setup, pick: (label, count) => (label === 'delete' ? counts.push(count) - 1 : 0) });
  expect(counts).toEqual([2]);
});
