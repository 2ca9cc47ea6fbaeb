import { describe, expect, test } from 'vitest';
import type { Kind } from '../../../../src/contract/context.ts';
import { ms, seconds } from '../../../../src/contract/time.ts';
import { type AdminState, admin } from '../../../../src/protocols/raft/admin/admin.ts';
import { planOf } from '../../../../src/protocols/raft/admin/plan.ts';
import { effectsOf, fire, type Outcome, receive, type Setup, sent, start } from '../../recording-context.ts';

const servers = ['n1', 'n2', 'n3', 'n4'];
const setup: Setup = { self: 'a1', groups: { server: servers } };
const planned = (text: string, voters = 3) => {
  const plan = planOf(text);
  if ('problem' in plan) throw new Error(plan.problem);
  return admin(plan, voters);
};
const protocol = planned('2s voters n1 n2 n4; 5s transfer n2');

const reply = (outcome: 'done' | 'refused' | 'failed', leader: string | null = null, request = 1): Kind => ({
  kind: 'AdminReply',
  request,
  outcome,
  reason: '',
  leader,
});
const answered = (state: AdminState, message: Kind, from = 'n1') => receive(protocol, state, message, from, setup);
const timers = (outcome: Outcome<unknown>) =>
  effectsOf(outcome, 'setTimer').map(({ timer, min }) => [timer.kind, min] as const);

/** It has asked n1 for the first step. */
const asking = () => fire(protocol, start<AdminState>(protocol, {}, setup).state, 'due', setup);

test('it asks when the step is due', () => {
  expect(timers(start(protocol, {}, setup))).toEqual([['due', seconds(2)]]);
  const outcome = asking();
  const question = { kind: 'ChangeMembers', request: 1, voters: ['n1', 'n2', 'n4'], learners: [] };
  expect(effectsOf(outcome, 'send')).toMatchObject([{ to: 'n1', message: question }]);
});

describe('whom it asks next, after a pause', () => {
  const next = (state: AdminState) => effectsOf(fire(protocol, state, 'again', setup), 'send').map(({ to }) => to);

  test('after a refusal the leader that was named', () => {
    const outcome = answered(asking().state, reply('refused', 'n3'));
    expect(timers(outcome)).toEqual([['again', ms(250)]]);
    expect(next(outcome.state)).toEqual(['n3']);
  });

  test('after a refusal that names none the next server', () => {
    expect(next(answered(asking().state, reply('refused')).state)).toEqual(['n2']);
  });

  test('after silence the next server', () => {
    expect(next(asking().state)).toEqual(['n2']);
  });

  test('a second copy of a refusal does not lead on from whom the first one led to', () => {
    const once = answered(asking().state, reply('refused')).state;
    expect(answered(once, reply('refused'))).toEqual({ state: once, effects: [] });
  });

  test('the same question, with the same number', () => {
    const { state } = answered(asking().state, reply('refused', 'n3'));
    expect(sent(fire(protocol, state, 'again', setup))).toEqual(sent(asking()));
  });
});

describe('what ends a task', () => {
  test.each(['done', 'failed'] as const)('%s: the next step is waited for', (outcome) => {
    const after = answered(asking().state, reply(outcome));
    expect(after.state.task).toBeNull();
    expect(timers(after)).toEqual([['due', seconds(5)]]);
    expect(sent(fire(protocol, after.state, 'due', setup))).toEqual([
      { kind: 'TransferLeadership', request: 2, target: 'n2' },
    ]);
  });

  test('the voters are known to be others only when that was done', () => {
    expect(answered(asking().state, reply('done')).state.voters).toEqual(['n1', 'n2', 'n4']);
    expect(answered(asking().state, reply('failed')).state.voters).toEqual(['n1', 'n2', 'n3']);
  });

  test('an answer to an earlier question ends nothing', () => {
    const { state } = asking();
    expect(answered(state, reply('done', null, 0))).toEqual({ state, effects: [] });
  });

  test('after the last step nothing is left to do', () => {
    const first = answered(asking().state, reply('done')).state;
    const second = fire(protocol, first, 'due', setup).state;
    expect(timers(answered(second, reply('done', null, 2)))).toEqual([]);
  });
});

describe('random tasks', () => {
  const random = planned('random 2s');
  // `choose` takes the option at this place, of as many as there are.
  const drawn = (...picks: readonly number[]) => {
    let asked = 0;
    const pick = () => picks[asked++] ?? 0;
    const { state } = start<AdminState>(random, {}, setup);
    return sent(fire(random, state, 'due', { ...setup, pick }))[0];
  };
  const change = (voters: readonly string[]) => ({ kind: 'ChangeMembers', request: 1, voters, learners: [] });

  test.each<[string, readonly number[], Kind]>([
    ['another leader', [0, 1], { kind: 'TransferLeadership', request: 1, target: 'n2' }],
    ['one voter more', [1, 0], change(['n1', 'n2', 'n3', 'n4'])],
    ['one in the place of another', [2, 1, 0], change(['n1', 'n3', 'n4'])],
    ['one voter less', [3, 2], change(['n1', 'n2'])],
  ])('%s', (_what, picks, message) => {
    expect(drawn(...picks)).toEqual(message);
  });

  test('a task that is not done by then makes way for the next', () => {
    const { state } = start<AdminState>(random, {}, setup);
    const first = fire(random, state, 'due', setup);
    expect(timers(first)).toContainEqual(['due', seconds(2)]);
    expect(fire(random, first.state, 'due', setup).state.request).toBe(2);
  });
});

test('a restarted administrator numbers its requests anew', () => {
  const { state } = start<AdminState>(protocol, {}, { ...setup, incarnation: 2 });
  expect(sent(fire(protocol, state, 'due', setup))).toMatchObject([{ request: 1_000_001 }]);
});
