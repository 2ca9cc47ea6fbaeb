// What commands do to a session, without a terminal.
import { beforeAll, describe, expect, test } from 'vitest';
import {
  actionOf,
  advance,
  branchOf,
  type Command,
  eventAt,
  eventsAround,
  hiddenCount,
  hitsAt,
  isBusy,
  landmarksBetween,
  nextVisible,
  nodeAt,
  nodesAt,
  openSession,
  panes,
  propertiesAt,
  reduce,
  type Session,
  type Source,
  type StepEvent,
  snapshotOf,
  valueAt,
} from '../../src/debugger/index.ts';
import { sourceOfFile } from './opened.ts';

let source: Source;
let begun: Session;

beforeAll(async () => {
  source = await sourceOfFile('scenarios/faults/no-sync.yaml');
  begun = advance(openSession(source, { event: 1_000 }), {});
  every = all(begun);
});

const given = (session: Session, ...commands: Command[]): Session => commands.reduce(reduce, session);
const all = (session: Session) => Array.from({ length: branchOf(session).known }, (_, i) => eventAt(session, i)!);
let every: readonly StepEvent[];

test('a pane that is hidden says which key brings it back: the key that hid it', () => {
  for (const [at, pane] of panes.entries()) {
    const key = String(at + 1);
    const hide = actionOf('normal', key)!;
    expect(hide).toEqual({ do: 'pane', pane });
    const hidden = given(begun, hide as Command);
    expect(hidden.closed).toEqual([pane]);
    expect(hidden.notice).toEqual({ text: `without the pane ${pane}: ${key} brings it back`, isProblem: false });
    expect(given(hidden, hide as Command)).toMatchObject({ closed: [], notice: undefined });
  }
});

test('a session opens at the first violation once it is known, and until then at the first event', () => {
  const session = openSession(source);
  expect(session.cursor).toBe(0);
  expect(isBusy(session)).toBe(true);
  const some = advance(session, { events: 512 });
  expect(some).toMatchObject({ cursor: 0, seek: { for: 'opening' } });
  expect(advance(some, {}).cursor).toBe(2_571);
  // Whoever has begun to step is left where he is.
  expect(advance(reduce(some, { do: 'next' }), {}).cursor).toBe(1);
});

test('the caller says how far a slice goes: by events, or when its time is up', () => {
  const session = openSession(source, { event: 0 });
  expect(branchOf(advance(session, { events: 1_000 })).known).toBe(1_001);
  let asked = 0;
  const slice = advance(session, { isTimeUp: () => ++asked === 3 });
  expect(asked).toBe(3);
  expect(branchOf(slice).known).toBe(1 + 3 * 256);
});

test('a step beyond what is known runs on, and none is lost', () => {
  let session = openSession(source, { event: 0 });
  for (let i = 0; i < 700; i++) session = reduce(session, { do: 'next' });
  expect(session.cursor).toBe(700);
  for (let i = 0; i < 700; i++) session = reduce(session, { do: 'previous' });
  expect(session.cursor).toBe(0);
});

test('what is not known yet becomes a search, and a later command ends it', () => {
  const session = openSession(source, { event: 0 });
  const seeking = reduce(session, { do: 'event', event: 5_000 });
  expect(seeking).toMatchObject({ cursor: 0, seek: { for: 'event', event: 5_000 } });
  expect(advance(seeking, {})).toMatchObject({ cursor: 5_000, seek: undefined });
  expect(reduce(seeking, { do: 'next' })).toMatchObject({ cursor: 1, seek: undefined });
  const beyond = advance(reduce(session, { do: 'event', event: 99_999 }), {});
  expect(beyond).toMatchObject({
    cursor: 6_562,
    notice: { text: 'the run has 6563 events, 0 to 6562', isProblem: true },
  });
});

test('jumps lead to the nearest fault, change of role or term, violation', () => {
  const faults = every.filter(({ kind }) => kind === 'fault');
  const to = (kind: 'fault' | 'turn' | 'violation', isBackwards: boolean, from: number) =>
    given(begun, { do: 'event', event: from }, { do: 'landmark', kind, isBackwards }).cursor;
  expect(to('fault', false, 0)).toBe(faults[0]!.index);
  expect(to('fault', true, 5_000)).toBe(faults.at(-1)!.index);
  expect(to('violation', false, 0)).toBe(2_571);
  expect(to('violation', true, 6_000)).toBeGreaterThan(2_571);
  const turns = landmarksBetween(begun, 'turn', 0, 6_563);
  // Between two of them nobody changes role or term.
  const eras = (event: number) =>
    JSON.stringify(nodesAt(begun, event).map(({ status, roles, epoch }) => [status, roles, epoch]));
  for (let i = 4; i < 12; i++) {
    expect(eras(turns[i]!)).toBe(eras(turns[i + 1]! - 1));
    expect(eras(turns[i]!)).not.toBe(eras(turns[i]! - 1));
  }
  expect(to('turn', false, turns[3]!)).toBe(turns[4]);
  expect(to('turn', true, turns[3]!)).toBe(turns[2]);
  const none = given(begun, { do: 'first' }, { do: 'landmark', kind: 'fault', isBackwards: true });
  expect(none).toMatchObject({ cursor: 0, notice: { text: 'no fault before this event', isProblem: true } });
});

