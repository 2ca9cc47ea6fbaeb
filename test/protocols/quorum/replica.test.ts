// A replica: what it takes, what it counts, and when it says that it has it.
import { expect, test } from 'vitest';
import { effectsOf, persisted } from '../recording-context.ts';
import { cell, Driven } from './server.ts';

const write = (value: number, at: number, isRepair = false) => ({
  kind: 'Write',
  request: 1,
  key: 'k',
  versions: cell(value, at),
  isRepair,
});

test('a newer write replaces, an older one is acknowledged, dropped and counted', () => {
  const server = new Driven().hear(write(1, 100), 'n2').hear(write(2, 200), 'n2');
  expect(server.state.values).toEqual({ k: cell(2, 200) });
  server.hear(write(3, 150), 'n3');
  expect(server.state.values).toEqual({ k: cell(2, 200) });
  expect(server.state.counts.superseded).toBe(1);
  expect(server.sentTo('n3')).toEqual([{ kind: 'WriteAck', request: 1 }]);
});

test('the same write twice is not superseded, nor is a repair that comes late', () => {
  const server = new Driven()
    .hear(write(2, 200), 'n2')
    .hear(write(2, 200), 'n2')
    .hear(write(1, 100, true), 'n2');
  expect(server.state.counts.superseded).toBe(0);
});

test('batch: acknowledged once it is on disk; periodic: at once, and the disk is told later', () => {
  const batch = new Driven({ commitLog: 'batch' }).hear(write(1, 100), 'n2');
  expect(effectsOf(batch.last, 'send')).toMatchObject([{ durable: true }]);
  expect(persisted(batch.last)).toEqual([{ values: { k: cell(1, 100) } }]);
  const periodic = new Driven().hear(write(1, 100), 'n2');
  expect(effectsOf(periodic.last, 'send')).toMatchObject([{ durable: false }]);
  expect(persisted(periodic.last)).toEqual([]);
  expect(persisted(periodic.fire('sync').last)).toEqual([{ values: { k: cell(1, 100) } }]);
  expect(persisted(periodic.fire('sync').last)).toEqual([]);
});
