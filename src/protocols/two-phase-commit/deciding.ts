// From the votes to an outcome that everyone knows: what is written, what waits for it, who is told, and when all of it can
// be forgotten. The three presumptions differ here and nowhere else in the coordinator (Mohan, Lindsay, Obermarck 1986):
//
//   presumption   commit record   abort record   acknowledged
//   nothing       forced          forced         both
//   abort         forced          none           commit
//   commit        forced          unforced       abort          and before Prepare: membership, forced
import { withoutItem } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Cause } from '../commitment/index.ts';
import type { Outcome, TransactionId } from '../local-store/index.ts';
import { isAcknowledged, type Settings } from './settings.ts';
import type { Collecting, CoordinatorContext, CoordinatorState, Deciding, LogRecord } from './state.ts';

const DURABLE = { durable: true } as const;

export function decide(
  state: CoordinatorState,
  transaction: TransactionId,
  { asker, values, voters }: Pick<Collecting, 'asker' | 'values' | 'voters'> | Deciding,
  [outcome, cause, refuser]: readonly [Outcome, Cause, NodeId | null],
  settings: Settings,
  ctx: CoordinatorContext,
): CoordinatorState {
  ctx.cancelTimer('votes', transaction);
  const deciding: Deciding = { phase: 'deciding', asker, values, outcome, cause, voters, refuser };
  const { presumption } = settings;
  const next = { ...state, transactions: { ...state.transactions, [transaction]: deciding } };
  // All have only read: there is nothing to commit, and nobody will ask.
  if (voters.length === 0) return announce(next, transaction, deciding, settings, ctx);
  const record: LogRecord = { record: outcome, voters, isDone: false };
  if (outcome === 'aborted' && presumption !== 'nothing') {
    if (presumption === 'commit') ctx.persist({ [transaction]: record }, { kind: 'coordinator-abort-unforced' });
    return announce(next, transaction, deciding, settings, ctx);
  }
  ctx.persist(
    { [transaction]: record },
    { kind: outcome === 'committed' ? 'coordinator-commit' : 'coordinator-abort' },
  );
  // A commit that were told before it is on disk could be an abort after a crash.
  ctx.send(ctx.self, { kind: 'Logged', transaction }, DURABLE);
  return next;
}

/** The outcome holds: participants and client are told. */
export function announce(
  state: CoordinatorState,
  transaction: TransactionId,
  { asker, outcome, cause, values, voters, refuser }: Deciding,
  settings: Settings,
  ctx: CoordinatorContext,
): CoordinatorState {
  if (asker !== null) ctx.send(asker.client, { kind: 'Ended', number: asker.number, outcome, cause, values });
  const decided = { ...state.decided, [transaction]: { outcome, cause, participants: voters } };
  const told = voters.filter((node) => node !== refuser);
  for (const node of told) ctx.send(node, { kind: outcome === 'committed' ? 'Commit' : 'Abort', transaction });
  const unacknowledged = isAcknowledged(outcome, settings.presumption) ? told : [];
  const next = { ...state, decided };
  if (unacknowledged.length === 0) return finish(next, transaction, outcome, voters, settings, ctx);
  ctx.setTimer({ kind: 'resend', key: transaction }, settings.resendInterval);
  const telling = { phase: 'telling', outcome, unacknowledged } as const;
  return { ...next, transactions: { ...next.transactions, [transaction]: telling } };
}

export function onAck(
  state: CoordinatorState,
  transaction: TransactionId,
  from: NodeId,
  settings: Settings,
  ctx: CoordinatorContext,
): CoordinatorState {
  const telling = state.transactions[transaction];
  if (telling?.phase !== 'telling') return state;
  const unacknowledged = withoutItem(telling.unacknowledged, from);
  if (unacknowledged === telling.unacknowledged) return state;
  if (unacknowledged.length > 0) {
    return { ...state, transactions: { ...state.transactions, [transaction]: { ...telling, unacknowledged } } };
  }
  ctx.cancelTimer('resend', transaction);
  const voters = state.decided[transaction]?.participants ?? [];
  return finish(state, transaction, telling.outcome, voters, settings, ctx);
}

/** Nobody will ask any more, or what is presumed of nothing is right: the record can go. */
function finish(
  state: CoordinatorState,
  transaction: TransactionId,
  outcome: Outcome,
  voters: readonly NodeId[],
  { presumption }: Settings,
  ctx: CoordinatorContext,
): CoordinatorState {
  const { [transaction]: _over, ...transactions } = state.transactions;
  // An abort that is presumed was never written. A commit that is presumed cancels the membership by itself.
  const isWritten = outcome !== presumptionOutcome(presumption) && voters.length > 0;
  const record: LogRecord | null = presumption === 'nothing' ? { record: outcome, voters, isDone: true } : null;
  if (isWritten) ctx.persist({ [transaction]: record }, { kind: 'end-unforced' });
  return { ...state, transactions };
}

function presumptionOutcome(presumption: Settings['presumption']): Outcome | null {
  if (presumption === 'nothing') return null;
  return presumption === 'abort' ? 'aborted' : 'committed';
}