test('the cause leads back and an effect forth again', () => {
  const event = every.find(({ kind, cause }) => kind === 'deliver' && cause !== undefined)!;
  const there = given(begun, { do: 'event', event: event.index }, { do: 'cause' });
  expect(there.cursor).toBe(event.cause);
  const effects = eventAt(there)!.effects;
  expect(effects).toContain(event.index);
  expect(reduce(there, { do: 'effect', nth: effects.indexOf(event.index) + 1 }).cursor).toBe(event.index);
});

test('effects and causes are each other’s reverse', () => {
  for (const { index, effects } of every.slice(0, 300)) {
    for (const effect of effects) expect(eventAt(begun, effect)!.cause).toBe(index);
  }
  const caused = every.filter(({ cause }) => cause !== undefined).slice(0, 300);
  for (const { index, cause } of caused) expect(eventAt(begun, cause!)!.effects).toContain(index);
});

describe('finding', () => {
  test('a search marks and leaves all visible; hiding counts what it hides, and hits in it', () => {
    const votes = every.filter(({ payload }) => (payload as { kind?: string } | null)?.kind === 'Vote');
    const searched = advance(given(begun, { do: 'search', text: 'Vote' }), {});
    const lines = all(searched).filter(({ isHit }) => isHit).length;
    expect(hitsAt(searched)).toMatchObject({ count: lines, hidden: 0, isComplete: true });
    expect(lines).toBeGreaterThanOrEqual(votes.length);
    expect(eventsAround(searched, 5, 5)).toHaveLength(11);
    const hidden = advance(given(searched, { do: 'hide', text: 'Vote' }), {});
    expect(hiddenCount(hidden)).toEqual({ count: lines, isComplete: true });
    expect(hitsAt(hidden)).toMatchObject({ count: lines, hidden: lines });
    expect(eventsAround(hidden, 20, 20).every(({ isHidden }) => !isHidden)).toBe(true);
    const back = given(hidden, { do: 'hide', text: '' }, { do: 'search', text: '' });
    expect([hiddenCount(back).count, hitsAt(back)]).toEqual([0, undefined]);
  });

  test('hits are gone through both ways, and steps pass over what is hidden', () => {
    const hits = every.filter(({ kind }) => kind === 'start').map(({ index }) => index);
    let session = given(begun, { do: 'first' }, { do: 'search', text: 'start' });
    for (const hit of hits.slice(1)) {
      session = advance(reduce(session, { do: 'hit', isBackwards: false }), {});
      expect(session.cursor).toBe(hit);
    }
    const there = advance(given(session, { do: 'last' }, { do: 'hit', isBackwards: true }), {});
    expect(there.cursor).toBe(hits.at(-1));
    const hidden = given(begun, { do: 'hide', text: '-start' }, { do: 'first' });
    expect(reduce(hidden, { do: 'next' }).cursor).toBe(hits[1]);
    expect(nextVisible(hidden, hits[2]!, -1)).toBe(hits[1]);
  });

  test('who last wrote a field: the event before which it was otherwise', () => {
    const session = given(
      begun,
      { do: 'event', event: 6_000 },
      { do: 'select-node', node: 'n1' },
      { do: 'select-field', field: 'term' },
    );
    const term = (event: number) => valueAt(nodeAt(session, 'n1', event)!.state, 'term');
    const there = advance(reduce(session, { do: 'writer' }), {});
    expect(there.notice?.text).toBe(`event ${there.cursor} last wrote term of n1`);
    expect(term(there.cursor)).toBe(term(6_000));
    expect(term(there.cursor - 1)).not.toBe(term(6_000));
    for (let event = there.cursor; event <= 6_000; event += 97) expect(term(event)).toBe(term(6_000));
  });

  test('a breakpoint on a field is met at each of its changes, both ways', () => {
    const session = given(
      begun,
      { do: 'break', breakpoint: { on: 'field', node: 'n2', field: 'role' } },
      { do: 'first' },
    );
    const role = (event: number) => valueAt(nodeAt(session, 'n2', event)!.state, 'role');
    const first = advance(reduce(session, { do: 'continue', isBackwards: false }), {});
    const second = advance(reduce(first, { do: 'continue', isBackwards: false }), {});
    for (const { cursor } of [first, second]) expect(role(cursor)).not.toBe(role(cursor - 1));
    expect(second.cursor).toBeGreaterThan(first.cursor);
    for (let event = first.cursor; event < second.cursor; event++) expect(role(event)).toBe(role(first.cursor));
    expect(advance(reduce(second, { do: 'continue', isBackwards: true }), {}).cursor).toBe(first.cursor);
  });

  test('a breakpoint on a property is met where it is violated first', () => {
    const property = 'state-machine-safety';
    const session = given(begun, { do: 'first' }, { do: 'break', breakpoint: { on: 'property', property } });
    const there = advance(reduce(session, { do: 'continue', isBackwards: false }), {});
    expect(propertiesAt(there).find(({ name }) => name === property)).toMatchObject({
      status: 'violated',
      since: there.cursor,
    });
    const wrong = reduce(session, { do: 'break', breakpoint: { on: 'property', property: 'no-such' } });
    expect(wrong.notice).toMatchObject({
      isProblem: true,
      text: expect.stringContaining('there is no property no-such'),
    });
  });
});

