// The client: reads, joins, writes back; and what it says of what it does not know.
import { expect, test } from 'vitest';
import type { Workload } from '../../../src/contract/system.ts';
import { type ClientState, setClient } from '../../../src/protocols/dynamo/client.ts';
import { effectsOf, fire, type Outcome, receive, type Setup, sent, start } from '../recording-context.ts';
import { writes } from '../workload.ts';

const workload: Workload = { ...writes, kind: 'cart' };
const setup: Setup = { self: 'c1', servers: ['n1', 'n2'] };
const client = setClient(workload, { isBlind: false });

const begun = (): Outcome<ClientState> =>
  fire<ClientState>(client, start<ClientState>(client, {}, setup).state, 'next', setup);
const reply = (outcome: Outcome<ClientState>, number: number, result: object, context: object = {}) =>
  receive<ClientState>(
    client,
    outcome.state,
    { kind: 'Reply', id: { client: 'c1', number }, result: result as never, context: context as never },
    'n1',
    setup,
  );
const ended = (outcome: Outcome<ClientState>) => effectsOf(outcome, 'complete');

test('to add it reads, joins the siblings, and writes all back with the context it was given', () => {
  const reading = begun();
  expect(sent(reading, 'n1')).toMatchObject([{ operation: { f: 'read', key: 'k0' } }]);
  const writing = reply(
    reading,
    1,
    {
      ok: true,
      value: [
        [5, 7],
        [7, 9],
      ],
    },
    { n1: 'seen' },
  );
  const operation = { f: 'write', key: 'k0', value: [5, 7, 9, 1001] };
  expect(sent(writing, 'n1')).toMatchObject([{ operation, context: { n1: 'seen' } }]);
  expect(ended(writing)).toEqual([]);
  expect(ended(reply(writing, 2, { ok: true, value: [] }))).toEqual([{ effect: 'complete', type: 'ok', value: 1001 }]);
});

test('blind: it writes its element alone', () => {
  const blind = setClient(workload, { isBlind: true });
  const outcome = fire<ClientState>(blind, start<ClientState>(blind, {}, setup).state, 'next', setup);
  expect(sent(outcome, 'n1')).toMatchObject([{ operation: { f: 'write', key: 'k0', value: [1001] } }]);
});

test('a read joins the siblings in one order, each element once', () => {
  const reader = setClient({ ...workload, reads: { numerator: 1, denominator: 1 } }, { isBlind: false });
  const reading = fire<ClientState>(reader, start<ClientState>(reader, {}, setup).state, 'next', setup);
  expect(
    ended(
      reply(reading, 1, {
        ok: true,
        value: [
          [9, 5],
          [5, 7],
        ],
      }),
    ),
  ).toEqual([{ effect: 'complete', type: 'ok', value: [5, 7, 9] }]);
});

test('refused or timed out while it reads: nothing has happened; while it writes: a timeout is unknown, a refusal is not', () => {
  const failed = [{ effect: 'complete', type: 'fail', code: 'unavailable' }];
  const unknown = [{ effect: 'complete', type: 'info', code: 'timeout' }];
  const writing = () => reply(begun(), 1, { ok: true, value: [] });
  expect(ended(reply(begun(), 1, { ok: false, code: 'timeout' }))).toEqual(failed);
  expect(ended(fire(client, begun().state, 'deadline', setup))).toEqual(failed);
  expect(ended(reply(writing(), 2, { ok: false, code: 'unavailable' }))).toEqual(failed);
  expect(ended(reply(writing(), 2, { ok: false, code: 'timeout' }))).toEqual(unknown);
  expect(ended(fire(client, writing().state, 'deadline', setup))).toEqual(unknown);
});

test('a refusal of a second attempt at a write says nothing of the first', () => {
  const writing = reply(begun(), 1, { ok: true, value: [] });
  const again = fire<ClientState>(client, writing.state, 'attempt', setup);
  expect(sent(again, 'n2')).toMatchObject([{ operation: { f: 'write' } }]);
  expect(ended(reply(again, 3, { ok: false, code: 'unavailable' }))).toMatchObject([{ type: 'info' }]);
});
