// Messages and forced writes of one transaction, by two ways of counting.
//
// Mohan, Lindsay, Obermarck 1986 (and Lampson, Lomet 1993): the coordinator asks all n participants; acknowledgements count.
// Gray, Lamport 2006: the first participant asks the coordinator, which asks the other N − 1; acknowledgements do not count,
// and a participant's commit record is not among the writes that anybody waits for.
// Neither counts what client and coordinator say to each other.
import { describe, expect, test } from 'vitest';
import { brokenIn, messagesIn, ran, writesIn } from './run.ts';

/** What nobody counts: a client's request and its answer, and what a node says to itself. */
const UNCOUNTED = ['Begin', 'Ended', 'Logged', 'Own2b'];
const COORDINATOR = ['membership', 'coordinator-commit', 'coordinator-abort'];
const PARTICIPANT = ['prepared', 'commit', 'abort'];

describe('two-phase commit with n participants that change something', () => {
  const rounds = ['Prepare', 'Vote', 'Commit', 'Abort', 'Ack'];
  // messages ÷ n, the coordinator's forced writes, those of each participant
  describe.each<readonly [string, 'commit' | 'abort', number, number, number]>([
    ['nothing', 'commit', 4, 1, 2],
    ['nothing', 'abort', 4, 1, 2],
    ['abort', 'commit', 4, 1, 2],
    ['abort', 'abort', 3, 0, 1],
    ['commit', 'commit', 3, 2, 1],
    ['commit', 'abort', 4, 1, 2],
  ])('presumed %s, %s', (presumption, outcome, messages, coordinator, participant) => {
    test.each([1, 2, 3, 5])('n = %d', (n) => {
      const run = ran('two-phase-commit', {
        nodes: { coordinator: 1, participant: n },
        options: { presumption },
        workload: { kind: outcome === 'commit' ? 'transfer' : 'vetoed-transfer', clients: 1, think: '10s' },
      });
      expect(messagesIn(run, rounds)).toBe(messages * n);
      expect(writesIn(run, COORDINATOR)).toBe(coordinator);
      expect(writesIn(run, PARTICIPANT)).toBe(participant * n);
      expect(Object.keys(run.result.kindCounts!.sent).sort()).toEqual(
        expect.arrayContaining(['Begin', 'Ended', 'Prepare', 'Vote']),
      );
    });
  });

  test('a voter that only reads costs two messages and no forced write', () => {
    const run = ran('two-phase-commit', {
      workload: { kind: 'transfer-and-audit', clients: 1, think: '10s', reads: '100%' },
    });
    expect(messagesIn(run, rounds)).toBe(2 * 3);
    expect(writesIn(run, [...COORDINATOR, ...PARTICIPANT])).toBe(0);
  });
});

describe('as Gray and Lamport count', () => {
  const counted = ['BeginCommit', 'Prepare', 'Vote', 'Phase2a', 'Phase2b', 'Commit'];
  const left = [...UNCOUNTED, 'Ack'];

  test.each([2, 3, 4, 5, 6])('two-phase commit, N = %d: 3N − 1 messages, N + 1 stable writes', (n) => {
    const run = ran('two-phase-commit', {
      nodes: { coordinator: 1, participant: n },
      options: { initiator: 'participant', presumption: 'nothing' },
    });
    expect(messagesIn(run, counted)).toBe(3 * n - 1);
    expect(messagesIn(run, [...counted, ...left])).toBe(
      Object.values(run.result.kindCounts!.sent).reduce((a, b) => a + b),
    );
    expect(writesIn(run, ['prepared', 'coordinator-commit'])).toBe(n + 1);
  });

  describe.each([0, 1, 2])('Paxos Commit, F = %d', (f) => {
    test.each([2, 3, 4, 5, 6])('N = %d: NF + F + 3N − 1 messages, N + F + 1 stable writes', (n) => {
      const run = ran('paxos-commit', {
        nodes: { coordinator: 2 * f + 1, participant: n },
        options: { initiator: 'participant' },
      });
      expect(messagesIn(run, counted)).toBe(n * f + f + 3 * n - 1);
      expect(messagesIn(run, [...counted, ...left])).toBe(
        Object.values(run.result.kindCounts!.sent).reduce((a, b) => a + b),
      );
      expect(writesIn(run, ['prepared', 'accepted', 'promise'])).toBe(n + f + 1);
      expect(brokenIn(run)).toEqual([]);
    });
  });
});
