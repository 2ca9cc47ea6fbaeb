import { describe, expect, test } from 'vitest';
import type { Kind } from '../../../src/contract/context.ts';
import { ms } from '../../../src/contract/time.ts';
import type { Leader, State } from '../../../src/protocols/raft/index.ts';
import { type Setup, sent } from '../recording-context.ts';
import {
  acked,
  appendEntries,
  entry,
  five,
  follower,
  leader,
  logOf,
  logWith,
  serverWith,
  settings,
  three,
  write,
} from './servers.ts';

const { deliver, timeout } = serverWith({ reads: 'read-index', followerReads: true });
const asked = (number: number, attempt = number): Kind => ({
  kind: 'Request',
  id: { client: 'c1', number },
  attempt,
  operation: { f: 'read', key: 'k0' },
});
const heartbeat = (round: number, term = 1): Kind => ({ kind: 'Heartbeat', term, round });
const answer = (round: number, term = 1): Kind => ({ kind: 'HeartbeatReply', term, round });
const reply = (number: number, value: number | null = null): Kind => ({
  kind: 'Reply',
  id: { client: 'c1', number },
  result: { ok: true, value },
});

/** It leads term 1; its no-op at index 1 is committed and applied. */
const settled = (fields: Partial<Leader & Leader['duties']> = {}, setup: Setup = three) =>
  leader({ log: logOf(1), commitIndex: 1, lastApplied: 1, termStart: 1, ...fields }, setup);

describe('a read at the leader (§8, thesis §6.4)', () => {
  const one = deliver(settled(), 'c1', asked(1));

  test('sends a round of heartbeats, and nothing to the log', () => {
    expect(sent(one)).toEqual([heartbeat(1), heartbeat(1)]);
    expect(one.effects.map(({ effect }) => effect)).toEqual(['send', 'send']);
    expect(one.state.log).toEqual(logOf(1));
  });

  test('is answered with the round, by a quorum', () => {
    expect(sent(deliver(one.state, 'n3', answer(1)))).toEqual([reply(1)]);
    let state = deliver(settled({}, five), 'c1', asked(1), five).state;
    expect(sent(deliver(state, 'n3', answer(1), five))).toEqual([]);
    state = deliver(state, 'n3', answer(1), five).state;
    expect(sent(deliver(state, 'n3', answer(1), five))).toEqual([]); // the same one twice is one
    expect(sent(deliver(state, 'n2', answer(1), five))).toEqual([reply(1)]);
  });

  test('no answer to an earlier round counts: it may be older than the read', () => {
    const two = deliver(one.state, 'c1', asked(2));
    expect(sent(two)).toEqual([]); // one round is on its way at a time
    const first = deliver(two.state, 'n2', answer(1));
    expect(sent(first)).toEqual([reply(1), heartbeat(2), heartbeat(2)]);
    expect(sent(deliver(first.state, 'n3', answer(1)))).toEqual([]);
    expect(sent(deliver(first.state, 'n3', answer(2)))).toEqual([reply(2)]);
  });

  test.each([
    ['of an earlier term', answer(1, 0)],
    ['to a round that was never sent', answer(2)],
  ])('an answer %s does not count', (_what, message) => {
    expect(sent(deliver(one.state, 'n2', message))).toEqual([]);
  });

  test('an answer from a later term ends the reign, and the read is refused', () => {
    const outcome = deliver(one.state, 'n2', answer(1, 2));
    expect(outcome.state).toMatchObject({ role: 'follower', term: 2, reads: [] });
    expect(sent(outcome)).toMatchObject([{ kind: 'NotLeader', attempt: 1, leader: null }]);
  });

  test('asked again it waits once', () => {
    expect(deliver(one.state, 'c1', asked(1, 2)).state).toBe(one.state);
  });

  test('a round that was lost is sent again by the heartbeat', () => {
    const { state } = one;
    expect(sent(timeout(state, 'heartbeat')).filter(({ kind }) => kind === 'Heartbeat')).toHaveLength(2);
    expect(sent(timeout(settled(), 'heartbeat')).filter(({ kind }) => kind === 'Heartbeat')).toEqual([]);
  });

  test('alone it needs no answer', () => {
    const alone: Setup = { self: 'n1', peers: [] };
    expect(sent(deliver(settled({}, alone), 'c1', asked(1), alone))).toEqual([reply(1)]);
  });

  test('who hands over takes none', () => {
    const outcome = deliver(settled({ transferee: 'n2' }), 'c1', asked(1));
    expect(sent(outcome)).toMatchObject([{ kind: 'NotLeader', leader: 'n2' }]);
  });
});

