// Lightweight transactions: the acceptor's promises, and what a coordinator does with what it hears of others.
import { expect, test } from 'vitest';
import type { Ballot, Ledger, Proposal } from '../../../src/protocols/quorum/ballots.ts';
import { persisted } from '../recording-context.ts';
import { cell, Driven } from './server.ts';

const lwt = { cas: 'lwt', readLevel: 'SERIAL', writeLevel: 'QUORUM' };
const ballot = (time: number, node = 'n1'): Ballot => ({ time, node, life: 1 });
const proposal = (value: number | null, time: number, node = 'n2'): Proposal => ({
  ballot: ballot(time, node),
  update: { value },
});
const nothing: Ledger = { promised: null, accepted: null, committed: null };
const promised = (at: Ballot, ledger: Ledger = nothing, isPromised = true, request = 1) => ({
  kind: 'Promised',
  request,
  ballot: at,
  isPromised,
  ledger,
});
const accepted = (at: Ballot, isAccepted = true, latestTime = 0) => ({
  kind: 'Accepted',
  request: 1,
  ballot: at,
  isAccepted,
  isOvertaken: false,
  latestTime,
});
const read = (value: number | null) => ({ kind: 'ReadAnswer', request: 1, versions: value && cell(value, 1) });
const swap = (from: number | null, to: number) => new Driven(lwt).at(100).ask({ f: 'cas', key: 'k', from, to });
const kinds = (server: Driven, node = 'n2') => server.sentTo(node).map(({ kind }) => kind);

/** A compare-and-set that a majority has promised and shown the same value to. */
const compared = (from: number | null, to: number, held: number | null) => {
  const server = swap(from, to);
  for (const node of ['n1', 'n2']) server.hear(promised(ballot(100)), node);
  return server.hear(read(held), 'n1').hear(read(held), 'n2');
};

test('prepare, read, propose, commit: each begins when a majority has answered the one before', () => {
  const server = swap(null, 7);
  expect(kinds(server)).toEqual(['Prepare']);
  expect(kinds(server.hear(promised(ballot(100)), 'n1'))).toEqual([]);
  expect(kinds(server.hear(promised(ballot(100)), 'n2'))).toEqual(['Read']);
  expect(kinds(server.hear(read(null), 'n1').hear(read(null), 'n3'))).toEqual(['Propose']);
  expect(kinds(server.hear(accepted(ballot(100)), 'n2').hear(accepted(ballot(100)), 'n3'))).toEqual(['Commit']);
  const committed = { kind: 'Committed', request: 1, ballot: ballot(100) };
  expect(server.hear(committed, 'n1').told).toBeUndefined();
  expect(server.hear(committed, 'n3').told).toEqual({ ok: true, value: 7 });
});

test('a comparison that fails is told when a majority has accepted that nothing changes, and commits nothing', () => {
  const server = compared(3, 7, 4);
  expect(server.sentTo('n2')).toMatchObject([{ kind: 'Propose', proposal: { update: null } }]);
  expect(server.hear(accepted(ballot(100)), 'n1').told).toBeUndefined();
  server.hear(accepted(ballot(100)), 'n2');
  expect(server.told).toEqual({ ok: false, code: 'cas-mismatch', value: 4 });
  expect(kinds(server)).toEqual([]);
  expect(server.state.open).toEqual({});
});

test('a proposal that somebody has accepted is finished first, under the own ballot', () => {
  const server = swap(null, 7).hear(promised(ballot(100)), 'n1');
  server.hear(promised(ballot(100), { ...nothing, accepted: proposal(5, 90) }), 'n3');
  expect(server.sentTo('n2')).toEqual([
    { kind: 'Propose', request: 1, key: 'k', proposal: { ballot: ballot(100), update: { value: 5 } } },
  ]);
});

test('of what is accepted the latest counts, and one that changes nothing ends what is older', () => {
  const server = swap(null, 7);
  server.hear(promised(ballot(100), { ...nothing, accepted: proposal(5, 80) }), 'n1');
  server.hear(promised(ballot(100), { ...nothing, accepted: { ballot: ballot(90), update: null } }), 'n3');
  expect(kinds(server)).toEqual(['Read']);
});

