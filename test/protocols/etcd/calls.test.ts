// How a member answers: what waits for the leader, what for its own log, and what for nothing.
import { describe, expect, test } from 'vitest';
import type { Kind } from '../../../src/contract/context.ts';
import { ms, seconds } from '../../../src/contract/time.ts';
import type { Member } from '../../../src/protocols/etcd/state.ts';
import { appendEntries } from '../raft/servers.ts';
import { effectsOf, sent, timersSet } from '../recording-context.ts';
import { answers, call, deliver, fire, follower, leader, put, read, storeAfter } from './members.ts';

const held = storeAfter(put('k0', 5));
const found = { f: 'range', found: [{ key: 'k0', value: 5 }], revision: 2 };
const readIndexReply = (number: number, index = 1): Kind => ({
  kind: 'ReadIndexReply',
  term: 1,
  id: { client: 'c1', number },
  index,
});
/** A member that knows no leader. */
const leaderless = (): Member => ({ ...follower(held), raft: { ...follower(held).raft, leader: null } });

describe('a serializable read', () => {
  test('is answered at once by a member that knows no leader, and leaves nothing behind', () => {
    const before = leaderless();
    const outcome = deliver(before, 'c1', call(read('k0', true)));
    expect(answers(outcome)).toMatchObject([found]);
    expect(outcome.effects).toHaveLength(1);
    expect(outcome.state).toBe(before);
  });
});

describe('a linearizable read', () => {
  test('at a follower waits for the index that the leader names, and for the log to be applied that far', () => {
    const asked = deliver(follower(held), 'c1', call(read('k0')));
    expect(answers(asked)).toEqual([]);
    expect(sent(asked, 'n2')).toEqual([{ kind: 'ReadIndex', term: 1, id: { client: 'c1', number: 1 } }]);
    expect(answers(deliver(asked.state, 'n2', readIndexReply(1, 2)))).toEqual([]);
    const confirmed = deliver(asked.state, 'n2', readIndexReply(1));
    expect(answers(confirmed)).toMatchObject([found]);
    expect(confirmed.state.calls).toEqual({});
    expect(effectsOf(confirmed, 'cancelTimer').map(({ name }) => name)).toContain('call/c1');
  });

  test('at a leader waits for a round of heartbeats', () => {
    const asked = deliver(leader(held), 'c1', call(read('k0')));
    expect(answers(asked)).toEqual([]);
    expect(sent(asked, 'n2')).toMatchObject([{ kind: 'Heartbeat', round: 1 }]);
    const confirmed = deliver(asked.state, 'n2', { kind: 'HeartbeatReply', term: 1, round: 1 });
    expect(answers(confirmed)).toMatchObject([found]);
  });

  test('is asked for again every 500 ms, and given up at the fourteenth: 7 s', () => {
    const first = deliver(leaderless(), 'c1', call(read('k0')));
    expect(effectsOf(first, 'setTimer').at(0)).toMatchObject({ timer: { kind: 'call', key: 'c1' }, min: ms(500) });
    let { state } = first;
    for (let fired = 1; fired < 14; fired++) {
      const again = fire(state, 'call', 'c1');
      expect(answers(again)).toEqual([]);
      expect(timersSet(again)).toEqual(['call']);
      state = again.state;
    }
    expect(answers(fire(state, 'call', 'c1'))).toEqual([{ f: 'error', code: 'timeout', revision: 2 }]);
  });

  test('is not answered by the round of an earlier one, which its client has given up', () => {
    const first = deliver(leader(held), 'c1', call(read('k0'), 1));
    const second = deliver(first.state, 'c1', call(read('k0'), 2));
    const early = deliver(second.state, 'n2', { kind: 'HeartbeatReply', term: 1, round: 1 });
    expect(answers(early)).toEqual([]);
    expect(answers(deliver(early.state, 'n2', { kind: 'HeartbeatReply', term: 1, round: 2 }))).toMatchObject([found]);
  });

  test('that went unheard goes to the leader that is known by then', () => {
    const { state } = deliver(leaderless(), 'c1', call(read('k0')));
    const led = { ...state, raft: { ...state.raft, leader: 'n3' } };
    expect(sent(fire(led, 'call', 'c1'), 'n3')).toMatchObject([{ kind: 'ReadIndex' }]);
  });
});

