// The leader's part of Paxos, for all instances of a transaction at once. In ballot 0 k1 only counts what acceptors tell; any
// coordinator that is asked for an outcome begins a later ballot: phase 1 asks what may have been chosen, phase 2 has it
// chosen, and an instance of which nothing is known gets `aborted`.
import { equalPlain } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Cause } from '../commitment/index.ts';
import type { TransactionId } from '../local-store/index.ts';
import type { Accepted, Phase1b, Phase2b, Value, Values } from './messages.ts';
import type { Settings } from './settings.ts';
import { type CoordinatorContext, type CoordinatorState, type Leading, majorityOf, ownerOf } from './state.ts';

/** The next ballot of its own after all that it knows of. */
export function takeOver(
  state: CoordinatorState,
  transaction: TransactionId,
  participants: readonly NodeId[],
  settings: Settings,
  ctx: CoordinatorContext,
): CoordinatorState {
  const coordinators = ctx.group('coordinator');
  const before = state.leading[transaction];
  let ballot = Math.max(state.ballots[transaction]?.promised ?? 0, before?.ballot ?? 0) + 1;
  while (ownerOf(ballot, coordinators) !== ctx.self) ballot++;
  for (const node of coordinators) ctx.send(node, { kind: 'Phase1a', transaction, ballot, participants });
  ctx.setTimer({ kind: 'ballot', key: transaction }, settings.ballotTimeout);
  return withLeading(state, transaction, {
    phase: 'promising',
    ballot,
    participants,
    promises: {},
    accepts: {},
    asker: before?.asker ?? null,
    read: before?.read ?? {},
    refusal: null,
  });
}

export function onPhase1b(
  state: CoordinatorState,
  { transaction, ballot, accepted }: Phase1b,
  from: NodeId,
  settings: Settings,
  ctx: CoordinatorContext,
): CoordinatorState {
  const leading = state.leading[transaction];
  if (leading?.phase !== 'promising' || leading.ballot !== ballot || leading.promises[from] !== undefined) return state;
  const coordinators = ctx.group('coordinator');
  if (!coordinators.includes(from)) return state;
  const promises = { ...leading.promises, [from]: accepted };
  if (Object.keys(promises).length < majorityOf(coordinators)) {
    return withLeading(state, transaction, { ...leading, promises });
  }
  const { participants } = leading;
  const values = Object.fromEntries(participants.map((node) => [node, latest(Object.values(promises), node)]));
  for (const node of coordinators) ctx.send(node, { kind: 'Phase2a', transaction, ballot, participants, values });
  ctx.setTimer({ kind: 'ballot', key: transaction }, settings.ballotTimeout);
  return withLeading(state, transaction, { ...leading, phase: 'accepting', promises });
}

/** What may have been chosen: the value of the highest ballot among a majority. Nothing: it is free. */
function latest(promises: readonly Accepted[], node: NodeId): Value {
  let best: Accepted[string] = { ballot: -1, value: 'aborted' };
  for (const { [node]: accepted } of promises)
    if (accepted !== undefined && accepted.ballot > best.ballot) best = accepted;
  return best.value;
}

export function onPhase2b(
  state: CoordinatorState,
  { transaction, ballot, values }: Pick<Phase2b, 'transaction' | 'ballot' | 'values'>,
  from: NodeId,
  ctx: CoordinatorContext,
): CoordinatorState {
  const leading = state.leading[transaction];
  if (leading?.phase !== 'accepting' || leading.ballot !== ballot) return state;
  const coordinators = ctx.group('coordinator');
  if (!coordinators.includes(from) || equalPlain(leading.accepts[from] ?? null, values)) return state;
  const now = { ...leading, accepts: { ...leading.accepts, [from]: values } };
  const next = withLeading(state, transaction, now);
  const chosen = chosenIn(now, majorityOf(coordinators));
  if (leading.participants.some((node) => chosen[node] === 'aborted')) {
    return announce(next, transaction, 'aborted', ctx);
  }
  if (leading.participants.some((node) => chosen[node] === undefined)) return next;
  return announce(next, transaction, 'committed', ctx);
}

/** The values that a majority has accepted in this ballot. */
function chosenIn({ accepts, participants }: Leading, majority: number): Values {
  const told = Object.values(accepts);
  const isChosen = (node: NodeId, value: Value) => told.filter((values) => values[node] === value).length >= majority;
  const all = participants.flatMap((node) => {
    const value = (['prepared', 'aborted'] as const).find((one) => isChosen(node, one));
    return value === undefined ? [] : [[node, value] as const];
  });
  return Object.fromEntries(all);
}

/** Chosen is chosen: nothing needs to be written for it. */
function announce(
  state: CoordinatorState,
  transaction: TransactionId,
  outcome: 'committed' | 'aborted',
  ctx: CoordinatorContext,
): CoordinatorState {
  const { participants, asker, read, refusal, ballot } = state.leading[transaction]!;
  const why = refusal === 'insufficient' ? 'insufficient' : 'no-vote';
  const cause: Cause = outcome === 'committed' ? 'all-yes' : ballot === 0 ? why : 'recovery';
  ctx.cancelTimer('ballot', transaction);
  if (asker !== null) {
    ctx.send(asker.client, { kind: 'Ended', number: asker.number, outcome, cause, values: read });
  }
  for (const node of participants) ctx.send(node, { kind: outcome === 'committed' ? 'Commit' : 'Abort', transaction });
  const { [transaction]: _led, ...leading } = state.leading;
  return { ...state, leading, decided: { ...state.decided, [transaction]: { outcome, cause, participants } } };
}

export function withLeading(state: CoordinatorState, transaction: TransactionId, leading: Leading): CoordinatorState {
  return { ...state, leading: { ...state.leading, [transaction]: leading } };
}
