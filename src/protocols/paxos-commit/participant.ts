// The participant: does its part, and proposes its vote to the acceptors itself. Its own work is in
// `commitment/resource.ts`. Left without an outcome it asks the coordinators, one after the other: the second one first.
import type { Context } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import { type AnyProtocol, protocol } from '../../contract/protocol.ts';
import {
  type Asked,
  becomeOverdue,
  type Cast,
  carryOut,
  isPrepared,
  isYes,
  nameOf,
  noteOf,
  type Resource,
  type ResourceDurable,
  type ResourceTimer,
  type Step,
  startResource,
  votersOf,
  waitedTooLong,
  work,
} from '../commitment/index.ts';
import type { Outcome, TransactionId } from '../local-store/index.ts';
import { proposalOf } from './acceptor.ts';
import type { ByParticipant, ToParticipant } from './messages.ts';
import type { Settings } from './settings.ts';
import { majorityOf } from './state.ts';

export type ParticipantState = {
  readonly resource: Resource;
  readonly incarnation: number;
  readonly number: number;
  readonly latest: { readonly [client: NodeId]: number };
  /** How often it has asked for an outcome. */
  readonly asks: { readonly [transaction: TransactionId]: number };
};

type Note = { readonly participants: readonly NodeId[]; readonly asked: Asked | null };
type Ctx = Context<ByParticipant, ResourceTimer, ResourceDurable>;

const DURABLE = { durable: true } as const;

export function participant(settings: Settings): AnyProtocol {
  return protocol<ParticipantState, ToParticipant, ResourceTimer, ResourceDurable, ByParticipant>({
    name: 'paxos-commit-participant',
    start: (ctx, { store }) => ({
      resource: startResource(store, settings, ctx),
      incarnation: ctx.boot.incarnation,
      number: 0,
      latest: {},
      asks: {},
    }),
    on: {
      Begin(state, { number, parts, isVetoed }, client, ctx) {
        const own = parts.find((part) => part.participant === ctx.self);
        if (own === undefined || (state.latest[client] ?? -1) >= number) return state;
        const transaction = nameOf(ctx.self, state.incarnation, state.number + 1);
        const note: Note = { participants: votersOf(parts, settings), asked: { client, number, parts, isVetoed } };
        const now = { ...state, number: state.number + 1, latest: { ...state.latest, [client]: number } };
        return voted(now, work(now.resource, transaction, { changes: own.changes, note }, settings, ctx), ctx);
      },
      Prepare(state, { transaction, changes, participants }, _from, ctx) {
        const note: Note = { participants, asked: null };
        return voted(state, work(state.resource, transaction, { changes, note }, settings, ctx), ctx);
      },
      Commit: (state, { transaction }, _from, ctx) => onOutcome(state, transaction, 'committed', settings, ctx),
      Abort: (state, { transaction }, _from, ctx) => onOutcome(state, transaction, 'aborted', settings, ctx),
    },
    timer: {
      'lock-wait': (state, { key }, ctx) => voted(state, waitedTooLong(state.resource, key, settings, ctx), ctx),
      ask(state, { key }, ctx) {
        if (!isPrepared(state.resource, key)) return state;
        const coordinators = ctx.group('coordinator');
        const times = (state.asks[key] ?? 0) + 1;
        const to = coordinators[times % coordinators.length];
        const { participants } = noteOf(state.resource, key) as Note;
        if (to !== undefined) ctx.send(to, { kind: 'Inquiry', transaction: key, participants });
        const resource = becomeOverdue(state.resource, key, settings, ctx);
        return { ...state, resource, asks: { ...state.asks, [key]: times } };
      },
    },
  });
}

function voted(state: ParticipantState, { resource, votes }: Step, ctx: Ctx): ParticipantState {
  for (const cast of votes) propose(cast, ctx);
  return resource === state.resource ? state : { ...state, resource };
}

/** Its vote to the F + 1 acceptors of 2F + 1 that are enough if none fails: a majority, of an even number too. The first participant's goes to the leader as BeginCommit. */
function propose({ transaction, vote, work: done, values: read }: Cast, ctx: Ctx): void {
  const { participants, asked } = done.note as Note;
  const coordinators = ctx.group('coordinator');
  const acceptors = coordinators.slice(0, majorityOf(coordinators));
  if (asked !== null && !isYes(vote)) {
    // Nobody else knows of the transaction yet.
    const cause = vote === 'insufficient' ? 'insufficient' : 'no-vote';
    ctx.send(asked.client, { kind: 'Ended', number: asked.number, outcome: 'aborted', cause, values: {} }, DURABLE);
    return;
  }
  for (const [index, node] of acceptors.entries()) {
    if (index === 0 && asked !== null && isYes(vote)) {
      ctx.send(node, { kind: 'BeginCommit', transaction, ...asked, vote, values: read }, DURABLE);
      continue;
    }
    const why = isYes(vote) ? {} : { why: vote };
    const values = { [ctx.self]: proposalOf(vote) };
    const toLeader = index === 0 ? { read } : {};
    ctx.send(node, { kind: 'Phase2a', transaction, ballot: 0, participants, values, ...why, ...toLeader }, DURABLE);
  }
}

function onOutcome(
  state: ParticipantState,
  transaction: TransactionId,
  outcome: Outcome,
  settings: Settings,
  ctx: Ctx,
): ParticipantState {
  const { store } = state.resource;
  if (store.outcomes[transaction] !== undefined) return state;
  if (outcome === 'committed' && !isPrepared(state.resource, transaction)) return state;
  const record = outcome === 'committed' ? 'commit-unforced' : 'abort-unforced';
  const { [transaction]: _asked, ...asks } = state.asks;
  return voted({ ...state, asks }, carryOut(state.resource, transaction, outcome, record, settings, ctx), ctx);
}
