import { describe, expect, test } from 'vitest';
import type { Kind } from '../../../src/contract/context.ts';
import { emptyMachine } from '../../../src/protocols/kv/index.ts';
import type { Leader, State } from '../../../src/protocols/raft/index.ts';
import { compacted } from '../../../src/protocols/raft/log.ts';
import type { Flow } from '../../../src/protocols/raft/state.ts';
import { type Outcome, sent } from '../recording-context.ts';
import { acked, leader, logOf, membersOf, serverWith, three, write } from './servers.ts';

const { deliver, timeout } = serverWith({ maxInflight: 2, batch: 2 });
const request = (number: number): Kind => ({ kind: 'Request', attempt: number, ...write('c1', number, number) });
/** After which index, and how many: `2+1`; or the kind. */
const toN2 = (outcome: Outcome<State>) =>
  sent(outcome, 'n2').map((message) => {
    const { kind, prevLogIndex, entries } = message as Kind & { prevLogIndex: number; entries: readonly unknown[] };
    return kind === 'AppendEntries' ? `${prevLogIndex}+${entries.length}` : kind;
  });
const flowOf = (state: State): Flow => (state as Leader).flow['n2']!;

const replicating = (inflight: readonly number[], next: number, length: number): State =>
  leader({
    log: logOf(...Array.from({ length }, () => 1)),
    matchIndex: { n1: length, n2: 1, n3: 0 },
    nextIndex: { n2: next, n3: 1 },
    flow: { n2: { mode: 'replicate', inflight }, n3: { mode: 'probe' } },
  });
const refused = (prevLogIndex: number, conflictIndex: number): Kind => ({
  kind: 'AppendReply',
  term: 1,
  success: false,
  prevLogIndex,
  conflictTerm: null,
  conflictIndex,
});

describe('probe: one message at a time', () => {
  const probed = leader({
    log: logOf(1, 1, 1, 1, 1),
    nextIndex: { n2: 2, n3: 2 },
    matchIndex: { n1: 5, n2: 0, n3: 0 },
  });

  test('a new entry waits while one is on its way', () => {
    expect(toN2(deliver(probed, 'c1', request(1)))).toEqual([]);
  });

  test('an acknowledgement opens the window, and it is filled', () => {
    const outcome = deliver(probed, 'n2', acked(1, 1));
    expect(toN2(outcome)).toEqual(['1+2', '3+2']);
    expect(flowOf(outcome.state)).toEqual({ mode: 'replicate', inflight: [3, 5] });
  });

  test('with a window of one it stays at that', () => {
    const one = serverWith({ maxInflight: 1, batch: 2 });
    const outcome = one.deliver(probed, 'n2', acked(1, 1));
    expect(toN2(outcome)).toEqual(['1+2']);
    expect(flowOf(outcome.state)).toEqual({ mode: 'probe' });
  });
});

describe('replicate: without waiting, as far as the window allows', () => {
  test('a new entry is sent while others are on their way', () => {
    const outcome = deliver(replicating([2], 3, 2), 'c1', request(1));
    expect(toN2(outcome)).toEqual(['2+1']);
    expect(flowOf(outcome.state)).toEqual({ mode: 'replicate', inflight: [2, 3] });
  });

  test('not with a full window; an acknowledgement frees all up to it, and what waited follows', () => {
    const full = deliver(replicating([2, 3], 4, 3), 'c1', request(1));
    expect(toN2(full)).toEqual([]);
    const freed = deliver(full.state, 'n2', acked(1, 3));
    expect(toN2(freed)).toEqual(['3+1']);
    expect(flowOf(freed.state)).toEqual({ mode: 'replicate', inflight: [4] });
  });

  test('what was sent after the acknowledged one is still on its way', () => {
    const acknowledged = deliver(replicating([2, 3], 4, 3), 'n2', acked(1, 2));
    const next = deliver(acknowledged.state, 'c1', request(1));
    expect(toN2(next)).toEqual(['3+1']);
    expect(flowOf(next.state)).toEqual({ mode: 'replicate', inflight: [3, 4] });
    expect(toN2(deliver(next.state, 'c1', request(2)))).toEqual([]);
  });

  test('a late acknowledgement of less frees nothing twice', () => {
    const { state } = deliver(replicating([3, 5], 6, 5), 'n2', acked(1, 3));
    expect(deliver(state, 'n2', acked(1, 3)).state).toBe(state);
  });

  test('a heartbeat with a full window asks after the last one sent, without entries', () => {
    expect(toN2(timeout(replicating([2, 3], 4, 5), 'heartbeat'))).toEqual(['3+0']);
  });

  test('a refusal of what has a gap before it goes back to probing there, and one message is sent', () => {
    const outcome = deliver(replicating([3, 5], 6, 5), 'n2', refused(3, 2));
    expect(toN2(outcome)).toEqual(['1+2']);
    expect(flowOf(outcome.state)).toEqual({ mode: 'probe' });
    // The second one had the same gap; its refusal answers a message that counts no more.
    expect(toN2(deliver(outcome.state, 'n2', refused(5, 2)))).toEqual([]);
  });

  test('a refusal of what was acknowledged since is an old one', () => {
    const state = replicating([3], 4, 3);
    expect(deliver(state, 'n2', refused(1, 1))).toEqual({ state, effects: [] });
  });
});

