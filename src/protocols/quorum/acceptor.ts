// A replica as an acceptor of Paxos (Lamport 2001, §2.2), one ledger a key. What it says, it has logged first: on disk with
// `commitLog: batch`, in memory only with `periodic`, and then a machine that loses power forgets what it promised.
import { equalPlain, ownItem, type Plain } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';
import { emptyLedger, isAfter, isSame, type Ledger, type Proposal } from './ballots.ts';
import type { Commit, Prepare, Propose } from './messages.ts';
import { accept, onceLogged } from './replica.ts';
import type { Ctx, Plan, State } from './state.ts';

export function ledgerOf<V extends Plain>(state: State<V>, key: string): Ledger {
  return ownItem(state.ledgers ?? {}, key) ?? emptyLedger;
}

function withLedger<V extends Plain>(
  state: State<V>,
  key: string,
  ledger: Ledger,
  ctx: Ctx<V>,
  { settings }: Plan<V>,
): State<V> {
  if (equalPlain(ledger, ledgerOf(state, key))) return state;
  const ledgers = { ...state.ledgers, [key]: ledger };
  if (settings.syncPeriod === 0) ctx.persist({ ledgers }, { kind: 'paxos' });
  return { ...state, ledgers, isUnsynced: settings.syncPeriod > 0 };
}

/**
 * A ballot is promised if none after it was (a copy of a Prepare gets a copy of the promise), and its time is later than
 * that of what is committed: of two cells of one time the greater value would win, and not the later one.
 */
export function onPrepare<V extends Plain>(
  state: State<V>,
  { request, key, ballot }: Prepare,
  from: NodeId,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  const ledger = ledgerOf(state, key);
  const isPromised = !isAfter(ledger.promised, ballot) && ballot.time > (ledger.committed?.ballot.time ?? 0);
  const next = isPromised ? withLedger(state, key, { ...ledger, promised: ballot }, ctx, plan) : state;
  ctx.send(from, { kind: 'Promised', request, ballot, isPromised, ledger }, onceLogged(plan.settings));
  return next;
}

/**
 * A copy of a Propose may come after a later promise. To say no then would be a lie, and its coordinator would try again
 * what others finish: one compare-and-set would happen twice. Where a later proposal is accepted nobody can tell any more.
 */
export function onPropose<V extends Plain>(
  state: State<V>,
  { request, key, proposal }: Propose,
  from: NodeId,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  const { ballot } = proposal;
  const ledger = ledgerOf(state, key);
  const isFirst = !isAfter(ledger.promised, ballot);
  const next = isFirst ? withLedger(state, key, { ...ledger, promised: ballot, accepted: proposal }, ctx, plan) : state;
  const accepted = ledger.accepted?.ballot ?? null;
  const isAccepted = isFirst || (accepted !== null && isSame(accepted, ballot));
  const isOvertaken = !isAccepted && isAfter(accepted, ballot);
  const latestTime = ledger.promised?.time ?? 0;
  ctx.send(from, { kind: 'Accepted', request, ballot, isAccepted, isOvertaken, latestTime }, onceLogged(plan.settings));
  return next;
}

/**
 * What was chosen becomes the value of the key, with the time of its ballot as its timestamp. The value is logged first
 * (Cassandra: PaxosState.commit): a crash between the two would leave a commit whose value is gone, and nobody would bring
 * it again to who says that it has it.
 */
export function onCommit<V extends Plain>(
  state: State<V>,
  { request, key, proposal }: Commit,
  from: NodeId,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  const versions = versionsOf(proposal, plan);
  const held = versions === null ? state : accept(state, key, versions, ctx, plan);
  const ledger = ledgerOf(held, key);
  const isNews = isAfter(proposal.ballot, ledger.committed?.ballot ?? null);
  const next = isNews ? withLedger(held, key, { ...ledger, committed: proposal }, ctx, plan) : held;
  ctx.send(from, { kind: 'Committed', request, ballot: proposal.ballot }, onceLogged(plan.settings));
  return next;
}

/** What a commit leaves at a replica; null where it changes nothing. */
export function versionsOf<V extends Plain>({ ballot, update }: Proposal, { rules }: Plan<V>): V | null {
  if (update === null) return null;
  const { time: now, node: self, life: generation } = ballot;
  return rules.stamped({ value: update.value, context: null, self, generation, now, last: 0 }).versions;
}