test('playing goes on by ticks, and stops at breakpoints, violations and the end', () => {
  const playing = given(begun, { do: 'event', event: 3_000 }, { do: 'play' });
  expect(reduce(playing, { do: 'tick', events: 5 })).toMatchObject({ cursor: 3_005, play: { isPlaying: true } });
  expect(reduce(playing, { do: 'tick', events: 500 })).toMatchObject({ cursor: 3_148, play: { isPlaying: false } });
  const broken = given(playing, { do: 'break', breakpoint: { on: 'event', filter: 'timer n2' } });
  const stopped = reduce(broken, { do: 'tick', events: 500 });
  expect(eventAt(stopped)).toMatchObject({ kind: 'timer', node: 'n2' });
  const end = given(begun, { do: 'event', event: 6_560 }, { do: 'play' }, { do: 'tick', events: 50 });
  expect(end).toMatchObject({ cursor: 6_562, play: { isPlaying: false }, notice: { text: 'the end of the run' } });
});

test('marks are gone back to, across branches', () => {
  const marked = given(begun, { do: 'mark' }, { do: 'event', event: 2_000 }, { do: 'mark', name: 'here' });
  const parted = given(marked, { do: 'skip' }, { do: 'next' });
  expect(parted.current).toBe(1);
  expect(reduce(parted, { do: 'to-mark', name: 'a' })).toMatchObject({ current: 0, cursor: 1_000 });
  expect(reduce(parted, { do: 'to-mark', name: 'b' }).notice).toEqual({
    text: 'there is no mark b: there are a, here',
    isProblem: true,
  });
});

test('the selected node follows the cursor until it is chosen', () => {
  const other = every.findIndex(
    ({ node, index }) => index > 1_000 && node !== undefined && node !== begun.selection.node,
  );
  expect(given(begun, { do: 'event', event: other }).selection.node).toBe(eventAt(begun, other)!.node);
  const pinned = given(begun, { do: 'select-node', node: 'n3' }, { do: 'event', event: other });
  expect(pinned.selection).toMatchObject({ node: 'n3', isPinned: true });
  const own = advance(reduce(pinned, { do: 'next', ofNode: true }), {});
  expect(eventAt(own)!.node).toBe('n3');
  expect(given(own, { do: 'cancel' }).selection.isPinned).toBe(false);
});

test('the last event is followed while the run goes on', () => {
  const session = reduce(openSession(source, { event: 0 }), { do: 'last' });
  expect(session.isFollowing).toBe(true);
  expect(advance(session, { events: 1_000 }).cursor).toBeGreaterThan(900);
  expect(advance(session, {})).toMatchObject({ cursor: 6_562, isFollowing: false });
});

test('a command leaves the session that it was given as it was', () => {
  const frozen = Object.freeze({
    ...begun,
    branches: Object.freeze(begun.branches.map((branch) => Object.freeze(branch))),
  });
  const hash = snapshotOf(frozen).after.fingerprint;
  const parted = given(frozen, { do: 'skip' }, { do: 'next' }, { do: 'mark' }, { do: 'compare' });
  expect(parted.branches).toHaveLength(2);
  expect(frozen.branches).toHaveLength(1);
  expect(snapshotOf(frozen).after.fingerprint).toBe(hash);
});

test('requests wait for the face, which answers them', () => {
  const copied = reduce(begun, { do: 'copy' });
  expect(copied.request).toEqual({ do: 'copy', text: 'scenarios/faults/no-sync.yaml:1:1000' });
  expect(reduce(copied, { do: 'done', notice: 'copied' })).toMatchObject({
    request: undefined,
    notice: { text: 'copied' },
  });
});
