// The coordinator: collects votes, decides, tells. What it writes and when it forgets is in `deciding.ts`, what it does
// after a crash in `recovery.ts`.
import type { NodeId } from '../../contract/ids.ts';
import { type AnyProtocol, protocol } from '../../contract/protocol.ts';
import { type BeginCommit, isYes, nameOf, type Part, type Vote, votersOf, type Yes } from '../commitment/index.ts';
import type { Rows, TransactionId } from '../local-store/index.ts';
import { announce, decide, onAck } from './deciding.ts';
import type { ByCoordinator, ToCoordinator } from './messages.ts';
import { onInquiry, recover } from './recovery.ts';
import type { Settings } from './settings.ts';
import type {
  Asker,
  Collecting,
  CoordinatorContext,
  CoordinatorDurable,
  CoordinatorState,
  CoordinatorTimer,
  LogRecord,
} from './state.ts';

export function coordinator(settings: Settings): AnyProtocol {
  return protocol<CoordinatorState, ToCoordinator, CoordinatorTimer, CoordinatorDurable, ByCoordinator>({
    name: 'two-phase-commit-coordinator',
    start: (ctx, durable) => recover(durable, settings, ctx),
    on: {
      Begin(state, { number, parts, isVetoed }, client, ctx) {
        if ((state.latest[client] ?? -1) >= number || parts.length === 0) return state;
        const transaction = nameOf(ctx.self, state.incarnation, state.number + 1);
        const next = { ...state, number: state.number + 1, latest: { ...state.latest, [client]: number } };
        return begin(next, transaction, { asker: { client, number }, parts, isVetoed, first: null }, settings, ctx);
      },
      BeginCommit(state, message, from, ctx) {
        const { transaction, client, number, parts, isVetoed } = message;
        if (state.transactions[transaction] !== undefined || state.decided[transaction] !== undefined) return state;
        if (settings.initiator !== 'participant') return state;
        const first = { node: from, ...firstVote(message) };
        return begin(state, transaction, { asker: { client, number }, parts, isVetoed, first }, settings, ctx);
      },
      Vote: (state, message, from, ctx) => onVote(state, message, from, settings, ctx),
      Ack: (state, { transaction }, from, ctx) => onAck(state, transaction, from, settings, ctx),
      Inquiry: (state, { transaction }, from, ctx) => onInquiry(state, transaction, from, settings, ctx),
      Logged(state, { transaction }, from, ctx) {
        const deciding = state.transactions[transaction];
        if (from !== ctx.self || deciding?.phase !== 'deciding') return state;
        return announce(state, transaction, deciding, settings, ctx);
      },
    },
    timer: {
      votes(state, { key }, ctx) {
        const collecting = state.transactions[key];
        if (collecting?.phase !== 'collecting') return state;
        return decide(state, key, collecting, ['aborted', 'timeout', null], settings, ctx);
      },
      resend(state, { key }, ctx) {
        const telling = state.transactions[key];
        if (telling?.phase !== 'telling') return state;
        const kind = telling.outcome === 'committed' ? 'Commit' : 'Abort';
        for (const node of telling.unacknowledged) ctx.send(node, { kind, transaction: key });
        ctx.setTimer({ kind: 'resend', key }, settings.resendInterval);
        return state;
      },
    },
  });
}

type Asked = {
  readonly asker: Asker;
  readonly parts: readonly Part[];
  readonly isVetoed: boolean;
  /** The participant that began, and has voted. */
  readonly first: { readonly node: NodeId; readonly vote: Yes; readonly values: Rows } | null;
};

function begin(
  state: CoordinatorState,
  transaction: TransactionId,
  { asker, parts, isVetoed, first }: Asked,
  settings: Settings,
  ctx: CoordinatorContext,
): CoordinatorState {
  const voters = votersOf(parts, settings);
  const record = (kind: 'begin' | 'membership'): LogRecord => ({ record: kind, voters, isDone: false });
  // Whoever presumes commit must know of all that could be prepared, before anyone is. Of who only reads nothing is written.
  const { presumption } = settings;
  const isWritten = voters.length > 0;
  if (isWritten && presumption === 'commit')
    ctx.persist({ [transaction]: record('membership') }, { kind: 'membership' });
  if (isWritten && presumption === 'nothing')
    ctx.persist({ [transaction]: record('begin') }, { kind: 'begin-unforced' });
  const durable = isWritten && presumption === 'commit';
  for (const { participant, changes } of parts) {
    if (participant === first?.node) continue;
    ctx.send(participant, { kind: 'Prepare', transaction, changes, participants: voters }, { durable });
  }
  ctx.setTimer({ kind: 'votes', key: transaction }, settings.voteTimeout);
  const asked = parts.map(({ participant }) => participant);
  const votes = first === null ? {} : { [first.node]: first.vote };
  const values = first === null ? {} : first.values;
  const collecting: Collecting = { phase: 'collecting', asker, isVetoed, asked, voters, votes, values };
  const next = forgetful({ ...state, transactions: { ...state.transactions, [transaction]: collecting } }, settings);
  return counted(next, transaction, collecting, settings, ctx);
}

function onVote(
  state: CoordinatorState,
  { transaction, vote, values }: Vote,
  from: NodeId,
  settings: Settings,
  ctx: CoordinatorContext,
): CoordinatorState {
  const collecting = state.transactions[transaction];
  if (collecting?.phase !== 'collecting' || !collecting.asked.includes(from)) return state;
  if (!isYes(vote)) {
    const cause = vote === 'insufficient' ? 'insufficient' : 'no-vote';
    return decide(state, transaction, collecting, ['aborted', cause, from], settings, ctx);
  }
  if (collecting.votes[from] !== undefined) return state;
  const read = Object.fromEntries(Object.entries(values).map(([row, value]) => [`${from} ${row}`, value]));
  const now: Collecting = {
    ...collecting,
    votes: { ...collecting.votes, [from]: vote },
    values: { ...collecting.values, ...read },
  };
  const next = { ...state, transactions: { ...state.transactions, [transaction]: now } };
  return counted(next, transaction, now, settings, ctx);
}

/** Decides if all votes are in. */
function counted(
  state: CoordinatorState,
  transaction: TransactionId,
  collecting: Collecting,
  settings: Settings,
  ctx: CoordinatorContext,
): CoordinatorState {
  const { asked, votes, isVetoed } = collecting;
  if (asked.some((node) => votes[node] === undefined)) return state;
  const outcome = isVetoed ? (['aborted', 'veto', null] as const) : (['committed', 'all-yes', null] as const);
  return decide(state, transaction, collecting, outcome, settings, ctx);
}

/** What is finished and can be presumed leaves the memory too, when the next transaction begins. */
function forgetful(state: CoordinatorState, { presumption }: Settings): CoordinatorState {
  if (presumption === 'nothing') return state;
  const left = Object.entries(state.decided).filter(([id]) => state.transactions[id] !== undefined);
  return { ...state, decided: Object.fromEntries(left) };
}

function firstVote({ vote, values }: BeginCommit) {
  return { vote, values };
}