describe('snapshot: what it lacks was compacted', () => {
  const configuration = membersOf(three).configuration;
  const snapshot = { index: 4, term: 1, machine: emptyMachine, configuration, configurationIndex: 0 };
  const short = (flow: Flow, next = 2): State =>
    leader({
      log: compacted(logOf(1, 1, 1, 1, 1), 4),
      snapshot,
      commitIndex: 4,
      lastApplied: 4,
      matchIndex: { n1: 5, n2: 0, n3: 0 },
      nextIndex: { n2: next, n3: 6 },
      flow: { n2: flow, n3: { mode: 'probe' } },
    });
  const waiting: Flow = { mode: 'snapshot', index: 4, beats: 0 };

  test('the snapshot is sent instead', () => {
    const outcome = deliver(short({ mode: 'probe' }, 6), 'n2', refused(5, 2));
    expect(toN2(outcome)).toEqual(['InstallSnapshot']);
    expect(flowOf(outcome.state)).toEqual(waiting);
  });

  test('so it is with a full window whose end was compacted meanwhile', () => {
    const state = short({ mode: 'replicate', inflight: [2, 3] }, 4);
    expect(toN2(timeout(state, 'heartbeat'))).toEqual(['InstallSnapshot']);
  });

  test('until it is acknowledged heartbeats say nothing of entries, and new entries wait', () => {
    const outcome = timeout(short(waiting), 'heartbeat');
    expect(toN2(outcome)).toEqual(['0+0']);
    expect(flowOf(outcome.state)).toEqual({ ...waiting, beats: 1 });
    expect(toN2(deliver(short(waiting), 'c1', request(1)))).toEqual([]);
    expect(toN2(deliver(short(waiting), 'n2', refused(5, 2)))).toEqual([]);
  });

  test('its acknowledgement is followed by the entries after it', () => {
    const outcome = deliver(short(waiting), 'n2', acked(1, 4));
    expect(toN2(outcome)).toEqual(['4+1']);
    expect(flowOf(outcome.state)).toEqual({ mode: 'replicate', inflight: [5] });
  });

  test('that of less than the log still has is not the one', () => {
    const outcome = deliver(short({ ...waiting, beats: 2 }), 'n2', acked(1, 3));
    expect(toN2(outcome)).toEqual([]);
    expect(flowOf(outcome.state)).toEqual({ ...waiting, beats: 2 });
  });

  test('its own acknowledgement is not enough where the log was cut again meanwhile: the next one is sent at once', () => {
    const outcome = deliver(short({ mode: 'snapshot', index: 3, beats: 2 }), 'n2', acked(1, 3));
    expect(toN2(outcome)).toEqual(['InstallSnapshot']);
    expect(flowOf(outcome.state)).toEqual(waiting);
  });

  test('after ten heartbeats it counts as lost, and is sent again', () => {
    let state = short(waiting);
    const kinds: string[] = [];
    for (let beat = 1; beat <= 11; beat++) {
      const outcome = timeout(state, 'heartbeat');
      kinds.push(
        ...toN2(outcome)
          .filter((text) => text === 'InstallSnapshot')
          .map(() => `at ${beat}`),
      );
      state = outcome.state;
    }
    expect(kinds).toEqual(['at 10']);
  });
});
