// A coordinator that comes back, and what it answers about transactions of which it finds nothing.
import { sortedKeys } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { TransactionId } from '../local-store/index.ts';
import { announce, decide } from './deciding.ts';
import type { Settings } from './settings.ts';
import type { CoordinatorContext, CoordinatorDurable, CoordinatorState, Deciding, LogRecord } from './state.ts';

const EMPTY = { number: 0, latest: {}, transactions: {}, decided: {} };

export function recover(
  durable: Readonly<Partial<CoordinatorDurable>>,
  settings: Settings,
  ctx: CoordinatorContext,
): CoordinatorState {
  const { incarnation } = ctx.boot;
  let state: CoordinatorState = { ...EMPTY, incarnation };
  for (const transaction of sortedKeys(durable)) {
    const record = durable[transaction];
    if (record != null) state = takenUp(state, transaction, record, settings, ctx);
  }
  if (settings.presumption === 'abort' && incarnation > 1) {
    // Participants would learn the same by asking, but only when they next ask.
    const committed = sortedKeys(state.transactions);
    for (const node of ctx.group('participant')) ctx.send(node, { kind: 'Recovered', incarnation, committed });
  }
  return state;
}

function takenUp(
  state: CoordinatorState,
  transaction: TransactionId,
  { record, voters, isDone }: LogRecord,
  settings: Settings,
  ctx: CoordinatorContext,
): CoordinatorState {
  const left = { asker: null, values: {}, voters, refuser: null, phase: 'deciding' as const };
  // Undecided when it crashed: nobody was told to commit.
  if (record === 'begin' || record === 'membership') {
    const undecided: Deciding = { ...left, outcome: 'aborted', cause: 'recovery' };
    return decide(state, transaction, undecided, ['aborted', 'recovery', null], settings, ctx);
  }
  const cause = record === 'committed' ? 'all-yes' : 'recovery';
  if (isDone || (record === 'committed' && settings.presumption === 'commit')) {
    const decided = { ...state.decided, [transaction]: { outcome: record, cause, participants: voters } as const };
    return { ...state, decided };
  }
  return announce(state, transaction, { ...left, outcome: record, cause }, settings, ctx);
}

export function onInquiry(
  state: CoordinatorState,
  transaction: TransactionId,
  from: NodeId,
  settings: Settings,
  ctx: CoordinatorContext,
): CoordinatorState {
  const known = state.decided[transaction]?.outcome;
  if (known === undefined && state.transactions[transaction] !== undefined) return state;
  if (known === undefined && settings.presumption === 'nothing') {
    // It has never begun, or not so far that it was written. From now on it has been aborted.
    const asking: Deciding = {
      phase: 'deciding',
      asker: null,
      values: {},
      outcome: 'aborted',
      cause: 'recovery',
      voters: [from],
      refuser: null,
    };
    return decide(state, transaction, asking, ['aborted', 'recovery', null], settings, ctx);
  }
  const outcome = known ?? (settings.presumption === 'commit' ? 'committed' : 'aborted');
  ctx.send(from, { kind: outcome === 'committed' ? 'Commit' : 'Abort', transaction });
  return state;
}