test('a new leader waits for its no-op: what its predecessors committed lies before it', () => {
  const log = logWith([entry(1, write('c2', 1, 7)), entry(2)]);
  const fresh = leader({ term: 2, log, termStart: 2, matchIndex: { n1: 2, n2: 0, n3: 0 } });
  const confirmed = deliver(deliver(fresh, 'c1', asked(1)).state, 'n2', answer(1, 2));
  expect(sent(confirmed)).toEqual([]);
  expect(sent(deliver(confirmed.state, 'n2', acked(2, 2)), 'c1')).toEqual([reply(1, 7)]);
});

describe('a read at a follower', () => {
  const log = logWith([entry(1), entry(1, write('c2', 1, 7))]);
  const state = follower({ leader: 'n2', log, commitIndex: 1, lastApplied: 1 });
  const id = { client: 'c1', number: 1 };
  const index = (at: number, term = 1): Kind => ({ kind: 'ReadIndexReply', term, id, index: at });
  const waiting = deliver(state, 'c1', asked(1));

  test('asks the leader for the index', () => {
    expect(sent(waiting, 'n2')).toEqual([{ kind: 'ReadIndex', term: 1, id }]);
  });

  test('is answered when the index is applied, and not before', () => {
    expect(sent(deliver(waiting.state, 'n2', index(1)))).toEqual([reply(1)]);
    const early = deliver(waiting.state, 'n2', index(2));
    expect(sent(early)).toEqual([]);
    const applied = deliver(early.state, 'n2', appendEntries({ prev: [2, 1], leaderCommit: 2 }));
    expect(sent(applied, 'c1')).toEqual([reply(1, 7)]);
  });

  test.each<[string, State, Kind]>([
    ['of an earlier term', follower({ ...(waiting.state as object), term: 2 }), index(1)],
    ['to what was not asked', state, index(1)],
    ['a second time', deliver(waiting.state, 'n2', index(1)).state, index(1)],
  ])('an answer %s changes nothing', (_what, before, message) => {
    expect(deliver(before, 'n2', message)).toEqual({ state: before, effects: [] });
  });

  test('is refused when the term ends', () => {
    const outcome = deliver(waiting.state, 'n3', appendEntries({ term: 2, prev: [1, 1] }));
    expect(sent(outcome, 'c1')).toEqual([{ kind: 'NotLeader', id, attempt: 1, leader: 'n3' }]);
    expect(outcome.state).toMatchObject({ asked: [] });
  });

  test.each([[false], [true]])('is refused when this server stands for election itself, preVote: %s', (preVote) => {
    const standing = serverWith({ reads: 'read-index', followerReads: true, preVote }).timeout(
      waiting.state,
      'election',
    );
    expect(sent(standing, 'c1')).toEqual([{ kind: 'NotLeader', id, attempt: 1, leader: null }]);
    expect(standing.state.role).toBe(preVote ? 'pre-candidate' : 'candidate');
  });

  test('is not taken where no leader is known, or followers do not answer reads', () => {
    expect(sent(deliver(follower(), 'c1', asked(1)))).toMatchObject([{ kind: 'NotLeader' }]);
    const silent = serverWith({ reads: 'read-index', followerReads: false });
    expect(sent(silent.deliver(state, 'c1', asked(1)))).toMatchObject([{ kind: 'NotLeader', leader: 'n2' }]);
  });

  test('the leader gives the index when a round has shown that it leads', () => {
    const forwarded = deliver(settled(), 'n2', { kind: 'ReadIndex', term: 1, id });
    expect(sent(forwarded)).toEqual([heartbeat(1), heartbeat(1)]);
    expect(sent(deliver(forwarded.state, 'n3', answer(1)))).toEqual([index(1)]);
  });

  test('of a new leader the index is that of its no-op at least', () => {
    const fresh = leader({ term: 2, log: logOf(1, 2), termStart: 2 });
    const { state: forwarded } = deliver(fresh, 'n2', { kind: 'ReadIndex', term: 2, id });
    expect(sent(deliver(forwarded, 'n3', answer(1, 2)))).toEqual([index(2, 2)]);
  });

  test.each([
    ['of another term', settled({ term: 3 })],
    ['while it hands over', settled({ transferee: 'n3' })],
    ['when it leads no more', follower({ leader: 'n3' })],
  ])('a leader gives none %s', (_when, before) => {
    expect(deliver(before, 'n2', { kind: 'ReadIndex', term: 1, id })).toEqual({ state: before, effects: [] });
  });
});

