// Deeds part branches. Up to there a branch is the run that it parts from; from there it is what it would be had it been
// run with the deed from the start.
import { describe, expect, test } from 'vitest';
import { branchText, parseBranch } from '../../src/contract/branch-text.ts';
import type { Deed } from '../../src/contract/intervention.ts';
import {
  advance,
  branchOf,
  comparison,
  deedsOf,
  eventAt,
  messagesInFlight,
  momentOf,
  nodeAt,
  openSession,
  propertiesAt,
  reduce,
  type Session,
  snapshotOf,
  windowsAt,
} from '../../src/debugger/index.ts';
import { TimedRun } from '../../src/kernel/index.ts';
import { opened, sourceOfFile, sourceOfText } from './opened.ts';
import { twoLeaders } from './two-leaders.ts';

const steady = 'scenarios/raft/leader-crash.yaml';
const streams = 'scenarios/faults/stream-reset.yaml';

const deed = (session: Session, what: Deed) => reduce(session, { do: 'intervene', deed: what });

/** A deed of each kind that makes sense here, by what is there. */
function deedsAt(session: Session): readonly Deed[] {
  const seq = messagesInFlight(session).find(({ from, to }) => from !== to)!.seq;
  const [up] = ['n1', 'n2', 'n3'].filter((id) => nodeAt(session, id)?.status === 'up');
  const timer = nodeAt(session, up!)!.timers[0]!.name;
  return [
    { do: 'drop', message: seq },
    { do: 'duplicate', message: seq },
    { do: 'delay', message: seq, by: 300_000 },
    { do: 'deliver', message: seq },
    { do: 'fire', node: up!, timer },
    { do: 'crash', node: up! },
    { do: 'pause', node: up! },
    { do: 'cut', from: up!, to: 'n3' },
    { do: 'skip' },
  ];
}

describe.each([
  ['scenarios/raft/hunt.yaml', 400],
  [streams, 600],
])('%s at event %i', (file, event) => {
  test('a branch is the run up to where it parts, and then what the kernel makes of the deed', async () => {
    const source = await sourceOfFile(file);
    let session = await opened(file, { event });
    while (messagesInFlight(session).every(({ from, to }) => from === to)) session = reduce(session, { do: 'next' });
    const { cursor } = session;
    const base = branchOf(session);
    for (const what of deedsAt(session)) {
      const parted = advance(deed(session, what), {});
      if (what.do === 'duplicate' && file === streams) {
        expect(parted.notice).toEqual({ text: 'a stream never delivers a message twice', isProblem: true });
        continue;
      }
      expect(parted.current, what.do).toBeGreaterThan(0);
      const at = branchOf(parted).interventions[0]!.at;
      expect(at).toBe(what.do === 'skip' ? cursor : cursor + 1);
      expect(eventsBelow(parted, at)).toBe(eventsBelow(session, at));
      for (const i of [0, Math.floor(at / 2), at - 1]) {
        // A fault by hand has no window yet.
        const { windowOf } = snapshotOf(session, i).after;
        const { windowOf: longer, ...after } = snapshotOf(parted, i).after;
        expect({ ...after, windowOf: longer.slice(0, windowOf.length) }).toEqual(snapshotOf(session, i).after);
      }
      const straight = new TimedRun(source.plan, { level: 'trace', interventions: branchOf(parted).interventions });
      straight.run();
      expect(branchOf(parted).known).toBe(straight.trace!.length);
      const last = branchOf(parted).known - 1;
      expect(engineEvent(parted, last)).toEqual(straight.trace!.at(last));
      expect(parted.engine.timeline(branchOf(parted).interventions).result!.fingerprint).toBe(
        straight.result().fingerprint,
      );
      // A message on a stream that is dropped is sent again, and a pause may change nothing that shows; the rest does.
      if (what.do !== 'pause') expect(straight.result().fingerprint, what.do).not.toBe(fingerprintOf(session));
    }
    expect(branchOf({ ...session, current: 0 })).toEqual(base);
  });
});

function eventsBelow(session: Session, at: number): string {
  return JSON.stringify(Array.from({ length: at }, (_, i) => engineEvent(session, i)));
}

