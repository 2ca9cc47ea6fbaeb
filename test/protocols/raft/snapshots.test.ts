// Taking snapshots (§7), sending and installing them (Figure 13), and logs that begin after one.
import { describe, expect, test } from 'vitest';
import type { PlainRecord } from '../../../src/base/plain.ts';
import type { Kind } from '../../../src/contract/context.ts';
import { emptyMachine, type Machine } from '../../../src/protocols/kv/index.ts';
import type { Snapshot, State } from '../../../src/protocols/raft/index.ts';
import {
  agreedIndex,
  compacted,
  entriesBetween,
  entryAt,
  firstIndexOfTerm,
  indexAfterTerm,
  lastIndex,
  lastTerm,
  logAfter,
  termAt,
  withEntries,
} from '../../../src/protocols/raft/log.ts';
import { effectsOf, persisted, sent, start } from '../recording-context.ts';
import {
  acked,
  appendEntries,
  deliver,
  entry,
  follower,
  logOf,
  membersOf,
  protocol,
  serverWith,
  three,
  withEntry,
  write,
} from './servers.ts';

const holding = (value: number): Machine => ({ ...emptyMachine, values: { k0: value }, executed: 1 });
const snapshotOf = (index: number, term: number, fields: Partial<Snapshot> = {}): Snapshot => ({
  index,
  term,
  machine: holding(index),
  ...membersOf(three),
  configurationIndex: 0,
  ...fields,
});
const install = (term: number, snapshot: Snapshot): Kind => ({ kind: 'InstallSnapshot', term, snapshot });

describe('InstallSnapshot (Figure 13)', () => {
  test('1: an old term is refused, and told of the newer one', () => {
    const state = follower({ term: 3 });
    const outcome = deliver(state, 'n2', install(2, snapshotOf(4, 2)));
    expect(sent(outcome)).toMatchObject([{ kind: 'AppendReply', term: 3, success: false }]);
    expect(outcome.state).toBe(state);
  });

  test('a newer term is taken over, and its leader followed', () => {
    const outcome = deliver(follower({ term: 1 }), 'n2', install(2, snapshotOf(4, 2)));
    expect(outcome.state).toMatchObject({ term: 2, leader: 'n2', role: 'follower' });
  });

  test('5: it is written before the log that begins after it, and the answer waits for both', () => {
    const outcome = deliver(follower({ log: logOf(1) }), 'n2', install(1, snapshotOf(4, 1)));
    const kinds = outcome.effects.filter(({ effect }) => effect === 'persist' || effect === 'send');
    expect(kinds).toMatchObject([
      { effect: 'persist', kind: 'snapshot' },
      { effect: 'persist', kind: 'log' },
      { effect: 'send', to: 'n2', message: acked(1, 4), durable: true },
    ]);
  });

  test('6: entries that follow its last one stay', () => {
    const state = follower({ log: logOf(1, 1, 1, 1, 1) });
    const { state: after } = deliver(state, 'n2', install(1, snapshotOf(3, 1)));
    expect([after.log.base, lastIndex(after.log)]).toEqual([3, 5]);
    expect(after).toMatchObject({ commitIndex: 3, lastApplied: 3 });
  });

  test.each([
    ['the log is shorter', logOf(1, 1)],
    ['it holds another term there', logOf(1, 1, 1, 1, 1)],
  ])('7: nothing stays where %s', (_why, log) => {
    const { state } = deliver(follower({ term: 2, log }), 'n2', install(2, snapshotOf(3, 2)));
    expect(state.log).toEqual(logAfter(3, 2));
  });

  test('8: the state machine and the members are those of the snapshot', () => {
    const configuration = { voters: ['n1', 'n2', 'n4'], outgoing: [], learners: [] };
    const snapshot = snapshotOf(4, 1, { configuration, configurationIndex: 2 });
    const { state } = deliver(follower(), 'n2', install(1, snapshot));
    expect(state).toMatchObject({ machine: holding(4), configuration, configurationIndex: 2, snapshot });
  });

  test.each([
    ['late: it has applied more', 3],
    ['a second time', 5],
  ])('%s, and nothing goes back; the answer says how far it has come', (_when, index) => {
    const snapshot = snapshotOf(5, 1);
    const state = follower({ leader: 'n2', log: logAfter(5, 1), snapshot, commitIndex: 5, lastApplied: 5 });
    const outcome = deliver(state, 'n2', install(1, snapshotOf(index, 1)));
    expect(outcome.state).toBe(state);
    expect(sent(outcome)).toEqual([acked(1, 5)]);
    expect(persisted(outcome)).toEqual([]);
  });

  test('a read that waited for its index is answered from it', () => {
    const id = { client: 'c1', number: 1 };
    const reads = [{ id, attempt: 1, key: 'k0', isForwarded: false, index: 4, round: 0 }] as const;
    const outcome = deliver(follower({ reads }), 'n2', install(1, snapshotOf(4, 1)));
    expect(sent(outcome, 'c1')).toMatchObject([{ kind: 'Reply', result: { value: 4 } }]);
  });
});

