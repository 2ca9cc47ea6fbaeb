import { describe, expect, test } from 'vitest';
import { slice } from '../../../src/base/paged-list.ts';
import type { Kind } from '../../../src/contract/context.ts';
import type { Leader, State } from '../../../src/protocols/raft/index.ts';
import { raft } from '../../../src/protocols/raft/index.ts';
import { effectsOf, persisted, receive, sent } from '../recording-context.ts';
import {
  acked,
  appendEntries,
  deliver,
  entry,
  follower,
  leader,
  logOf,
  settings,
  three,
  timeout,
  write,
} from './servers.ts';

const terms = (state: State) => slice(state.log.entries, 0).map(({ term }) => term);

const rejected = (term: number, prevLogIndex: number, conflictTerm: number | null, conflictIndex: number): Kind => ({
  kind: 'AppendReply',
  term,
  success: false,
  prevLogIndex,
  conflictTerm,
  conflictIndex,
});

// Figure 7: the leader of term 8 and six followers that may arise.
const leaderLog = [1, 1, 1, 4, 4, 5, 5, 6, 6, 6];
const figure7: readonly [name: string, terms: readonly number[]][] = [
  ['a', [1, 1, 1, 4, 4, 5, 5, 6, 6]],
  ['b', [1, 1, 1, 4]],
  ['c', [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6]],
  ['d', [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7]],
  ['e', [1, 1, 1, 4, 4, 4, 4]],
  ['f', [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3]],
];

describe('consistency check: entries are taken only where the one before them matches (§5.3, Figure 7)', () => {
  // The leader's no-op of term 8 comes at index 11, after (10, 6). What the follower answers to it:
  const answers: { readonly [name: string]: Kind } = {
    a: rejected(8, 10, null, 10), // ends at 9
    b: rejected(8, 10, null, 5), // ends at 4
    c: acked(8, 11), // holds (10, 6); its own index 11 is cut
    d: acked(8, 11), // holds (10, 6); its own index 11 and 12 are cut
    e: rejected(8, 10, null, 8), // ends at 7
    f: rejected(8, 10, 3, 7), // holds term 3 there, from index 7
  };
  test.each(figure7)('follower (%s)', (name, followerTerms) => {
    const state = follower({ term: 7, log: logOf(...followerTerms) });
    const outcome = deliver(state, 'n2', appendEntries({ term: 8, prev: [10, 6], entries: [entry(8)] }));
    expect(sent(outcome)).toEqual([answers[name]]);
    const isTaken = name === 'c' || name === 'd';
    expect(terms(outcome.state)).toEqual(isTaken ? [...leaderLog, 8] : followerTerms);
  });

  // Messages until the logs agree, counted by hand: one refusal for each step back, then one acknowledgement.
  //   a  10 is next; matches (9, 6)         b  5; matches (4, 4)        c, d  match at once
  //   e  8: (7, 5) is refused, term 4 → 6: own last entry of term 4 is 5; matches (5, 4)
  //   f  term 3, which the leader lacks → 7: (6, 5) is refused, term 2 from 4 → 4; matches (3, 1)
  const rounds: { readonly [name: string]: number } = { a: 2, b: 2, c: 1, d: 1, e: 3, f: 3 };
  test.each(figure7)('follower (%s) converges to the leader', (name, followerTerms) => {
    const log = logOf(...leaderLog, 8);
    let one: State = leader({ term: 8, log, nextIndex: { n2: 11, n3: 11 } });
    let two = follower({ term: 7, log: logOf(...followerTerms) });
    let message: Kind | undefined = sent(timeout(one, 'heartbeat'), 'n2')[0];
    let count = 0;
    for (; message !== undefined; count++) {
      const atFollower = deliver(two, 'n1', message, { self: 'n2', peers: ['n1', 'n3'] });
      const atLeader = deliver(one, 'n2', sent(atFollower, 'n1')[0]!);
      two = atFollower.state;
      one = atLeader.state;
      message = sent(atLeader, 'n2')[0];
    }
    expect(terms(two)).toEqual([...leaderLog, 8]);
    expect(one).toMatchObject({ matchIndex: { n2: 11 }, nextIndex: { n2: 12 } });
    expect(count).toBe(rounds[name]);
  });
});

