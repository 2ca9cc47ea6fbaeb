// The coordinator of three-phase commit. It forgets nothing that it has decided, and after a crash decides nothing more: the
// participants have gone on without it.
//
//   collecting ──all yes──▶ pre-committing ──all acknowledged, or timeout──▶ deciding ──on disk──▶ telling
//        └──no, timeout────────────────────────────────────────────────────────▲
import { sortedKeys } from '../../base/sorted.ts';
import type { Context } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import { type AnyProtocol, protocol } from '../../contract/protocol.ts';
import { type Cause, type DecidedByTransaction, isYes, nameOf, type Vote, votersOf } from '../commitment/index.ts';
import type { Outcome, Rows, TransactionId } from '../local-store/index.ts';
import type { ByCoordinator, ToCoordinator } from './messages.ts';
import type { Settings } from './settings.ts';

type Pending = {
  readonly phase: 'collecting' | 'pre-committing' | 'deciding' | 'telling';
  readonly client: NodeId;
  readonly number: number;
  readonly isVetoed: boolean;
  readonly voters: readonly NodeId[];
  /** Who has answered in this phase. */
  readonly heard: readonly NodeId[];
  readonly values: Rows;
  readonly outcome: Outcome;
  readonly cause: Cause;
};

export type CoordinatorState = {
  readonly incarnation: number;
  readonly number: number;
  readonly latest: { readonly [client: NodeId]: number };
  readonly transactions: { readonly [transaction: TransactionId]: Pending };
  readonly decided: DecidedByTransaction;
};

type Durable = {
  readonly [transaction: TransactionId]: { readonly outcome: Outcome; readonly voters: readonly NodeId[] };
};
type Timer = { readonly kind: 'votes' | 'acks'; readonly key: TransactionId };
type Ctx = Context<ByCoordinator, Timer, Durable>;

export function coordinator(settings: Settings): AnyProtocol {
  return protocol<CoordinatorState, ToCoordinator, Timer, Durable, ByCoordinator>({
    name: 'three-phase-commit-coordinator',
    start: (ctx, durable) => ({
      incarnation: ctx.boot.incarnation,
      number: 0,
      latest: {},
      transactions: {},
      decided: Object.fromEntries(sortedKeys(durable).map((id) => [id, remembered(durable[id]!)])),
    }),
    on: {
      Begin(state, { number, parts, isVetoed }, client, ctx) {
        if ((state.latest[client] ?? -1) >= number || parts.length === 0) return state;
        const id = nameOf(ctx.self, state.incarnation, state.number + 1);
        const voters = votersOf(parts, settings);
        for (const { participant, changes } of parts) {
          ctx.send(participant, { kind: 'Prepare', transaction: id, changes, participants: voters });
        }
        ctx.setTimer({ kind: 'votes', key: id }, settings.voteTimeout);
        const open = { client, number, isVetoed, voters, heard: [], values: {} };
        const pending: Pending = { phase: 'collecting', ...open, outcome: 'aborted', cause: 'timeout' };
        const next = { ...state, number: state.number + 1, latest: { ...state.latest, [client]: number } };
        return withPending(next, id, pending);
      },
      Vote: (state, message, from, ctx) => onVote(state, message, from, settings, ctx),
      PreCommitAck(state, { transaction }, from, ctx) {
        const pending = heardFrom(state, transaction, from, 'pre-committing');
        if (pending === undefined) return state;
        if (pending.heard.length < pending.voters.length) return withPending(state, transaction, pending);
        return decide(state, transaction, pending, 'committed', 'all-yes', ctx);
      },
      Ack(state, { transaction }, from) {
        const pending = heardFrom(state, transaction, from, 'telling');
        if (pending === undefined) return state;
        if (pending.heard.length < pending.voters.length) return withPending(state, transaction, pending);
        const { [transaction]: _over, ...transactions } = state.transactions;
        return { ...state, transactions };
      },
      StateInquiry(state, { transaction }, from, ctx) {
        const known = state.decided[transaction]?.outcome;
        if (known !== undefined) ctx.send(from, { kind: 'StateAnswer', transaction, standing: known });
        return state;
      },
      Logged(state, { transaction }, from, ctx) {
        const pending = state.transactions[transaction];
        return from === ctx.self && pending?.phase === 'deciding' ? announce(state, transaction, pending, ctx) : state;
      },
    },
    timer: {
      votes(state, { key }, ctx) {
        const pending = state.transactions[key];
        return pending?.phase === 'collecting' ? decide(state, key, pending, 'aborted', 'timeout', ctx) : state;
      },
      // Who has not acknowledged is taken for crashed: it will ask when it is back.
      acks(state, { key }, ctx) {
        const pending = state.transactions[key];
        return pending?.phase === 'pre-committing' ? decide(state, key, pending, 'committed', 'all-yes', ctx) : state;
      },
    },
  });
}

