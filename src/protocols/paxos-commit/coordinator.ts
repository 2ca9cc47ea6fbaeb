// A coordinator: an acceptor (`acceptor.ts`) and, of the transactions that come to it, the leader (`leader.ts`).
import type { NodeId } from '../../contract/ids.ts';
import { type AnyProtocol, protocol } from '../../contract/protocol.ts';
import { nameOf, type Part, votersOf } from '../commitment/index.ts';
import type { Rows, TransactionId } from '../local-store/index.ts';
import { onPhase1a, onPhase2a, proposalOf } from './acceptor.ts';
import { onPhase1b, onPhase2b, takeOver, withLeading } from './leader.ts';
import type { ByCoordinator, Phase2a, ToCoordinator } from './messages.ts';
import type { Settings } from './settings.ts';
import {
  type Asker,
  type CoordinatorContext,
  type CoordinatorDurable,
  type CoordinatorState,
  type CoordinatorTimer,
  ownerOf,
} from './state.ts';

export function coordinator(settings: Settings): AnyProtocol {
  return protocol<CoordinatorState, ToCoordinator, CoordinatorTimer, CoordinatorDurable, ByCoordinator>({
    name: 'paxos-commit-coordinator',
    start: (ctx, durable) => ({
      incarnation: ctx.boot.incarnation,
      number: 0,
      latest: {},
      ballots: durable as CoordinatorDurable,
      leading: {},
      decided: {},
    }),
    on: {
      Begin(state, { number, parts }, client, ctx) {
        if ((state.latest[client] ?? -1) >= number || parts.length === 0) return state;
        const transaction = nameOf(ctx.self, state.incarnation, state.number + 1);
        const next = { ...state, number: state.number + 1, latest: { ...state.latest, [client]: number } };
        return begin(next, transaction, { asker: { client, number }, parts, first: null, read: {} }, settings, ctx);
      },
      BeginCommit(state, { transaction, client, number, parts, vote, values }, from, ctx) {
        const isKnown = state.decided[transaction] !== undefined || state.leading[transaction] !== undefined;
        if (isKnown || settings.initiator !== 'participant' || !isFirst(ctx)) return state;
        const next = begin(
          state,
          transaction,
          { asker: { client, number }, parts, first: from, read: values },
          settings,
          ctx,
        );
        // It is the first participant's vote as well, to this acceptor.
        const participants = votersOf(parts, settings);
        const proposal = { transaction, ballot: 0, participants, values: { [from]: proposalOf(vote) } };
        return onPhase2a(next, proposal, from, ctx);
      },
      Phase2a(state, message, from, ctx) {
        const told = message.ballot === 0 ? heard(state, message, from) : state;
        return onPhase2a(told, message, from, ctx);
      },
      Phase1a: (state, message, from, ctx) => onPhase1a(state, message, from, ctx),
      Phase1b: (state, message, from, ctx) => onPhase1b(state, message, from, settings, ctx),
      Phase2b: (state, message, from, ctx) => onPhase2b(state, message, from, ctx),
      Own2b: (state, message, from, ctx) => (from === ctx.self ? onPhase2b(state, message, from, ctx) : state),
      Refused(state, { transaction, promised }, _from, ctx) {
        const leading = state.leading[transaction];
        if (leading === undefined || promised <= leading.ballot) return state;
        // Another leads. If it falls, whoever waits for the outcome asks again.
        ctx.cancelTimer('ballot', transaction);
        const { [transaction]: _led, ...left } = state.leading;
        return { ...state, leading: left };
      },
      Inquiry(state, { transaction, participants }, from, ctx) {
        const known = state.decided[transaction]?.outcome;
        if (known !== undefined) {
          ctx.send(from, { kind: known === 'committed' ? 'Commit' : 'Abort', transaction });
          return state;
        }
        if (state.leading[transaction] !== undefined || participants.length === 0) return state;
        return takeOver(state, transaction, participants, settings, ctx);
      },
    },
    timer: {
      ballot(state, { key }, ctx) {
        const leading = state.leading[key];
        return leading === undefined ? state : takeOver(state, key, leading.participants, settings, ctx);
      },
    },
  });
}

type Asked = {
  readonly asker: Asker;
  readonly parts: readonly Part[];
  readonly first: NodeId | null;
  readonly read: Rows;
};

/** Ballot 0: participants propose themselves, this node counts. */
function begin(
  state: CoordinatorState,
  transaction: TransactionId,
  { asker, parts, first, read }: Asked,
  settings: Settings,
  ctx: CoordinatorContext,
): CoordinatorState {
  if (!isFirst(ctx)) return state;
  const participants = votersOf(parts, settings);
  for (const { participant, changes } of parts) {
    if (participant !== first) ctx.send(participant, { kind: 'Prepare', transaction, changes, participants });
  }
  ctx.setTimer({ kind: 'ballot', key: transaction }, settings.voteTimeout);
  return withLeading(state, transaction, {
    phase: 'accepting',
    ballot: 0,
    participants,
    promises: {},
    accepts: {},
    asker,
    read,
    refusal: null,
  });
}

/** What a vote says to the leader beside the vote: what was read, why it is no. */
function heard(state: CoordinatorState, { transaction, why, read }: Phase2a, from: NodeId): CoordinatorState {
  const leading = state.leading[transaction];
  if (leading === undefined || !leading.participants.includes(from)) return state;
  if (why !== undefined && leading.refusal === null) {
    return withLeading(state, transaction, { ...leading, refusal: why });
  }
  const rows = Object.entries(read ?? {}).map(([row, value]) => [`${from} ${row}`, value] as const);
  const news = rows.filter(([row]) => leading.read[row] === undefined);
  if (news.length === 0) return state;
  return withLeading(state, transaction, { ...leading, read: { ...leading.read, ...Object.fromEntries(news) } });
}

function isFirst(ctx: CoordinatorContext): boolean {
  return ownerOf(0, ctx.group('coordinator')) === ctx.self;
}
