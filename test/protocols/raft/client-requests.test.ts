import { describe, expect, test } from 'vitest';
import { lastIndex, type State } from '../../../src/protocols/raft/index.ts';
import { persisted, sent } from '../recording-context.ts';
import { acked, candidate, deliver, entry, follower, leader, logOf, write } from './servers.ts';

const request = (number: number, attempt: number) => ({ kind: 'Request', attempt, ...write('c1', number, 5) });

describe('only the leader takes requests; others say where to ask', () => {
  test.each<[string, State, string | null]>([
    ['a follower of a known leader', follower({ leader: 'n3' }), 'n3'],
    ['a follower that knows of none', follower(), null],
    ['a candidate', candidate(), null],
  ])('%s', (_who, state, hint) => {
    const outcome = deliver(state, 'c1', request(1, 1));
    expect(sent(outcome)).toEqual([{ kind: 'NotLeader', id: { client: 'c1', number: 1 }, attempt: 1, leader: hint }]);
    expect(outcome.state.log).toBe(state.log);
  });

  test('the leader appends, writes, and sends on', () => {
    const state = leader({ term: 1, log: logOf(1), nextIndex: { n2: 2, n3: 2 } });
    const outcome = deliver(state, 'c1', request(1, 1));
    expect(persisted(outcome)).toEqual([{ log: outcome.state.log }]);
    expect(outcome.state.log.entries.tail).toEqual([entry(1), entry(1, write('c1', 1, 5))]);
    expect(sent(outcome).map(({ kind }) => kind)).toEqual(['AppendReply', 'AppendEntries', 'AppendEntries']);
    expect(sent(outcome, 'n1')).toEqual([acked(1, 2)]);
  });
});

test('a copy is refused by a server that lost its leadership, though another copy is in its log', () => {
  // Why a refusal is no promise: the client may not take it for one.
  const { state: accepted } = deliver(leader({ log: logOf(1) }), 'c1', request(1, 4));
  const deposed = follower({ term: 2, log: accepted.log });
  expect(sent(deliver(deposed, 'c1', request(1, 4)))).toMatchObject([{ kind: 'NotLeader', attempt: 4 }]);
  expect(lastIndex(deposed.log)).toBe(2);
});