test('a heartbeat is heard as a leader’s word, and answered at once with the own term', () => {
  const outcome = deliver(follower({ term: 1 }), 'n2', heartbeat(4, 2));
  expect(outcome.state).toMatchObject({ term: 2, leader: 'n2' });
  expect(outcome.effects.at(-1)).toMatchObject({ to: 'n2', message: answer(4, 2), durable: false });
  expect(sent(deliver(follower({ term: 3 }), 'n2', heartbeat(4, 2)))).toEqual([answer(4, 3)]);
});

describe('leases (thesis §6.4.1)', () => {
  const leased = serverWith({
    ...settings,
    reads: 'lease',
    stickiness: true,
    checkQuorum: true,
    clockDrift: 10,
    electionTimeoutMin: ms(110),
  });
  const at = (time: number): Setup => ({ ...three, time: ms(time) });
  /** A round that was sent at 50 ms, and answered at 90 ms. */
  const round = () => {
    const { state } = leased.timeout(settled(), 'heartbeat', at(50));
    return leased.deliver(state, 'n2', answer(1), at(90)).state;
  };

  test('a lease counts from when its round was sent, and is cut by the drift: 110 ms / 1.1', () => {
    expect(round()).toMatchObject({ rounds: { leaseUntil: ms(150), sent: [] } });
  });

  test('while it runs a read is answered at once, and not a microsecond longer', () => {
    expect(sent(leased.deliver(round(), 'c1', asked(1), at(149)))).toEqual([reply(1)]);
    expect(sent(leased.deliver(round(), 'c1', asked(1), at(150)))).toEqual([heartbeat(2), heartbeat(2)]);
  });

  test('before its no-op is committed a leader has no use of it', () => {
    const fresh = { ...round(), commitIndex: 0, lastApplied: 0 };
    expect(sent(leased.deliver(fresh, 'c1', asked(1), at(100))).map(({ kind }) => kind)).not.toContain('Reply');
  });

  test('an attempt to transfer makes it void until the end of the term', () => {
    const transfer = { kind: 'TransferLeadership', request: 1, target: 'n2' };
    const { state: handing } = leased.deliver(round(), 'a1', transfer, at(95));
    const { state: failed } = leased.timeout(handing, 'transfer', at(96));
    expect(failed).toMatchObject({ duties: { transferee: null, isLeaseVoid: true } });
    expect(sent(leased.deliver(failed, 'c1', asked(1), at(100)))).toEqual([heartbeat(2), heartbeat(2)]);
  });

  test('no answer, no lease; a late answer brings the lease of its own round only', () => {
    let { state } = leased.timeout(settled(), 'heartbeat', at(50));
    state = leased.timeout(state, 'heartbeat', at(80)).state;
    expect(state).toMatchObject({ rounds: { leaseUntil: null } });
    expect(leased.deliver(state, 'n2', answer(1), at(90)).state).toMatchObject({ rounds: { leaseUntil: ms(150) } });
    expect(leased.deliver(state, 'n2', answer(2), at(90)).state).toMatchObject({ rounds: { leaseUntil: ms(180) } });
  });

  test('a leader that nobody answers remembers no more rounds than a lease lasts', () => {
    let state = settled();
    for (let time = 20; time <= 10_000; time += 20) state = leased.timeout(state, 'heartbeat', at(time)).state;
    // One every 20 ms, and a lease lasts 100 ms: of the one sent that long ago it is over.
    const times = [9_920, 9_940, 9_960, 9_980, 10_000].map(ms);
    expect((state as Leader).rounds.sent.map((one) => one.at)).toEqual(times);
    expect((state as Leader).rounds.latest).toBe(500);
  });
});