function engineEvent(session: Session, index: number) {
  return session.engine.timeline(branchOf(session).interventions).event(index);
}

function fingerprintOf(session: Session): string {
  return session.engine.timeline(branchOf(session).interventions).result!.fingerprint;
}

test('what was dropped never arrives, what was delivered arrives next, what was fired fires next', async () => {
  const session = await opened(steady, { event: 2_000 });
  const { seq, message, to } = messagesInFlight(session)[0]!;
  const dropped = advance(deed(session, { do: 'drop', message: seq }), {});
  const arrivals = (which: Session) =>
    Array.from({ length: 200 }, (_, i) => engineEvent(which, 2_001 + i)).filter((each) => each.seq === seq);
  expect(arrivals(session)).toMatchObject([{ kind: 'deliver', node: to, payload: message }]);
  expect(arrivals(dropped)).toEqual([]);
  const delivered = deed(session, { do: 'deliver', message: seq });
  expect(delivered.cursor).toBe(2_001);
  expect(eventAt(delivered)).toMatchObject({ seq, time: engineEvent(session, 2_000).time, payload: message });
  const fired = deed(session, { do: 'fire', node: 'n1', timer: nodeAt(session, 'n1')!.timers[0]!.name });
  expect(eventAt(fired)).toMatchObject({ kind: 'timer', node: 'n1', time: engineEvent(session, 2_000).time });
});

test('a crash by hand is a crash: the node is down until it is restarted', async () => {
  const session = await opened(steady, { event: 2_000 });
  const crashed = deed(session, { do: 'crash', node: 'n3' });
  expect(nodeAt(crashed, 'n3')).toMatchObject({ status: 'down', state: undefined, timers: [] });
  expect(windowsAt(crashed).at(-1)).toMatchObject({ kind: 'crash', nodes: [['n3']], isLasting: true, event: 2_001 });
  const later = reduce(crashed, { do: 'next', count: 50 });
  expect(nodeAt(later, 'n3')?.status).toBe('down');
  const restarted = reduce(deed(later, { do: 'restart', node: 'n3' }), { do: 'next', count: 3 });
  expect(nodeAt(restarted, 'n3')).toMatchObject({ status: 'up', incarnation: 2 });
  expect(deedsOf(restarted, branchOf(restarted))).toEqual([
    'crash n3 before event 2001',
    `restart n3 before event ${later.cursor + 1}`,
  ]);
});

test('a pause ends when it is ended, and a cut heals', async () => {
  const session = reduce(await opened(steady, { event: 2_000 }), { do: 'select-node', node: 'n1' });
  const paused = reduce(session, { do: 'pause-node' });
  expect(nodeAt(paused, 'n1')?.status).toBe('paused');
  expect(nodeAt(reduce(paused, { do: 'pause-node' }), 'n1')?.status).toBe('up');
  const cut = reduce(session, { do: 'cut', other: 'n2' });
  expect(snapshotOf(cut).after.cuts).toHaveLength(2);
  expect(snapshotOf(reduce(cut, { do: 'heal', other: 'n2' })).after.cuts).toEqual([]);
});

test('a partition of the scenario can be healed before its time, and its own end does nothing then', async () => {
  const session = await opened('scenarios/cap/minority-partition.yaml');
  const inside = reduce(reduce(session, { do: 'first' }), { do: 'landmark', kind: 'fault', isBackwards: false });
  const { nodes } = windowsAt(inside)[0]!;
  const [one, two] = [nodes[0]![0]!, nodes[1]![0]!];
  const there = reduce(inside, { do: 'select-node', node: one });
  const healed = advance(reduce(there, { do: 'heal', other: two }), {});
  expect(windowsAt(healed)[0]).toMatchObject({ isLasting: false, event: inside.cursor });
  const faults = (session: Session) =>
    Array.from({ length: branchOf(session).known }, (_, i) => engineEvent(session, i)).filter(
      (e) => e.kind === 'fault',
    );
  expect(faults(healed)).toHaveLength(2);
});

