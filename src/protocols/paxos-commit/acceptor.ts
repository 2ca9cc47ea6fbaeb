// The acceptor's part of Paxos. The votes of ballot 0 come one by one: they are kept in memory until all are there, or one is
// no, and then written and told at once (Gray, Lamport 2006, §5: that is what makes F + 1 writes of NF + N).

import type { NodeId } from '../../contract/ids.ts';
import { isYes, type No, type Yes } from '../commitment/index.ts';
import type { TransactionId } from '../local-store/index.ts';
import type { Phase1a, Phase2a, Value, Values } from './messages.ts';
import { type Ballots, type CoordinatorContext, type CoordinatorState, ownerOf } from './state.ts';

const DURABLE = { durable: true } as const;

export function ballotsOf(state: CoordinatorState, id: TransactionId, participants: readonly NodeId[]): Ballots {
  return state.ballots[id] ?? { promised: 0, accepted: {}, participants };
}

export function onPhase1a(
  state: CoordinatorState,
  { transaction, ballot, participants }: Phase1a,
  from: NodeId,
  ctx: CoordinatorContext,
): CoordinatorState {
  const ballots = ballotsOf(state, transaction, participants);
  if (ballot < ballots.promised) {
    ctx.send(from, { kind: 'Refused', transaction, promised: ballots.promised });
    return state;
  }
  const promised: Ballots = { ...ballots, promised: ballot };
  const isNew = ballot > ballots.promised;
  if (isNew) ctx.persist({ [transaction]: promised }, { kind: 'promise' });
  ctx.send(from, { kind: 'Phase1b', transaction, ballot, accepted: promised.accepted }, DURABLE);
  return isNew ? withBallots(state, transaction, promised) : state;
}

export function onPhase2a(
  state: CoordinatorState,
  { transaction, ballot, participants, values }: Pick<Phase2a, 'transaction' | 'ballot' | 'participants' | 'values'>,
  from: NodeId,
  ctx: CoordinatorContext,
): CoordinatorState {
  const before = ballotsOf(state, transaction, participants);
  if (ballot < before.promised) {
    if (ballot > 0) ctx.send(from, { kind: 'Refused', transaction, promised: before.promised });
    return state;
  }
  const fresh = Object.keys(values).filter((node) => before.accepted[node]?.ballot !== ballot);
  if (fresh.length === 0 && ballot === 0) return state;
  const taken = Object.fromEntries(fresh.map((node) => [node, { ballot, value: values[node]! }]));
  const after: Ballots = { ...before, promised: ballot, accepted: { ...before.accepted, ...taken } };
  const mine = valuesIn(after, ballot);
  const isTold = ballot > 0 || isComplete(mine, participants);
  if (isTold && fresh.length > 0) ctx.persist({ [transaction]: after }, { kind: 'accepted' });
  if (isTold) tell(transaction, ballot, mine, ctx);
  return fresh.length === 0 ? state : withBallots(state, transaction, after);
}

export function proposalOf(vote: Yes | No): Value {
  return isYes(vote) ? 'prepared' : 'aborted';
}

function isComplete(values: Values, participants: readonly NodeId[]): boolean {
  return participants.some((node) => values[node] === 'aborted') || participants.every((node) => values[node]);
}

function valuesIn({ accepted }: Ballots, ballot: number): Values {
  const own = Object.keys(accepted).filter((node) => accepted[node]!.ballot === ballot);
  return Object.fromEntries(own.map((node) => [node, accepted[node]!.value]));
}

/** Only what is on disk is told: a majority that forgot would let another value be chosen. */
function tell(transaction: TransactionId, ballot: number, values: Values, ctx: CoordinatorContext): void {
  const leader = ownerOf(ballot, ctx.group('coordinator'));
  if (leader === ctx.self) ctx.send(leader, { kind: 'Own2b', transaction, ballot, values }, DURABLE);
  else ctx.send(leader, { kind: 'Phase2b', transaction, ballot, values }, DURABLE);
}

function withBallots(state: CoordinatorState, transaction: TransactionId, ballots: Ballots): CoordinatorState {
  return { ...state, ballots: { ...state.ballots, [transaction]: ballots } };
}
