// The participant: does its part, votes, and carries the outcome out. Its own work is in `commitment/resource.ts`; here is
// who is told, and who is asked.
import { withItem } from '../../base/sorted.ts';
import type { Context } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import { type AnyProtocol, protocol } from '../../contract/protocol.ts';
import {
  type Asked,
  type Begin,
  becomeOverdue,
  carryOut,
  isPrepared,
  isYes,
  lifeOf,
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
import type { ByParticipant, ToParticipant } from './messages.ts';
import { isAcknowledged, type Settings } from './settings.ts';

export type ParticipantState = {
  readonly resource: Resource;
  readonly incarnation: number;
  /** Of the latest transaction that it began itself. */
  readonly number: number;
  readonly latest: { readonly [client: NodeId]: number };
} & Heuristics;

/** On disk as in memory: after a crash it must not pass for what the coordinator has decided. */
type Heuristics = {
  /** What it decided on its own, when it had waited long enough. */
  readonly heuristics: { readonly [transaction: TransactionId]: Outcome };
  /** Of these those that turned out wrong. */
  readonly damaged: readonly TransactionId[];
};
type Durable = ResourceDurable & Heuristics;

/** Written with the promise. `asked`: where this participant has begun the transaction. */
type Note = {
  readonly coordinator: NodeId;
  readonly participants: readonly NodeId[];
  readonly asked: Asked | null;
};

type Timer = ResourceTimer | { readonly kind: 'heuristic'; readonly key: TransactionId };
export type ParticipantContext = Context<ByParticipant, Timer, Durable>;

const DURABLE = { durable: true } as const;

export function participant(settings: Settings): AnyProtocol {
  return protocol<ParticipantState, ToParticipant, Timer, Durable, ByParticipant>({
    name: 'two-phase-commit-participant',
    start(ctx, { store, heuristics = {}, damaged = [] }) {
      const resource = startResource(store, settings, ctx);
      for (const key of resource.overdue) becomeImpatient(key, settings, ctx);
      return { resource, incarnation: ctx.boot.incarnation, number: 0, latest: {}, heuristics, damaged };
    },
    on: {
      Begin: (state, message, client, ctx) => onBegin(state, message, client, settings, ctx),
      Prepare(state, { transaction, changes, participants }, coordinator, ctx) {
        const { resource } = state;
        if (resource.store.outcomes[transaction] === 'aborted') {
          ctx.send(coordinator, { kind: 'Vote', transaction, vote: 'aborted', values: {} }, DURABLE);
          return state;
        }
        if (isPrepared(resource, transaction)) {
          ctx.send(coordinator, { kind: 'Vote', transaction, vote: 'yes', values: {} }, DURABLE);
          return state;
        }
        const note: Note = { coordinator, participants, asked: null };
        return voted(state, work(resource, transaction, { changes, note }, settings, ctx), ctx);
      },
      Commit: (state, { transaction }, from, ctx) => onOutcome(state, transaction, 'committed', from, settings, ctx),
      Abort: (state, { transaction }, from, ctx) => onOutcome(state, transaction, 'aborted', from, settings, ctx),
      Recovered(state, { incarnation, committed }, from, ctx) {
        const { open } = state.resource.store;
        const gone = Object.keys(open).filter(
          (id) =>
            isPrepared(state.resource, id) &&
            (noteOf(state.resource, id) as Note).coordinator === from &&
            lifeOf(id) < incarnation &&
            !committed.includes(id),
        );
        return gone.sort().reduce((now, id) => ended(now, id, 'aborted', settings, ctx), state);
      },
      PeerInquiry: (state, { transaction }, from, ctx) => onPeerInquiry(state, transaction, from, settings, ctx),
      PeerAnswer(state, { transaction, state: known }, _from, ctx) {
        if (known === 'prepared' || !isPrepared(state.resource, transaction)) return state;
        return ended(state, transaction, known, settings, ctx);
      },
    },
    timer: {
      'lock-wait': (state, { key }, ctx) => voted(state, waitedTooLong(state.resource, key, settings, ctx), ctx),
      ask(state, { key }, ctx) {
        if (!isPrepared(state.resource, key)) return state;
        const { coordinator, participants } = noteOf(state.resource, key) as Note;
        ctx.send(coordinator, { kind: 'Inquiry', transaction: key });
        const peers = settings.isCooperative ? participants.filter((node) => node !== ctx.self) : [];
        for (const peer of peers) ctx.send(peer, { kind: 'PeerInquiry', transaction: key });
        const resource = becomeOverdue(state.resource, key, settings, ctx);
        if (resource === state.resource) return state;
        becomeImpatient(key, settings, ctx);
        return { ...state, resource };
      },
      heuristic(state, { key }, ctx) {
        const { heuristic } = settings;
        if (heuristic === null || !isPrepared(state.resource, key)) return state;
        ctx.note(`${key} is ${heuristic} without knowing the outcome`);
        const heuristics = { ...state.heuristics, [key]: heuristic };
        // Before the outcome: writes complete in order, so none is found without this.
        ctx.persist({ heuristics }, { kind: 'heuristic' });
        const step = carryOut(state.resource, key, heuristic, 'heuristic', settings, ctx);
        return voted({ ...state, heuristics }, step, ctx);
      },
    },
  });
}

/** It begins to ask: from now on its patience is measured. */
function becomeImpatient(key: TransactionId, { heuristic, heuristicAfter }: Settings, ctx: ParticipantContext): void {
  if (heuristic !== null) ctx.setTimer({ kind: 'heuristic', key }, heuristicAfter);
}

function onBegin(
  state: ParticipantState,
  { number, parts, isVetoed }: Begin,
  client: NodeId,
  settings: Settings,
  ctx: ParticipantContext,
): ParticipantState {
  const own = parts.find((part) => part.participant === ctx.self);
  const coordinator = ctx.group('coordinator')[0];
  if (own === undefined || coordinator === undefined || (state.latest[client] ?? -1) >= number) return state;
  const transaction = nameOf(ctx.self, state.incarnation, state.number + 1);
  const asked: Asked = { client, number, parts, isVetoed };
  const note: Note = { coordinator, participants: votersOf(parts, settings), asked };
  const now = { ...state, number: state.number + 1, latest: { ...state.latest, [client]: number } };
  return voted(now, work(now.resource, transaction, { changes: own.changes, note }, settings, ctx), ctx);
}

/** Sends the votes of a step. The yes of the participant that began says all that the coordinator has to know. */
function voted(state: ParticipantState, { resource, votes }: Step, ctx: ParticipantContext): ParticipantState {
  for (const { transaction, vote, work: done, values } of votes) {
    const { coordinator, asked } = done.note as Note;
    if (asked === null) ctx.send(coordinator, { kind: 'Vote', transaction, vote, values }, DURABLE);
    else if (isYes(vote)) ctx.send(coordinator, { kind: 'BeginCommit', transaction, ...asked, vote, values }, DURABLE);
    else {
      const cause = vote === 'insufficient' ? 'insufficient' : 'no-vote';
      const { client, number } = asked;
      ctx.send(client, { kind: 'Ended', number, outcome: 'aborted', cause, values: {} }, DURABLE);
    }
  }
  return resource === state.resource ? state : { ...state, resource };
}

function onOutcome(
  state: ParticipantState,
  transaction: TransactionId,
  outcome: Outcome,
  from: NodeId,
  settings: Settings,
  ctx: ParticipantContext,
): ParticipantState {
  const next = told(state, transaction, outcome, settings, ctx);
  if (isAcknowledged(outcome, settings.presumption)) ctx.send(from, { kind: 'Ack', transaction }, DURABLE);
  return next;
}

function told(
  state: ParticipantState,
  transaction: TransactionId,
  outcome: Outcome,
  settings: Settings,
  ctx: ParticipantContext,
): ParticipantState {
  const known = state.resource.store.outcomes[transaction];
  if (known === outcome) return state;
  if (known !== undefined) {
    ctx.note(`${transaction} is ${known} here, and ${outcome} elsewhere`);
    const damaged = withItem(state.damaged, transaction);
    if (damaged === state.damaged) return state;
    ctx.persist({ damaged }, { kind: 'damage' });
    return { ...state, damaged };
  }
  // To commit what is not prepared is impossible: it was never promised here.
  if (outcome === 'committed' && !isPrepared(state.resource, transaction)) return state;
  return ended(state, transaction, outcome, settings, ctx);
}

function ended(
  state: ParticipantState,
  transaction: TransactionId,
  outcome: Outcome,
  settings: Settings,
  ctx: ParticipantContext,
): ParticipantState {
  const verb = outcome === 'committed' ? 'commit' : 'abort';
  const record = isAcknowledged(outcome, settings.presumption) ? verb : `${verb}-unforced`;
  return voted(state, carryOut(state.resource, transaction, outcome, record, settings, ctx), ctx);
}

/** One that has not voted aborts on the spot: so nobody needs to wait for the coordinator. */
function onPeerInquiry(
  state: ParticipantState,
  transaction: TransactionId,
  from: NodeId,
  settings: Settings,
  ctx: ParticipantContext,
): ParticipantState {
  const { resource, heuristics } = state;
  const known = resource.store.outcomes[transaction];
  const answer = (of: Outcome | 'prepared') =>
    ctx.send(from, { kind: 'PeerAnswer', transaction, state: of }, { durable: of !== 'prepared' });
  if (known !== undefined && heuristics[transaction] === undefined) {
    answer(known);
    return state;
  }
  if (known !== undefined || isPrepared(resource, transaction)) {
    answer('prepared');
    return state;
  }
  // Forced: after a crash it must not vote yes.
  const next = voted(state, carryOut(resource, transaction, 'aborted', 'abort', settings, ctx), ctx);
  answer('aborted');
  return next;
}
