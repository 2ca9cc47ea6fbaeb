import { describe, expect, test } from 'vitest';
import type { PlainRecord } from '../../../src/base/plain.ts';
import { raft, type State } from '../../../src/protocols/raft/index.ts';
import { effectsOf, persisted, sent, start } from '../recording-context.ts';
import { deliver, logOf, protocol, requestVote, settings, three } from './servers.ts';

const restart = (durable: PlainRecord) => start<State>(protocol, durable, three);

describe('a server goes on with what its disk kept', () => {
  test('all of it', () => {
    const { state, effects } = restart({ vote: { term: 4, votedFor: 'n3' }, log: logOf(1, 4) });
    expect(state).toMatchObject({ role: 'follower', term: 4, votedFor: 'n3', leader: null, log: logOf(1, 4) });
    expect(state).toMatchObject({ commitIndex: 0, lastApplied: 0, machine: { values: {}, sessions: {} } });
    expect(effects).toMatchObject([{ effect: 'setTimer', timer: { kind: 'election' } }]);
  });

  test('nothing: as on its first start', () => {
    expect(restart({}).state).toMatchObject({ role: 'follower', term: 0, votedFor: null, log: logOf() });
  });

  test('nothing, although it was here before: it stops, unless it is told to join', () => {
    const again = { ...three, incarnation: 2 };
    expect(effectsOf(start<State>(protocol, {}, again), 'halt')).toHaveLength(1);
    expect(effectsOf(start<State>(protocol, {}, three), 'halt')).toEqual([]);
    const joining = raft({ ...settings, emptyDisk: 'join' });
    expect(effectsOf(start<State>(joining, {}, again), 'halt')).toEqual([]);
  });

  test('its first start leaves a mark on the disk, a later one none', () => {
    expect(persisted(restart({}))).toEqual([{ vote: { term: 0, votedFor: null } }]);
    expect(persisted(restart({ vote: { term: 0, votedFor: null } }))).toEqual([]);
  });

  test('a vote without a log', () => {
    expect(restart({ vote: { term: 2, votedFor: null } }).state).toMatchObject({ term: 2, log: logOf() });
  });

  test('a log ahead of its vote: it is in that term, and its vote there counts as given', () => {
    const { state } = restart({ log: logOf(1, 3) });
    expect(state).toMatchObject({ term: 3, votedFor: 'n1' });
    expect(sent(deliver(state, 'n2', requestVote(3, 9, 3)))).toMatchObject([{ granted: false }]);
    expect(sent(deliver(state, 'n2', requestVote(4, 9, 3)))).toMatchObject([{ granted: true }]);
  });
});

test('a vote survives: the rival that comes after the restart is refused', () => {
  const voted = deliver(restart({}).state, 'n2', requestVote(1));
  const durable = Object.assign({}, ...effectsOf(voted, 'persist').map(({ patch }) => patch)) as PlainRecord;
  const { state } = restart(durable);
  expect(sent(deliver(state, 'n3', requestVote(1)))).toEqual([{ kind: 'Vote', term: 1, granted: false }]);
  expect(sent(deliver(state, 'n2', requestVote(1)))).toEqual([{ kind: 'Vote', term: 1, granted: true }]);
});