describe('only a real conflict cuts the log', () => {
  const state = follower({ term: 3, leader: 'n2', log: logOf(1, 1, 3, 3) });

  test('a delayed shorter message leaves what was acknowledged after it', () => {
    const outcome = deliver(state, 'n2', appendEntries({ term: 3, prev: [1, 1], entries: [entry(1)] }));
    expect(outcome.state).toBe(state);
    expect(sent(outcome)).toEqual([acked(3, 2)]);
    expect(persisted(outcome)).toEqual([]);
  });

  test('a heartbeat in the middle of the log cuts nothing', () => {
    expect(deliver(state, 'n2', appendEntries({ term: 3, prev: [2, 1] })).state).toBe(state);
  });

  test('an entry of another term cuts itself and all that follows', () => {
    const message = appendEntries({ term: 4, prev: [2, 1], entries: [entry(4)] });
    const outcome = deliver(state, 'n2', message);
    expect(terms(outcome.state)).toEqual([1, 1, 4]);
    expect(persisted(outcome)).toEqual([{ vote: { term: 4, votedFor: null } }, { log: logOf(1, 1, 4) }]);
  });

  test('entries that overlap what is there add only what is new', () => {
    const message = appendEntries({ term: 3, prev: [1, 1], entries: [entry(1), entry(3), entry(3), entry(3)] });
    expect(terms(deliver(state, 'n2', message).state)).toEqual([1, 1, 3, 3, 3]);
  });
});

describe('a follower commits no further than it is known to match', () => {
  // It holds five entries; the last two may be of a deposed leader.
  const state = follower({ term: 3, leader: 'n2', log: logOf(1, 1, 1, 2, 2) });
  test.each([
    ['the heartbeat matches less', { prev: [3, 1] as const, leaderCommit: 5 }, 3],
    ['the leader committed less', { prev: [3, 1] as const, leaderCommit: 2 }, 2],
    ['entries count too', { prev: [3, 1] as const, entries: [entry(3)], leaderCommit: 9 }, 4],
  ])('%s', (_why, fields, commitIndex) => {
    const { state: after } = deliver(state, 'n2', appendEntries({ term: 3, ...fields }));
    expect(after).toMatchObject({ commitIndex, lastApplied: commitIndex });
  });

  test('a late message does not take the commit index back', () => {
    const ahead = follower({ ...state, role: 'follower', commitIndex: 3, lastApplied: 3 });
    expect(deliver(ahead, 'n2', appendEntries({ term: 3, prev: [1, 1], leaderCommit: 1 })).state).toBe(ahead);
  });
});

describe('acknowledgements', () => {
  test('are held back until the disk has the entries, also those that came before', () => {
    const state = follower({ term: 1, leader: 'n2', log: logOf(1) });
    for (const entries of [[], [entry(1)]]) {
      const outcome = deliver(state, 'n2', appendEntries({ term: 1, prev: [1, 1], entries }));
      expect(effectsOf(outcome, 'send')).toMatchObject([{ to: 'n2', durable: true }]);
      expect(outcome.effects.findIndex(({ effect }) => effect === 'send')).toBe(outcome.effects.length - 1);
    }
  });

  test('of a leader of an older term are refusals that name the newer one', () => {
    const state = follower({ term: 5, log: logOf(1) });
    const outcome = deliver(state, 'n2', appendEntries({ term: 4, prev: [1, 1], entries: [entry(4)] }));
    expect(outcome.state).toBe(state);
    expect(sent(outcome)).toMatchObject([{ kind: 'AppendReply', term: 5, success: false }]);
  });

  const state = leader({
    term: 3,
    log: logOf(1, 3, 3, 3),
    nextIndex: { n2: 4, n3: 5 },
    matchIndex: { n1: 4, n2: 3, n3: 4 },
    commitIndex: 4,
    lastApplied: 4,
  });
  test.each<[string, string, Kind]>([
    ['a duplicate', 'n2', acked(3, 3)],
    ['a late one', 'n2', acked(3, 2)],
    ['of an earlier term', 'n2', acked(2, 4)],
    ['of more than there is', 'n2', acked(3, 5)],
    ['of an unknown server', 'n9', acked(3, 4)],
    ['a late refusal, of another message', 'n2', rejected(3, 1, 1, 1)],
    ['a late refusal, below what is matched', 'n3', rejected(3, 4, 1, 1)],
    ['a refusal of an earlier term', 'n2', rejected(2, 3, 1, 1)],
  ])('without effect: %s', (_what, from, message) => {
    expect(deliver(state, from, message)).toEqual({ state, effects: [] });
  });

  test('say what was matched, not what the leader has by now', () => {
    const { state: after } = deliver({ ...state, commitIndex: 0 } as State, 'n2', acked(3, 4));
    expect(after).toMatchObject({ matchIndex: { n2: 4 }, nextIndex: { n2: 5 } });
    const behind = leader({ term: 3, log: logOf(3, 3, 3), nextIndex: { n2: 1, n3: 1 } });
    expect(deliver(behind, 'n2', acked(3, 1)).state).toMatchObject({ matchIndex: { n2: 1 }, nextIndex: { n2: 2 } });
  });

  test('of a later term depose the leader', () => {
    const outcome = deliver(state, 'n2', rejected(4, 3, null, 2));
    expect(outcome.state).toMatchObject({ role: 'follower', term: 4, votedFor: null });
    expect(outcome.state).not.toHaveProperty('matchIndex');
  });
});