describe('a write', () => {
  const writing = call(put('k0', 6));

  test('at a follower is passed on, once', () => {
    const asked = deliver(follower(held), 'c1', writing);
    expect(sent(asked, 'n2')).toEqual([{ kind: 'Propose', id: { client: 'c1', number: 1 }, mutation: put('k0', 6) }]);
    expect(effectsOf(asked, 'setTimer')).toMatchObject([{ timer: { kind: 'call', key: 'c1' }, min: seconds(7) }]);
    expect(sent(deliver(asked.state, 'c1', writing), 'n2')).toEqual([]);
  });

  test('passed on to a leader goes into its log', () => {
    const proposal: Kind = { kind: 'Propose', id: { client: 'c1', number: 1 }, mutation: put('k0', 6) };
    const outcome = deliver(leader(held), 'n3', proposal);
    expect(outcome.state.raft.log.entries.length).toBe(2);
    // Its client is at the other member.
    expect(sent(outcome, 'c1')).toEqual([]);
  });

  test('passed on to one that follows is passed on again; one that knows no leader lets it go', () => {
    const proposal: Kind = { kind: 'Propose', id: { client: 'c1', number: 1 }, mutation: put('k0', 6) };
    expect(sent(deliver(follower(held), 'n3', proposal), 'n2')).toEqual([proposal]);
    expect(deliver(leaderless(), 'n3', proposal).effects).toEqual([]);
  });

  test('waits while no leader is known, and is proposed when one is', () => {
    const asked = deliver(leaderless(), 'c1', writing);
    expect(timersSet(asked)).toEqual(['call']);
    const heard = deliver(asked.state, 'n3', appendEntries({ prev: [1, 1] }));
    expect(sent(heard, 'n3')).toContainEqual({
      kind: 'Propose',
      id: { client: 'c1', number: 1 },
      mutation: put('k0', 6),
    });
    expect(sent(deliver(heard.state, 'n3', appendEntries({ prev: [1, 1] })), 'n3')).not.toContainEqual(
      expect.objectContaining({ kind: 'Propose' }),
    );
  });

  test('is proposed once, whoever leads next: the leader before may have committed it', () => {
    const asked = deliver(follower(held), 'c1', writing);
    const next = deliver(asked.state, 'n3', appendEntries({ term: 2, prev: [1, 1] }));
    expect(next.state.raft.leader).toBe('n3');
    expect(sent(next, 'n3').map(({ kind }) => kind)).not.toContain('Propose');
  });

  test('is answered by the member that was asked, once it has applied it itself', () => {
    const { state } = deliver(follower(held), 'c1', writing);
    const command = { id: { client: 'c1', number: 1 }, operation: put('k0', 6) as never };
    const entries = [{ term: 1, command }];
    const appended = deliver(state, 'n2', appendEntries({ prev: [1, 1], entries, leaderCommit: 1 }));
    expect(answers(appended)).toEqual([]);
    const applied = deliver(appended.state, 'n2', appendEntries({ prev: [2, 1], leaderCommit: 2 }));
    expect(answers(applied)).toEqual([{ f: 'put', revision: 3 }]);
  });

  test('without an answer is given up after 7 s, and not proposed again', () => {
    const { state } = deliver(follower(held), 'c1', writing);
    const given = fire(state, 'call', 'c1');
    expect(answers(given)).toEqual([{ f: 'error', code: 'timeout', revision: 2 }]);
    expect(sent(given, 'n2')).toEqual([]);
  });

  test('that came twice is carried out once', () => {
    const command = { id: { client: 'c1', number: 1 }, operation: put('k0', 6) as never };
    const entries = [1, 1].map((term) => ({ term, command }));
    const outcome = deliver(follower(held), 'n2', appendEntries({ prev: [1, 1], entries, leaderCommit: 3 }));
    expect(outcome.state.raft.lastApplied).toBe(3);
    expect(outcome.state.raft.machine.executed).toBe(1);
  });
});

test('no client hears a refusal of Raft itself: its member asks again', () => {
  expect(sent(deliver(leaderless(), 'c1', call(read('k0'))), 'c1')).toEqual([]);
});