test('a promise without the latest commit gets it before the read', () => {
  const ledger = { ...nothing, accepted: proposal(5, 90), committed: proposal(5, 90) };
  const server = swap(null, 7)
    .hear(promised(ballot(100), ledger), 'n2')
    .hear(promised(ballot(100)), 'n3');
  expect(kinds(server, 'n2')).toEqual([]);
  expect(server.sentTo('n3')).toEqual([{ kind: 'Commit', request: 1, key: 'k', proposal: proposal(5, 90) }]);
  expect(kinds(server.hear({ kind: 'Committed', request: 1, ballot: ballot(90, 'n2') }, 'n3'))).toEqual(['Read']);
});

test('a refusal: a pause, then a ballot later than what was promised, under a number of its own', () => {
  const server = swap(null, 7).hear(promised(ballot(100), { ...nothing, promised: ballot(900, 'n3') }, false), 'n3');
  expect(kinds(server)).toEqual([]);
  server.fire({ kind: 'again', key: '1' });
  expect(server.sentTo('n2')).toMatchObject([{ kind: 'Prepare', request: 2, ballot: { node: 'n1' } }]);
  expect((server.sentTo('n2')[0]!['ballot'] as Ballot).time).toBeGreaterThan(900);
  // What was read under the first number says nothing of what is held now.
  server.hear(promised(ballot(100)), 'n1').hear(promised(ballot(100)), 'n2');
  expect(kinds(server)).toEqual([]);
});

test('a proposal that all have refused is tried again, one that somebody accepted is not: it may come about', () => {
  const refusedByAll = compared(null, 7, null);
  for (const node of ['n1', 'n2', 'n3']) refusedByAll.hear(accepted(ballot(100), false, 200), node);
  expect(refusedByAll.told).toBeUndefined();
  expect(kinds(refusedByAll.fire({ kind: 'again', key: '1' }))).toEqual(['Prepare']);
  const acceptedByOne = compared(null, 7, null).hear(accepted(ballot(100)), 'n1');
  acceptedByOne.hear(accepted(ballot(100), false, 200), 'n2').hear(accepted(ballot(100), false, 200), 'n3');
  expect(acceptedByOne.told).toEqual({ ok: false, code: 'timeout' });
});

test('too few believed alive for a majority: refused at once', () => {
  const server = new Driven(lwt).convict('n2', 'n3').ask({ f: 'cas', key: 'k', from: null, to: 7 });
  expect(server.told).toEqual({ ok: false, code: 'unavailable' });
});

test('a replica promises what is not before its promise and later than its commit, and accepts what is not before it', () => {
  const server = new Driven(lwt);
  const prepare = (at: Ballot) => {
    server.hear({ kind: 'Prepare', request: 1, key: 'k', ballot: at }, 'n2');
    return server.sentTo('n2')[0]!['isPromised'];
  };
  const propose = (one: Proposal) => {
    server.hear({ kind: 'Propose', request: 1, key: 'k', proposal: one }, 'n2');
    return server.sentTo('n2')[0]!['isAccepted'];
  };
  expect([prepare(ballot(10, 'n2')), prepare(ballot(10, 'n2')), prepare(ballot(9, 'n3'))]).toEqual([true, true, false]);
  expect([propose(proposal(1, 9)), propose(proposal(2, 10)), propose(proposal(3, 12))]).toEqual([false, true, true]);
  server.hear({ kind: 'Commit', request: 1, key: 'k', proposal: proposal(3, 12) }, 'n2');
  expect(server.state.values).toEqual({ k: cell(3, 12) });
  // Of two cells of one time the greater value would win.
  expect([prepare(ballot(12, 'n3')), prepare(ballot(13, 'n1'))]).toEqual([false, true]);
});