test('dropping what caused the violation shows that the property held', async () => {
  const session = advance(openSession(await sourceOfText(twoLeaders)), {});
  const violated = propertiesAt(session).filter(({ status }) => status === 'violated');
  expect(violated).toContainEqual(expect.objectContaining({ name: 'election-safety', since: session.cursor }));
  // The second vote of one server in one term: the delivery that the cursor stands on.
  expect(eventAt(session)).toMatchObject({ kind: 'deliver', payload: { kind: 'Vote', term: 1, granted: true } });
  const without = advance(reduce(session, { do: 'drop' }), {});
  expect(deedsOf(without, branchOf(without))).toEqual([`skip event ${session.cursor}`]);
  const compared = advance(reduce(without, { do: 'compare' }), {});
  const found = comparison(compared)!;
  expect(found).toMatchObject({ one: 1, other: 0, event: session.cursor, isComplete: true });
  const statuses = found.properties.map(({ name, here, there }) => [name, here.status, there.status]);
  expect(statuses).toContainEqual(['election-safety', 'held', 'violated']);
});

test('a moment of a branch opens the same branch at the same event', async () => {
  const source = await sourceOfFile(steady);
  let session = await opened(steady, { event: 2_000 });
  session = deed(session, { do: 'drop', message: messagesInFlight(session)[0]!.seq });
  session = deed(reduce(session, { do: 'next', count: 5 }), { do: 'crash', node: 'n3' });
  session = reduce(session, { do: 'next', count: 3 });
  const text = branchText(branchOf(session).interventions);
  expect(momentOf(session)).toBe(`${steady}:1:${session.cursor}:${text}`);
  const branch = parseBranch(text);
  if (typeof branch === 'string') throw new Error(branch);
  const again = advance(openSession(source, { event: session.cursor, branch }), {});
  expect(momentOf(again)).toBe(momentOf(session));
  expect(snapshotOf(again).after).toEqual(snapshotOf(session).after);
});

test('a deed earlier than another begins anew from there; the same deeds are the same branch', async () => {
  let session = await opened(steady, { event: 2_000 });
  session = deed(reduce(session, { do: 'next', count: 9 }), { do: 'crash', node: 'n3' });
  session = deed(reduce(session, { do: 'event', event: 2_000 }), { do: 'crash', node: 'n2' });
  expect(branchOf(session).interventions).toEqual([{ at: 2_001, do: 'crash', node: 'n2' }]);
  const count = session.branches.length;
  const again = deed(reduce(reduce(session, { do: 'branch', id: 0 }), { do: 'event', event: 2_000 }), {
    do: 'crash',
    node: 'n2',
  });
  expect(again.branches).toHaveLength(count);
  expect(again.current).toBe(session.current);
});

test.each<[Deed, string]>([
  [{ do: 'drop', message: 999_999 }, 'message 999999 is not under way after event 2000'],
  [{ do: 'restart', node: 'n1' }, 'n1 is up already'],
  [{ do: 'crash', node: 'n9' }, 'there is no node n9: there are n1, n2, n3, n4, n5, c1, c2, c3, c4, c5'],
  [{ do: 'cut', from: 'n1', to: 'n1' }, 'n1 has no link to itself'],
  [{ do: 'end', fault: 0 }, 'fault 0 does not last here'],
])('%j is refused', async (what, text) => {
  const session = await opened(steady, { event: 2_000 });
  const refused = deed(session, what);
  expect(refused.notice).toEqual({ text, isProblem: true });
  expect(refused.branches).toBe(session.branches);
});

test.each(['drop.3125@418', 'delay.12.50000@4+fire.n2.lease%003ax@5+skip@9', 'cut.n1.n2@7+cut.n2.n1@8+end.3@20'])(
  '%s is read as it is written',
  (text) => {
    const branch = parseBranch(text);
    if (typeof branch === 'string') throw new Error(branch);
    expect(branchText(branch)).toBe(text);
  },
);

test.each(['drop@4', 'smash.n2@4', 'drop.x@4', 'crash.n2', 'crash.n2@9+skip@4', ''])('%j is no branch', (text) => {
  expect(parseBranch(text)).toEqual(expect.any(String));
});
