// Hinted handoff: for whom, for how long, and until when.
import { expect, test } from 'vitest';
import { seconds } from '../../../src/contract/time.ts';
import { persisted } from '../recording-context.ts';
import { cell, Driven } from './server.ts';

const silent = (server: Driven, number = 1) => server.fire({ kind: 'timeout', key: String(number) });
const kept = (server: Driven, node: string) => server.state.hints[node]?.['k']?.versions;

test('a hint is handed over at the next round, and again until it is acknowledged', () => {
  const server = silent(new Driven().at(50).write(7));
  const handoff = { kind: 'Handoff', key: 'k', versions: cell(7, 50) };
  expect(server.fire('handoff').sentTo('n2')).toEqual([handoff]);
  expect(server.fire('handoff').sentTo('n2')).toEqual([handoff]);
  server.hear({ kind: 'HandoffAck', key: 'k', versions: cell(7, 50) }, 'n2');
  expect(Object.keys(server.state.hints)).toEqual(['n3']);
  expect(server.fire('handoff').sentTo('n2')).toEqual([]);
});

test('an acknowledgement of what was handed over leaves what was kept since', () => {
  const server = silent(silent(new Driven().at(50).write(7)).at(60).write(8, 2), 2);
  expect(kept(server, 'n2')).toEqual(cell(8, 60));
  server.hear({ kind: 'HandoffAck', key: 'k', versions: cell(7, 50) }, 'n2');
  expect(kept(server, 'n2')).toEqual(cell(8, 60));
});

test('nothing is handed to who counts as down', () => {
  const server = new Driven().convict('n3').write(7);
  expect(kept(server, 'n3')).toBeDefined();
  expect(server.fire('handoff').sentTo('n3')).toEqual([]);
});

test('for who has been down for longer than the window nothing is kept, and that is counted', () => {
  const convicted = new Driven({ hintWindow: seconds(10) }).convict('n3');
  const since = convicted.state.members['n3']!.downSince!;
  expect(kept(convicted.at(since + seconds(10)).write(7), 'n3')).toBeDefined();
  const later = new Driven({ hintWindow: seconds(10) })
    .convict('n3')
    .at(since + seconds(10) + 1)
    .write(7);
  expect(later.state.hints).toEqual({});
  expect(later.state.counts.hintsRefused).toBe(1);
});

test('a hint older than gcGrace is dropped: it could bring back what was deleted', () => {
  const server = silent(new Driven({ gcGrace: seconds(5) }).at(0).write(7));
  expect(kept(server.at(seconds(5)).fire('handoff'), 'n2')).toBeDefined();
  expect(server.at(seconds(5) + 1).fire('handoff').state.hints).toEqual({});
  expect(server.sentTo('n2')).toEqual([]);
});

test('who is handed a hint takes it if it is newer, and says that it has it', () => {
  const server = new Driven().hear({ kind: 'Handoff', key: 'k', versions: cell(7, 50) }, 'n2');
  expect(server.state.values).toEqual({ k: cell(7, 50) });
  expect(server.sentTo('n2')).toEqual([{ kind: 'HandoffAck', key: 'k', versions: cell(7, 50) }]);
  server.hear({ kind: 'Handoff', key: 'k', versions: cell(6, 40) }, 'n3');
  expect(server.state.values).toEqual({ k: cell(7, 50) });
  expect(server.sentTo('n3')).toHaveLength(1);
  expect(server.state.counts.superseded).toBe(0);
});

test('hints go to the disk at their flush, or each at once', () => {
  const server = silent(new Driven().write(7));
  expect(persisted(server.last)).toEqual([]);
  expect(persisted(server.fire('flushHints').last)).toHaveLength(1);
  expect(persisted(server.fire('flushHints').last)).toEqual([]);
  expect(persisted(silent(new Driven({ hintFlush: 0 }).write(7)).last)).toHaveLength(2);
});
