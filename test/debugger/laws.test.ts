// Laws of stepping: back after forward is where one was. That a session answers whatever is asked: test/deep/stepping.test.ts.
import { describe, expect, test } from 'vitest';
import { hexOf } from '../../src/base/hash.ts';
import { RandomStream } from '../../src/base/random.ts';
import {
  advance,
  branchOf,
  openSession,
  reduce,
  type Session,
  snapshotOf,
  stateHash,
} from '../../src/debugger/index.ts';
import { TimedRun } from '../../src/kernel/index.ts';
import { playedSource, sourceOfFile } from './opened.ts';

const files = [
  'scenarios/faults/no-sync.yaml',
  'scenarios/raft/leader-crash.yaml',
  'scenarios/faults/stream-reset.yaml',
];

const hashAt = (session: Session, event = session.cursor) => hexOf(stateHash(snapshotOf(session, event)));

describe.each(files)('%s', (file) => {
  test('back after forward is the identity on the state hash: 334 random walks', async () => {
    const source = await sourceOfFile(file);
    const random = new RandomStream('walks', file);
    let session = advance(openSession(source, { event: 0 }), {});
    const { known } = branchOf(session);
    for (let walk = 0; walk < 334; walk++) {
      session = reduce(session, { do: 'event', event: random.int(known) });
      const begun = { cursor: session.cursor, hash: hashAt(session) };
      const steps = Array.from({ length: 1 + random.int(12) }, () => (random.int(3) === 0 ? 'previous' : 'next'));
      const trail: string[] = [];
      for (const step of steps) {
        const before = session.cursor;
        session = reduce(session, { do: step as 'next' });
        if (session.cursor !== before) trail.push(step);
        hashAt(session);
      }
      for (const step of trail.reverse()) session = reduce(session, { do: step === 'next' ? 'previous' : 'next' });
      expect({ cursor: session.cursor, hash: hashAt(session) }).toEqual(begun);
    }
  });

  test('the state after an event is that of a run that goes there straight', async () => {
    const source = await sourceOfFile(file);
    const random = new RandomStream('straight', file);
    let session = advance(openSession(source), {});
    const { known } = branchOf(session);
    const events = Array.from({ length: 60 }, () => random.int(known)).sort((a, b) => a - b);
    const straight = new TimedRun(source.plan);
    for (const event of events) {
      straight.run(event + 1);
      session = reduce(session, { do: 'event', event });
      expect(session.cursor).toBe(event);
      expect(hashAt(session)).toBe(hexOf(straight.world.stateHash()));
      expect(snapshotOf(session).after.fingerprint).toEqual(straight.world.fingerprint.result());
    }
  });
});

describe('a schedule', () => {
  test('back after forward is the identity on the state hash', async () => {
    const source = await playedSource(files[0]!);
    const random = new RandomStream('walks', 'schedule');
    let session = advance(openSession(source, { event: 0 }), {});
    const { known } = branchOf(session);
    const straight = advance(openSession(source, { event: known - 1 }), {});
    for (let walk = 0; walk < 100; walk++) {
      session = reduce(session, { do: 'event', event: random.int(known) });
      const { cursor } = session;
      session = reduce(reduce(session, { do: 'next', count: 7 }), { do: 'event', event: cursor });
      expect(hashAt(session)).toBe(hashAt(straight, cursor));
    }
  });
});
