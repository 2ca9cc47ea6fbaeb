// The participant of three-phase commit. Its own work is in `commitment/resource.ts`, what it does when nobody tells it
// anything in `termination.ts`.
//
//   prepared (uncertain) ──PreCommit──▶ pre-committed ──Commit──▶ committed        a crash, then: it only asks
import type { Context } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import { type AnyProtocol, protocol } from '../../contract/protocol.ts';
import {
  carryOut,
  isPrepared,
  noteOf,
  type Resource,
  type ResourceDurable,
  type ResourceTimer,
  type Step,
  startResource,
  waitedTooLong,
  work,
} from '../commitment/index.ts';
import { durableOf, type Outcome, prepare, type TransactionId } from '../local-store/index.ts';
import type { ByParticipant, Standing, ToParticipant } from './messages.ts';
import type { Settings } from './settings.ts';

/** Of a transaction that it terminates for all: it asks the others, then moves them to pre-committed. */
export type Terminating = {
  readonly phase: 'asking' | 'moving';
  readonly standings: { readonly [node: NodeId]: Standing };
  readonly moved: readonly NodeId[];
};

export type ParticipantState = {
  readonly resource: Resource;
  /** Found prepared after a crash: the others may have decided meanwhile, so it does not. */
  readonly recovering: readonly TransactionId[];
  readonly terminating: { readonly [transaction: TransactionId]: Terminating };
};

/** Written with the promise. */
export type Note = {
  readonly coordinator: NodeId;
  readonly participants: readonly NodeId[];
  readonly isPreCommitted: boolean;
};

export type Timer = ResourceTimer | { readonly kind: 'turn' | 'terminate'; readonly key: TransactionId };
export type ParticipantContext = Context<ByParticipant, Timer, ResourceDurable>;

const DURABLE = { durable: true } as const;

/** What the table of handlers takes from `termination.ts`. */
export type Termination = {
  readonly onSilence: Handler;
  readonly onTurn: Handler;
  readonly onDeadline: Handler;
  onInquiry(
    state: ParticipantState,
    id: TransactionId,
    from: NodeId,
    settings: Settings,
    ctx: ParticipantContext,
  ): ParticipantState;
  onAnswer(
    state: ParticipantState,
    id: TransactionId,
    answer: { readonly from: NodeId; readonly standing: Standing },
    settings: Settings,
    ctx: ParticipantContext,
  ): ParticipantState;
  onMoved(
    state: ParticipantState,
    id: TransactionId,
    from: NodeId,
    settings: Settings,
    ctx: ParticipantContext,
  ): ParticipantState;
};
type Handler = (
  state: ParticipantState,
  id: TransactionId,
  settings: Settings,
  ctx: ParticipantContext,
) => ParticipantState;

export function participantWith(termination: Termination, settings: Settings): AnyProtocol {
  return protocol<ParticipantState, ToParticipant, Timer, ResourceDurable, ByParticipant>({
    name: 'three-phase-commit-participant',
    start(ctx, { store }) {
      const resource = startResource(store, settings, ctx);
      return { resource, recovering: resource.overdue, terminating: {} };
    },
    on: {
      Prepare(state, { transaction, changes, participants }, coordinator, ctx) {
        const { resource } = state;
        if (resource.store.outcomes[transaction] === 'aborted') {
          ctx.send(coordinator, { kind: 'Vote', transaction, vote: 'aborted', values: {} }, DURABLE);
          return state;
        }
        const note: Note = { coordinator, participants, isPreCommitted: false };
        return voted(state, work(resource, transaction, { changes, note }, settings, ctx), ctx);
      },
      PreCommit(state, { transaction }, from, ctx) {
        if (!isPrepared(state.resource, transaction)) return state;
        ctx.send(from, { kind: 'PreCommitAck', transaction }, DURABLE);
        return preCommitted(state, transaction, settings, ctx);
      },
      PreCommitAck: (state, { transaction }, from, ctx) => termination.onMoved(state, transaction, from, settings, ctx),
      Commit: (state, { transaction }, from, ctx) => onOutcome(state, transaction, 'committed', from, settings, ctx),
      Abort: (state, { transaction }, from, ctx) => onOutcome(state, transaction, 'aborted', from, settings, ctx),
      StateInquiry: (state, { transaction }, from, ctx) =>
        termination.onInquiry(state, transaction, from, settings, ctx),
      StateAnswer: (state, { transaction, standing }, from, ctx) =>
        termination.onAnswer(state, transaction, { from, standing }, settings, ctx),
    },
    timer: {
      'lock-wait': (state, { key }, ctx) => voted(state, waitedTooLong(state.resource, key, settings, ctx), ctx),
      ask: (state, { key }, ctx) => termination.onSilence(state, key, settings, ctx),
      turn: (state, { key }, ctx) => termination.onTurn(state, key, settings, ctx),
      terminate: (state, { key }, ctx) => termination.onDeadline(state, key, settings, ctx),
    },
  });
}

export function noteIn(state: ParticipantState, transaction: TransactionId): Note {
  return noteOf(state.resource, transaction) as Note;
}

/** It knows that all have voted yes. Written, so that after a crash it still does. */
export function preCommitted(
  state: ParticipantState,
  transaction: TransactionId,
  settings: Settings,
  ctx: ParticipantContext,
): ParticipantState {
  const { resource, recovering } = state;
  // The wait begins anew: the coordinator may wait for acknowledgements for one timeout, and its word is then on the way.
  if (!recovering.includes(transaction)) ctx.setTimer({ kind: 'ask', key: transaction }, 2 * settings.timeout);
  const note = noteIn(state, transaction);
  if (note.isPreCommitted) return state;
  const store = prepare(resource.store, transaction, { ...note, isPreCommitted: true });
  ctx.persist({ store: durableOf(store) }, { kind: 'pre-committed' });
  return { ...state, resource: { ...resource, store } };
}

export function voted(state: ParticipantState, { resource, votes }: Step, ctx: ParticipantContext): ParticipantState {
  for (const { transaction, vote, work: done, values } of votes) {
    const { coordinator } = done.note as Note;
    ctx.send(coordinator, { kind: 'Vote', transaction, vote, values }, DURABLE);
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
  const next = ended(state, transaction, outcome, settings, ctx);
  if (ctx.group('coordinator').includes(from)) ctx.send(from, { kind: 'Ack', transaction }, DURABLE);
  return next;
}

export function ended(
  state: ParticipantState,
  transaction: TransactionId,
  outcome: Outcome,
  settings: Settings,
  ctx: ParticipantContext,
): ParticipantState {
  if (state.resource.store.outcomes[transaction] !== undefined) return state;
  if (outcome === 'committed' && !isPrepared(state.resource, transaction)) return state;
  ctx.cancelTimer('turn', transaction);
  ctx.cancelTimer('terminate', transaction);
  const { [transaction]: _over, ...terminating } = state.terminating;
  const recovering = state.recovering.filter((id) => id !== transaction);
  const record = outcome === 'committed' ? 'commit' : 'abort';
  const step = carryOut(state.resource, transaction, outcome, record, settings, ctx);
  return voted({ ...state, terminating, recovering }, step, ctx);
}
