// Gossip: who is told, what is believed, who is convicted.
import { expect, test } from 'vitest';
import { seconds } from '../../../src/contract/time.ts';
import { Driven } from './server.ts';

const gossip = (version: number, isAnswer = false) => ({
  kind: 'Gossip',
  beats: { n2: { generation: 1, version } },
  isAnswer,
});

test('an older beat changes nothing, and a question is answered with what is known', () => {
  const server = new Driven().at(1_000).hear(gossip(5), 'n2');
  expect(server.sentTo('n2')).toMatchObject([{ kind: 'Gossip', isAnswer: true, beats: { n2: { version: 5 } } }]);
  const before = server.state;
  expect(server.hear(gossip(4, true), 'n3').state).toBe(before);
  expect(server.last.effects).toEqual([]);
});

test('beats of nodes that are on no ring are not remembered', () => {
  const server = new Driven();
  const before = server.state;
  server.hear({ kind: 'Gossip', beats: { n9: { generation: 1, version: 1 } }, isAnswer: true }, 'n9');
  expect(server.state).toBe(before);
});

test('silence convicts; a beat acquits', () => {
  const server = new Driven().convict('n3');
  expect(server.state.members['n3']!.downSince).not.toBeNull();
  expect(server.state.members['n2']!.downSince).toBeNull();
  server.hear({ kind: 'Gossip', beats: { n3: { generation: 1, version: 1 } }, isAnswer: true }, 'n2');
  expect(server.state.members['n3']!.downSince).toBeNull();
});

test('who was itself away for more than 5 s convicts nobody', () => {
  const away = new Driven().fire('gossip').at(seconds(60)).fire('gossip');
  expect(away.state.members['n2']!.downSince).toBeNull();
  // After 4 s the others' silence is what it seems to be.
  const here = new Driven().at(seconds(56)).fire('gossip').at(seconds(60)).fire('gossip');
  expect(here.state.members['n2']!.downSince).not.toBeNull();
});

test('those that are down are tried, too', () => {
  const server = new Driven().convict('n2', 'n3');
  expect(server.fire('gossip').sentTo('n2')).toMatchObject([{ kind: 'Gossip', isAnswer: false }]);
});
