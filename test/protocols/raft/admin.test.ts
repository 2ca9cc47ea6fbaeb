// Whom an administrator asks: who it was told leads, and only where nobody answers the next server.
import { expect, test } from 'vitest';
import { raftKv } from '../../../src/protocols/raft/index.ts';
import { fire, receive, type Setup, sent, start } from '../recording-context.ts';

const servers = ['n1', 'n2', 'n3', 'n4'];
const admin = raftKv.groups['admin']!.protocol({ admin: '2s transfer n3', voters: 0 });
const setup: Setup = { self: 'a1', groups: { server: servers } };
const due = () => fire(admin, start(admin, {}, setup).state, 'due', setup);
const refused = { kind: 'AdminReply', request: 1, outcome: 'refused', reason: 'not the leader' } as const;

const askedIn = (outcome: ReturnType<typeof due>) => servers.filter((id) => sent(outcome, id).length > 0);

test('after a pause it asks the leader that it was told of', () => {
  const first = due();
  expect(askedIn(first)).toEqual(['n1']);
  const told = receive(admin, first.state, { ...refused, leader: 'n3' }, 'n1', setup);
  expect(askedIn(told)).toEqual([]);
  expect(askedIn(fire(admin, told.state, 'again', setup))).toEqual(['n3']);
});

test('told of no leader it asks the next server', () => {
  const told = receive(admin, due().state, { ...refused, leader: null }, 'n1', setup);
  expect(askedIn(fire(admin, told.state, 'again', setup))).toEqual(['n2']);
});

test('without an answer it asks the next server', () => {
  expect(askedIn(fire(admin, due().state, 'silent', setup))).toEqual(['n2']);
});

test('an answer ends the wait for it', () => {
  const told = receive(admin, due().state, { ...refused, leader: 'n3' }, 'n1', setup);
  expect(told.effects).toContainEqual({ effect: 'cancelTimer', name: 'silent' });
});