test('with `batch` nothing is promised before it is on disk, and what was promised outlives a restart', () => {
  const server = new Driven({ ...lwt, commitLog: 'batch' });
  server.hear({ kind: 'Prepare', request: 1, key: 'k', ballot: ballot(10, 'n2') }, 'n2');
  const ledgers = { k: { ...nothing, promised: ballot(10, 'n2') } };
  expect(server.last.effects).toMatchObject([
    { effect: 'persist', patch: { ledgers } },
    { effect: 'send', durable: true },
  ]);
});

test('the value is logged before its commit: a crash between the two must not leave a commit without its value', () => {
  const server = new Driven({ ...lwt, commitLog: 'batch' });
  server.hear({ kind: 'Commit', request: 1, key: 'k', proposal: proposal(5, 10) }, 'n2');
  const ledgers = { k: { ...nothing, committed: proposal(5, 10) } };
  expect(persisted(server.last)).toEqual([{ values: { k: cell(5, 10) } }, { ledgers }]);
});

test('a copy of a Propose that comes after a later promise: what was accepted was, and a later proposal leaves it open', () => {
  const server = new Driven(lwt);
  const propose = (one: Proposal) =>
    server.hear({ kind: 'Propose', request: 1, key: 'k', proposal: one }, 'n2').sentTo('n2')[0]!;
  const prepare = (at: Ballot) => server.hear({ kind: 'Prepare', request: 1, key: 'k', ballot: at }, 'n3');
  propose(proposal(1, 10));
  prepare(ballot(20, 'n3'));
  expect(propose(proposal(1, 10))).toMatchObject({ isAccepted: true });
  expect(propose(proposal(2, 15))).toMatchObject({ isAccepted: false, isOvertaken: false });
  expect(server.state.ledgers!['k']!.promised).toEqual(ballot(20, 'n3'));
  propose(proposal(3, 20, 'n3'));
  expect(propose(proposal(1, 10))).toMatchObject({ isAccepted: false, isOvertaken: true });
});

test('a proposal that all have refused, one of them after a later one: it may have accepted it before, so it is not tried again', () => {
  const server = compared(null, 7, null);
  for (const node of ['n1', 'n2']) server.hear(accepted(ballot(100), false, 200), node);
  server.hear({ ...accepted(ballot(100), false, 200), isOvertaken: true }, 'n3');
  expect(server.told).toEqual({ ok: false, code: 'timeout' });
  // What changes nothing may be tried again whoever has accepted it.
  const reading = new Driven(lwt).at(100).read();
  for (const node of ['n1', 'n2']) reading.hear(promised(ballot(100)), node);
  reading.hear(read(4), 'n1').hear(read(4), 'n2');
  for (const node of ['n1', 'n2']) reading.hear({ ...accepted(ballot(100), false, 200), isOvertaken: true }, node);
  expect(reading.told).toBeUndefined();
  expect(kinds(reading.fire({ kind: 'again', key: '1' }))).toEqual(['Prepare']);
});

test('keys that every object inherits are keys like others', () => {
  for (const key of ['constructor', '__proto__']) {
    const server = new Driven(lwt).at(100).ask({ f: 'cas', key, from: null, to: 7 });
    expect(server.sentTo('n2')).toMatchObject([{ kind: 'Prepare', key, ballot: ballot(100) }]);
    server.hear({ kind: 'Commit', request: 1, key, proposal: proposal(5, 10) }, 'n2');
    expect(Object.entries(server.state.values)).toEqual([[key, cell(5, 10)]]);
    expect(Object.keys(server.state.ledgers!)).toEqual([key]);
    expect(kinds(new Driven().at(100).ask({ f: 'write', key, value: 7 }))).toEqual(['Write']);
  }
});

test('without transactions there are no ledgers', () => {
  const server = new Driven({ readLevel: 'QUORUM', writeLevel: 'QUORUM' }).write(7);
  server.hear({ kind: 'Write', request: 1, key: 'k', versions: cell(7, 1), isRepair: false }, 'n1');
  expect(Object.hasOwn(server.state, 'ledgers')).toBe(false);
});