describe('a restart after a snapshot', () => {
  const restart = (durable: PlainRecord) => start<State>(protocol, durable, { ...three, incarnation: 2 }).state;
  const vote = { term: 2, votedFor: null };

  test('begins with it', () => {
    const state = restart({ vote, snapshot: snapshotOf(4, 1), log: withEntry(logAfter(4, 1), entry(2)) });
    expect(state).toMatchObject({ commitIndex: 4, lastApplied: 4, machine: holding(4) });
    expect(lastIndex(state.log)).toBe(5);
  });

  test.each([
    ['shorter', logOf(1, 1)],
    ['of another term there', logOf(1, 1, 1, 1, 1, 1)],
  ])('between its two writes: the log is %s, and begins anew', (_what, log) => {
    expect(restart({ vote, snapshot: snapshotOf(4, 2), log }).log).toEqual(logAfter(4, 2));
  });

  test('between its two writes: a log that agrees stays whole', () => {
    const log = logOf(1, 1, 1, 2, 2);
    expect(restart({ vote, snapshot: snapshotOf(4, 2), log }).log).toBe(log);
  });

  test('a snapshot alone is a log that begins after it', () => {
    expect(restart({ vote, snapshot: snapshotOf(4, 2) }).log).toEqual(logAfter(4, 2));
  });
});

describe('taking one', () => {
  const taking = serverWith({ snapshotEvery: 3, snapshotKeep: 1 });
  const log = withEntry(withEntry(logOf(1), entry(1, write('c1', 1, 7))), entry(1));
  const state = follower({ leader: 'n2', log });
  const commitTo = (index: number) => taking.deliver(state, 'n2', appendEntries({ prev: [3, 1], leaderCommit: index }));

  test('not before enough is applied', () => {
    expect(commitTo(2).state.snapshot).toBeNull();
  });

  test('of what is applied, with the members in force there; it says when it is on disk', () => {
    const outcome = commitTo(3);
    const taken = { index: 3, term: 1, machine: outcome.state.machine, ...membersOf(three), configurationIndex: 0 };
    expect(taken.machine.values).toEqual({ k0: 7 });
    expect(persisted(outcome)).toEqual([{ snapshot: taken }]);
    expect(effectsOf(outcome, 'send').find(({ to }) => to === 'n1')).toMatchObject({
      message: { kind: 'SnapshotSaved', index: 3 },
      durable: true,
    });
    expect(outcome.state.log).toBe(log);
  });

  test('a configuration that is in the log, but after it, is not in it', () => {
    const later = { term: 1, command: null, configuration: { voters: ['n1'], outgoing: [], learners: [] } };
    const behind = { ...state, log: withEntry(log, later), configuration: later.configuration, configurationIndex: 4 };
    const outcome = taking.deliver(behind, 'n2', appendEntries({ prev: [3, 1], leaderCommit: 3 }));
    expect(outcome.state.snapshot).toMatchObject({ ...membersOf(three), configurationIndex: 0 });
  });

  test('once it is on disk the log is cut, but for what is kept for those who lack little', () => {
    const { state: taken } = commitTo(3);
    const cut = taking.deliver(taken, 'n1', { kind: 'SnapshotSaved', index: 3 });
    expect(cut.state.log).toEqual(compacted(log, 2));
    expect(persisted(cut)).toEqual([{ log: compacted(log, 2) }]);
    expect(taking.deliver(cut.state, 'n1', { kind: 'SnapshotSaved', index: 3 })).toEqual({
      state: cut.state,
      effects: [],
    });
  });
});

describe('a log that begins after index 3, of term 2', () => {
  const log = withEntry(withEntry(logAfter(3, 2), entry(2)), entry(4));

  test('knows its ends, and of what is gone only the last term', () => {
    expect([lastIndex(log), lastTerm(log), lastTerm(logAfter(3, 2))]).toEqual([5, 4, 2]);
    expect([0, 2, 3, 4, 5, 6].map((index) => termAt(log, index))).toEqual([0, undefined, 2, 2, 4, undefined]);
    expect([3, 4, 6].map((index) => entryAt(log, index)?.term)).toEqual([undefined, 2, undefined]);
    expect(entriesBetween(log, 4, 9).map(({ term }) => term)).toEqual([2, 4]);
  });

  test('finds its terms', () => {
    expect([1, 2, 3, 4, 5].map((term) => firstIndexOfTerm(log, term))).toEqual([4, 4, 5, 5, 6]);
    expect([1, 2, 3, 4].map((term) => indexAfterTerm(log, term))).toEqual([undefined, 5, undefined, 6]);
  });

  test('takes entries that begin in what is gone: that part matches', () => {
    expect(withEntries(log, 1, [entry(1), entry(2), entry(2)])).toBe(log);
    const longer = withEntries(log, 2, [entry(2), entry(2), entry(4), entry(4)]);
    expect([longer.base, lastIndex(longer)]).toEqual([3, 6]);
    expect(lastTerm(withEntries(log, 3, [entry(2), entry(5)]))).toBe(5);
    expect(withEntries(log, 0, [entry(1)])).toBe(log);
  });

  test('is compacted no further back, and agrees with what it was made from', () => {
    expect(compacted(log, 2)).toBe(log);
    const whole = logOf(1, 2, 2, 2, 4);
    expect(compacted(whole, 3)).toEqual(log);
    expect(agreedIndex(whole, log)).toBe(5);
    expect(agreedIndex(logOf(1, 2, 2, 2, 3), log)).toBe(4);
  });

  test('a follower with it takes what overlaps, and says how far it matches', () => {
    const snapshot = snapshotOf(3, 2);
    const state = follower({ term: 4, leader: 'n2', log, snapshot, commitIndex: 3, lastApplied: 3 });
    const outcome = deliver(state, 'n2', appendEntries({ term: 4, prev: [1, 1], entries: [entry(2)] }));
    expect(outcome).toMatchObject({ state: { log } });
    expect(sent(outcome)).toEqual([acked(4, 2)]);
  });
});
