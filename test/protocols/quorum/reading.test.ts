// A coordinator's reads: of whom, answered with what, and what is done about replicas that are behind.
import { expect, test } from 'vitest';
import { cell, Driven } from './server.ts';

const answer = (versions: ReturnType<typeof cell> | null) => ({ kind: 'ReadAnswer', request: 1, versions });
const found = (value: number | null) => ({ ok: true, value });
const old = cell(1, 100);
const young = cell(2, 200);

test('a read asks as many as it needs, itself first', () => {
  const one = new Driven().read();
  expect(['n1', 'n2', 'n3'].map((node) => one.sentTo(node).length)).toEqual([1, 0, 0]);
  const quorum = new Driven({ readLevel: 'QUORUM' }).read();
  expect(quorum.sentTo('n1')).toEqual([{ kind: 'Read', request: 1, key: 'k' }]);
  expect(quorum.sentTo('n2').length + quorum.sentTo('n3').length).toBe(1);
});

test('where answers differ the greatest time wins; where nothing is held, null', () => {
  const server = new Driven({ readLevel: 'ALL', readRepair: 'none' }).read();
  expect(server.hear(answer(old), 'n1').hear(answer(young), 'n2').told).toBeUndefined();
  expect(server.hear(answer(null), 'n3').told).toEqual(found(2));
  expect(new Driven().read().hear(answer(null), 'n1').told).toEqual(found(null));
});

test('blocking: those behind are repaired first, then the client is answered', () => {
  const server = new Driven({ readLevel: 'ALL' }).read().hear(answer(old), 'n1').hear(answer(young), 'n2');
  server.hear(answer(null), 'n3');
  expect(server.told).toBeUndefined();
  const repair = { kind: 'Write', request: 1, key: 'k', versions: young, isRepair: true };
  expect(server.sentTo('n1')).toEqual([repair]);
  expect(server.sentTo('n2')).toEqual([]);
  expect(server.sentTo('n3')).toEqual([repair]);
  const ack = { kind: 'WriteAck', request: 1 };
  expect(server.hear(ack, 'n1').told).toBeUndefined();
  expect(server.hear(ack, 'n1').told).toBeUndefined();
  expect(server.hear(ack, 'n3').told).toEqual(found(2));
  expect(server.state.open).toEqual({});
});

test('alike: no repair, and who answers twice counts once', () => {
  const server = new Driven({ readLevel: 'ALL' }).read().hear(answer(old), 'n1').hear(answer(old), 'n1');
  server.hear(answer(old), 'n2');
  expect(server.told).toBeUndefined();
  expect(server.hear(answer(old), 'n3').told).toEqual(found(1));
  expect(server.sentTo('n2')).toEqual([]);
});

test('an answer of a node that was not asked is none', () => {
  const server = new Driven().read();
  const before = server.state;
  expect(server.hear(answer(young), 'n2').state).toBe(before);
});

test('a slow replica: one more is asked, and its answer will do', () => {
  const server = new Driven({ readLevel: 'QUORUM' }).read();
  const asked = server.state.open['1'];
  const slow = server.sentTo('n2').length === 1 ? 'n2' : 'n3';
  const other = slow === 'n2' ? 'n3' : 'n2';
  expect(asked).toMatchObject({ asked: ['n1', slow], spare: [other] });
  expect(server.fire({ kind: 'speculate', key: '1' }).sentTo(other)).toHaveLength(1);
  expect(server.hear(answer(old), 'n1').hear(answer(old), other).told).toEqual(found(1));
});

test('too few answers: timed out; too few alive: refused', () => {
  const slow = new Driven({ readLevel: 'QUORUM' }).read().hear(answer(old), 'n1').fire({ kind: 'timeout', key: '1' });
  expect(slow.told).toEqual({ ok: false, code: 'timeout' });
  const alone = new Driven({ readLevel: 'QUORUM' }).convict('n2', 'n3').read();
  expect(alone.told).toEqual({ ok: false, code: 'unavailable' });
});

test('a compare-and-set writes if what it reads is what it expects, and does not otherwise', () => {
  const swap = { f: 'cas', key: 'k', from: 1, to: 5 } as const;
  const right = new Driven().at(900).ask(swap).hear(answer(old), 'n1');
  expect(right.sentTo('n2')).toMatchObject([{ kind: 'Write', request: 2, versions: cell(5, 900) }]);
  expect(right.hear({ kind: 'WriteAck', request: 2 }, 'n2').told).toEqual(found(5));
  const wrong = new Driven().ask(swap).hear(answer(young), 'n1');
  expect(wrong.told).toEqual({ ok: false, code: 'cas-mismatch', value: 2 });
  expect(wrong.sentTo('n2')).toEqual([]);
});

test('ask: all asks every replica and takes the first to answer', () => {
  const server = new Driven({ ask: 'all' }).read();
  expect(['n1', 'n2', 'n3'].map((node) => server.sentTo(node).length)).toEqual([1, 1, 1]);
  expect(server.hear(answer(old), 'n3').told).toEqual(found(1));
  const before = server.state;
  expect(server.hear(answer(young), 'n1').state).toBe(before);
});
