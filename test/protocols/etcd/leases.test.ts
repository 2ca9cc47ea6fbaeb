// A lease is never over early: what the leader notes, when it revokes, and what a new leader makes of it.
import { describe, expect, test } from 'vitest';
import type { Kind } from '../../../src/contract/context.ts';
import { ms, seconds } from '../../../src/contract/time.ts';
import type { Mutation } from '../../../src/protocols/etcd/store/requests.ts';
import { acked, candidate, entry, five, logOf, three, vote, withEntry } from '../raft/servers.ts';
import { effectsOf, sent } from '../recording-context.ts';
import { answers, call, deliver, fire, follower, leader, put, storeAfter } from './members.ts';

const grant = (lease: number, ttl = seconds(10)): Mutation => ({ f: 'grant', lease, ttl });
const store = storeAfter(grant(7), put('a', 1, 7));
const at = (time: number) => ({ ...three, time });

test('a lease begins when its grant is applied at the leader', () => {
  const command = { id: { client: 'c1', number: 1 }, operation: grant(8) as never };
  const holding = leader(store, { expiries: { 7: seconds(10) } });
  const log = withEntry(logOf(1), entry(1, command));
  const appended = { ...holding, raft: { ...holding.raft, log } };
  const own = deliver(appended, 'n1', acked(1, 2), at(seconds(3)));
  const applied = deliver(own.state, 'n2', acked(1, 2), at(seconds(3)));
  expect(applied.state.expiries).toEqual({ 7: seconds(10), 8: seconds(13) });
});

describe('the scan', () => {
  const revokes = (time: number): number => {
    const outcome = fire(leader(store, { expiries: { 7: seconds(10) } }), 'leases', undefined, at(time));
    expect(effectsOf(outcome, 'setTimer').map(({ timer, min }) => [timer.kind, min])).toContainEqual([
      'leases',
      ms(500),
    ]);
    return outcome.state.raft.log.entries.length - 1;
  };

  test('revokes a lease whose time is over, and none before', () => {
    expect(revokes(seconds(10) - 1)).toBe(0);
    expect(revokes(seconds(10))).toBe(1);
  });

  test('is the business of a leader alone', () => {
    const outcome = fire(follower(store, { expiries: { 7: 0 } }), 'leases', undefined, at(seconds(20)));
    expect(outcome.effects).toEqual([]);
  });
});

describe('a keep-alive', () => {
  const alive = call({ f: 'keep-alive', lease: 7 });

  test('at the leader is no entry of the log, and gives the full time again', () => {
    const outcome = deliver(leader(store, { expiries: { 7: seconds(10) } }), 'c1', alive, at(seconds(4)));
    expect(answers(outcome)).toEqual([{ f: 'keep-alive', lease: 7, ttl: seconds(10), revision: 2 }]);
    expect(outcome.state.expiries).toEqual({ 7: seconds(14) });
    expect(outcome.state.raft.log.entries.length).toBe(1);
  });

  test('that comes when the time is over finds no lease', () => {
    const before = leader(store, { expiries: { 7: seconds(10) } });
    expect(answers(deliver(before, 'c1', alive, at(seconds(10))))).toMatchObject([{ code: 'lease-not-found' }]);
    expect(answers(deliver(before, 'c1', alive, at(seconds(10) - 1)))).toMatchObject([{ f: 'keep-alive' }]);
  });

  test('at a follower is passed on, and answered with what the leader says', () => {
    const asked = deliver(follower(store), 'c1', alive);
    const id = { client: 'c1', number: 1 };
    expect(sent(asked, 'n2')).toEqual([{ kind: 'Renew', id, lease: 7 }]);
    const answer = { f: 'keep-alive', lease: 7, ttl: seconds(10), revision: 2 };
    const renewed: Kind = { kind: 'Renewed', id, answer };
    expect(answers(deliver(asked.state, 'n2', renewed))).toEqual([answer]);
    expect(deliver(follower(store), 'n2', renewed).effects).toEqual([]);
  });

  test('is open beside another request of its client, and neither ends the other', () => {
    const asked = deliver(follower(store), 'c1', call(put('a', 2), 1));
    const both = deliver(asked.state, 'c1', call({ f: 'keep-alive', lease: 7 }, 2));
    expect(Object.keys(both.state.calls)).toEqual(['c1', 'c1/keep-alive']);
    const answer = { f: 'keep-alive', lease: 7, ttl: seconds(10), revision: 2 };
    const renewed = deliver(both.state, 'n2', { kind: 'Renewed', id: { client: 'c1', number: 2 }, answer });
    expect(answers(renewed)).toEqual([answer]);
    expect(Object.keys(renewed.state.calls)).toEqual(['c1']);
  });

  test('passed on to one that leads no more is not answered: it does not know', () => {
    const renew: Kind = { kind: 'Renew', id: { client: 'c1', number: 1 }, lease: 7 };
    expect(deliver(follower(store), 'n3', renew).effects).toEqual([]);
    expect(sent(deliver(leader(store, { expiries: { 7: seconds(10) } }), 'n3', renew), 'n3')).toHaveLength(1);
  });
});

test('a new leader gives every lease its full time, and an election timeout on top', () => {
  const standing = {
    ...follower(store),
    raft: { ...candidate({ term: 2, votes: ['n1', 'n2'] }), machine: follower(store).raft.machine },
  };
  const configuration = { voters: ['n1', 'n2', 'n3', 'n4', 'n5'], outgoing: [], learners: [] };
  const elected = deliver({ ...standing, raft: { ...standing.raft, configuration } as never }, 'n3', vote(2), {
    ...five,
    time: seconds(9),
  });
  expect(elected.state.raft.role).toBe('leader');
  expect(elected.state.expiries).toEqual({ 7: seconds(9 + 10 + 1) });
});

test('a leader that falls forgets when leases expire', () => {
  const outcome = deliver(leader(store, { expiries: { 7: seconds(10) } }), 'n2', vote(5, false));
  expect(outcome.state.raft.role).toBe('follower');
  expect(outcome.state.expiries).toEqual({});
});