describe('going back after a refusal (§5.3)', () => {
  const state = leader({ term: 6, log: logOf(1, 1, 4, 4, 4, 5, 6), nextIndex: { n2: 7, n3: 7 } });
  test.each([
    ['a short log: to its end', rejected(6, 6, null, 3), 3],
    ['a term that the leader has: past its last entry', rejected(6, 6, 4, 2), 6],
    ['a term that the leader lacks: to its first index', rejected(6, 6, 2, 4), 4],
    ['always back at least one, whatever is claimed', rejected(6, 6, null, 99), 6],
    ['never before the first entry', rejected(6, 6, null, 0), 1],
  ])('%s', (_what, message, nextIndex) => {
    const outcome = deliver(state, 'n2', message);
    expect((outcome.state as Leader).nextIndex['n2']).toBe(nextIndex);
    expect(sent(outcome, 'n2')).toMatchObject([{ kind: 'AppendEntries', prevLogIndex: nextIndex - 1 }]);
  });

  test('never to what is known to match', () => {
    const matched = leader({ ...(state as Leader), matchIndex: { n1: 7, n2: 4, n3: 0 } });
    expect((deliver(matched, 'n2', rejected(6, 6, null, 1)).state as Leader).nextIndex['n2']).toBe(5);
  });
});

describe('flow control', () => {
  const request = (number: number): Kind => ({
    kind: 'Request',
    attempt: number,
    ...write('c1', number, number),
  });

  test('an entry is sent at once to followers that lack nothing else, to the others on their acknowledgement', () => {
    const state = leader({ term: 1, log: logOf(1), nextIndex: { n2: 2, n3: 1 }, matchIndex: { n1: 1, n2: 1, n3: 0 } });
    const first = deliver(state, 'c1', request(1));
    expect(sent(first, 'n2')).toMatchObject([{ kind: 'AppendEntries', prevLogIndex: 1 }]);
    expect(sent(first, 'n3')).toEqual([]);
    const second = deliver(first.state, 'c1', request(2));
    expect(sent(second, 'n2')).toEqual([]);
    const third = deliver(second.state, 'n2', acked(1, 2));
    const entries = [entry(1, write('c1', 2, 2))];
    // Committed: index 1, on the disks of n1 and n2. Index 2 is on n2's disk alone.
    expect(sent(third, 'n2')).toEqual([appendEntries({ term: 1, prev: [2, 1], entries, leaderCommit: 1 })]);
  });

  test('a heartbeat sends again what was not acknowledged', () => {
    const state = leader({
      term: 1,
      log: logOf(1, 1),
      nextIndex: { n2: 2, n3: 3 },
      matchIndex: { n1: 2, n2: 1, n3: 2 },
    });
    const outcome = timeout(state, 'heartbeat');
    expect(outcome.state).toBe(state);
    expect(sent(outcome, 'n2')).toEqual([appendEntries({ term: 1, prev: [1, 1], entries: [entry(1)] })]);
    expect(sent(outcome, 'n3')).toEqual([appendEntries({ term: 1, prev: [2, 1] })]);
    expect(effectsOf(outcome, 'setTimer')).toMatchObject([{ timer: { kind: 'heartbeat' }, min: 100_000 }]);
  });

  test('a message carries no more entries than the batch', () => {
    const small = raft({ ...settings, batch: 2 });
    const log = logOf(1, 1, 1, 1, 1);
    const state = leader({ term: 1, log, nextIndex: { n2: 1, n3: 6 }, matchIndex: { n1: 5, n2: 0, n3: 5 } });
    const outcome = receive(small, state, acked(1, 1), 'n2', three);
    expect(sent(outcome, 'n2')).toMatchObject([{ prevLogIndex: 1, entries: [entry(1), entry(1)] }]);
  });
});

test('a heartbeat that says nothing new leaves the very same state', () => {
  const state = follower({ term: 2, leader: 'n2', log: logOf(1, 2), commitIndex: 2, lastApplied: 2 });
  const outcome = deliver(state, 'n2', appendEntries({ term: 2, prev: [2, 2], leaderCommit: 2 }));
  expect(outcome.state).toBe(state);
});

test('one who hears of the leader of its term follows it', () => {
  const { state } = deliver(follower({ term: 2 }), 'n3', appendEntries({ term: 2 }));
  expect(state).toMatchObject({ role: 'follower', leader: 'n3', term: 2 });
});
