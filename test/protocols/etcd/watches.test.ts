// What a member tells those that watch, and what a client makes of it.
import { describe, expect, test } from 'vitest';
import type { Kind } from '../../../src/contract/context.ts';
import type { Mutation } from '../../../src/protocols/etcd/store/requests.ts';
import { appendEntries } from '../raft/servers.ts';
import { sent } from '../recording-context.ts';
import { deliver, follower, put, storeAfter } from './members.ts';

const compact = (revision: number): Mutation => ({ f: 'compact', revision });
const watch = (start: number | null, fields: Partial<Kind> = {}): Kind => ({
  kind: 'Watch',
  watch: 1,
  key: 'k',
  end: 'l',
  start,
  ...fields,
});
/** Revisions 2, 3 and 4. */
const store = storeAfter(put('k0', 1), put('x', 2), put('k1', 3));

const applying = (...mutations: readonly Mutation[]): Kind => {
  const entries = mutations.map((operation, i) => ({
    term: 1,
    command: { id: { client: 'c9', number: i + 1 }, operation: operation as never },
  }));
  return appendEntries({ prev: [1, 1], entries, leaderCommit: 1 + entries.length });
};

test('a watch with a revision is told all that happened since, of its keys only', () => {
  const outcome = deliver(follower(store), 'c1', watch(2));
  expect(sent(outcome, 'c1')).toMatchObject([
    { kind: 'WatchCreated', watch: 1, next: 2 },
    {
      kind: 'WatchEvents',
      from: 2,
      revision: 4,
      events: [
        { revision: 2, key: 'k0' },
        { revision: 4, key: 'k1' },
      ],
    },
  ]);
});

test('one without begins after what the member has applied', () => {
  const outcome = deliver(follower(store), 'c1', watch(null));
  expect(sent(outcome, 'c1')).toEqual([{ kind: 'WatchCreated', watch: 1, next: 5 }]);
});

test('what is applied is told, each message beginning where the one before ended', () => {
  const { state } = deliver(follower(store), 'c1', watch(3));
  const later = deliver(state, 'n2', applying(put('x', 9), put('k0', 8)));
  expect(sent(later, 'c1')).toMatchObject([{ from: 5, revision: 6, events: [{ revision: 6, key: 'k0' }] }]);
  expect(sent(deliver(state, 'n2', applying(put('x', 9))), 'c1')).toEqual([]);
});

test('a transaction is told whole', () => {
  const { state } = deliver(follower(store), 'c1', watch(null));
  const txn: Mutation = { f: 'txn', compare: [], success: [put('k0', 8) as never, put('k1', 9) as never], failure: [] };
  const [message] = sent(deliver(state, 'n2', applying(txn)), 'c1');
  expect(message).toMatchObject({
    events: [
      { revision: 5, key: 'k0' },
      { revision: 5, key: 'k1' },
    ],
  });
});

describe('a watch that comes back after a compaction', () => {
  const compacted = storeAfter(put('k0', 1), put('k0', 2), put('k0', 3), compact(3));

  test('is over when what it was to be told of next is forgotten', () => {
    const outcome = deliver(follower(compacted), 'c1', watch(2));
    expect(sent(outcome, 'c1')).toEqual([{ kind: 'WatchCompacted', watch: 1, compactRevision: 3 }]);
    expect(outcome.state.watchers).toEqual({});
  });

  test('and goes on when it is not', () => {
    const outcome = deliver(follower(compacted), 'c1', watch(3));
    expect(sent(outcome, 'c1')).toMatchObject([
      { kind: 'WatchCreated' },
      { events: [{ revision: 3 }, { revision: 4 }] },
    ]);
  });
});

test('a watch that is cancelled is told nothing more', () => {
  const { state } = deliver(follower(store), 'c1', watch(null));
  const cancelled = deliver(state, 'c1', { kind: 'CancelWatch', watch: 1 });
  expect(sent(deliver(cancelled.state, 'n2', applying(put('k0', 8))), 'c1')).toEqual([]);
});
