// A coordinator's writes: to whom, answered when, and what becomes of those that too few acknowledged.
import { expect, test } from 'vitest';
import { sent, timersSet } from '../recording-context.ts';
import { cell, Driven } from './server.ts';

const ack = (request = 1) => ({ kind: 'WriteAck', request });
const done = { ok: true, value: 7 };
const timeout = (key = '1') => ({ kind: 'timeout', key });

test('a write goes to all replicas with the time of its coordinator, whatever its level', () => {
  const server = new Driven({ writeLevel: 'ONE' }).at(500).write(7);
  for (const node of ['n1', 'n2', 'n3']) {
    expect(server.sentTo(node)).toEqual([
      { kind: 'Write', request: 1, key: 'k', versions: cell(7, 500), isRepair: false },
    ]);
  }
  expect(timersSet(server.last)).toEqual(['timeout']);
});

test('at ONE the first acknowledgement answers, at QUORUM of three the second, at ALL the third', () => {
  for (const [level, count] of [
    ['ONE', 1],
    ['QUORUM', 2],
    ['ALL', 3],
  ] as const) {
    const server = new Driven({ writeLevel: level }).write(7);
    const told = ['n1', 'n2', 'n3'].map((node) => server.hear(ack(), node).told);
    expect(told).toEqual([1, 2, 3].map((nth) => (nth === count ? done : undefined)));
    expect(server.state.open).toEqual({});
  }
});

test('a replica that acknowledges twice counts once, one that was not asked does not count', () => {
  const server = new Driven({ writeLevel: 'QUORUM' }).write(7).hear(ack(), 'n2');
  expect(server.hear(ack(), 'n2').told).toBeUndefined();
  expect(server.hear(ack(), 'n9').told).toBeUndefined();
  expect(server.hear(ack(2), 'n3').told).toBeUndefined();
  expect(server.hear(ack(), 'n3').told).toEqual(done);
});

test('too few acknowledgements: the client is told that it timed out, and the silent get hints', () => {
  const server = new Driven({ writeLevel: 'QUORUM' }).write(7).hear(ack(), 'n1').at(2_000_000).fire(timeout());
  expect(server.told).toEqual({ ok: false, code: 'timeout' });
  expect(server.state.hints).toEqual({
    n2: { k: { versions: cell(7, 1), at: 2_000_000 } },
    n3: { k: { versions: cell(7, 1), at: 2_000_000 } },
  });
  expect(server.state.open).toEqual({});
});

test('enough acknowledgements: nobody is told of the timeout, the silent get hints all the same', () => {
  const server = new Driven({ writeLevel: 'ONE' }).write(7).hear(ack(), 'n1').hear(ack(), 'n2').fire(timeout());
  expect(server.told).toBeUndefined();
  expect(Object.keys(server.state.hints)).toEqual(['n3']);
});

test('who is convicted is sent nothing and gets a hint at once', () => {
  const server = new Driven({ writeLevel: 'QUORUM' }).convict('n3').write(7);
  expect(server.sentTo('n3')).toEqual([]);
  expect(Object.keys(server.state.hints)).toEqual(['n3']);
});

test('fewer alive than the level needs: refused, and nothing is tried', () => {
  const server = new Driven({ writeLevel: 'QUORUM' }).convict('n2', 'n3').write(7);
  expect(server.told).toEqual({ ok: false, code: 'unavailable' });
  expect(sent(server.last)).toHaveLength(1);
  expect(server.state.hints).toEqual({});
});

test('at ANY a hint is enough', () => {
  const any = new Driven({ writeLevel: 'ANY' }).convict('n3').write(7);
  expect(any.told).toEqual(done);
  const without = new Driven({ writeLevel: 'ANY', hintedHandoff: false }).convict('n3').write(7);
  expect(without.told).toBeUndefined();
});

test('a copy of a request is none; the next attempt is one', () => {
  const server = new Driven().write(7);
  const before = server.state;
  expect(server.write(7).state).toBe(before);
  expect(server.last.effects).toEqual([]);
  server.ask({ f: 'write', key: 'k', value: 7 }, 1, 2);
  expect(server.sentTo('n2')).toHaveLength(1);
});

test('two writes at the same instant have different times, and a clock set back gives none twice', () => {
  const server = new Driven().at(500).write(1);
  expect(server.write(2, 2).sentTo('n2')).toMatchObject([{ versions: cell(2, 501) }]);
  expect(server.at(100).write(3, 3).sentTo('n2')).toMatchObject([{ versions: cell(3, 502) }]);
});