function onVote(
  state: CoordinatorState,
  { transaction, vote, values }: Vote,
  from: NodeId,
  settings: Settings,
  ctx: Ctx,
): CoordinatorState {
  const pending = heardFrom(state, transaction, from, 'collecting');
  if (pending === undefined) return state;
  if (!isYes(vote)) {
    const cause = vote === 'insufficient' ? 'insufficient' : 'no-vote';
    return decide(state, transaction, pending, 'aborted', cause, ctx);
  }
  const read = Object.fromEntries(Object.entries(values).map(([row, value]) => [`${from} ${row}`, value]));
  const now: Pending = { ...pending, values: { ...pending.values, ...read } };
  if (now.heard.length < now.voters.length) return withPending(state, transaction, now);
  if (now.isVetoed) return decide(state, transaction, now, 'aborted', 'veto', ctx);
  ctx.cancelTimer('votes', transaction);
  ctx.setTimer({ kind: 'acks', key: transaction }, settings.timeout);
  for (const node of now.voters) ctx.send(node, { kind: 'PreCommit', transaction });
  return withPending(state, transaction, { ...now, phase: 'pre-committing', heard: [] });
}

/** With `from` among those that have answered in this phase; undefined: it has already, or the phase is another. */
function heardFrom(
  state: CoordinatorState,
  transaction: TransactionId,
  from: NodeId,
  phase: Pending['phase'],
): Pending | undefined {
  const pending = state.transactions[transaction];
  if (pending?.phase !== phase || !pending.voters.includes(from) || pending.heard.includes(from)) return undefined;
  return { ...pending, heard: [...pending.heard, from] };
}

function decide(
  state: CoordinatorState,
  transaction: TransactionId,
  pending: Pending,
  outcome: Outcome,
  cause: Cause,
  ctx: Ctx,
): CoordinatorState {
  for (const kind of ['votes', 'acks'] as const) ctx.cancelTimer(kind, transaction);
  const kind = outcome === 'committed' ? 'coordinator-commit' : 'coordinator-abort';
  ctx.persist({ [transaction]: { outcome, voters: pending.voters } }, { kind });
  ctx.send(ctx.self, { kind: 'Logged', transaction }, { durable: true });
  return withPending(state, transaction, { ...pending, phase: 'deciding', heard: [], outcome, cause });
}

function announce(state: CoordinatorState, transaction: TransactionId, pending: Pending, ctx: Ctx): CoordinatorState {
  const { client, number, voters, values, outcome, cause } = pending;
  ctx.send(client, { kind: 'Ended', number, outcome, cause, values });
  for (const node of voters) ctx.send(node, { kind: outcome === 'committed' ? 'Commit' : 'Abort', transaction });
  const decided = { ...state.decided, [transaction]: { outcome, cause, participants: voters } };
  return withPending({ ...state, decided }, transaction, { ...pending, phase: 'telling' });
}

function withPending(state: CoordinatorState, transaction: TransactionId, pending: Pending): CoordinatorState {
  return { ...state, transactions: { ...state.transactions, [transaction]: pending } };
}

function remembered({ outcome, voters }: Durable[string]) {
  const cause: Cause = outcome === 'committed' ? 'all-yes' : 'recovery';
  return { outcome, cause, participants: voters };
}
