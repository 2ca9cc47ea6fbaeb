// Without an orchestrator: each service hears what happened at the one before it, does its own step, and says so. After a
// failure the word goes back the same way. Who began a saga hears how it ended.
//
//   create ──Happened 0──▶ reserve ──Happened 1──▶ charge ──Happened 2──▶ ship ──Happened 3──▶ (who began)
//   cancel ◀──Failed 1──── release ◀──Failed 2──── refused
import type { NodeId } from '../../contract/ids.ts';
import { type Deal, type Outcome, type Place, serviceAt } from '../shop/index.ts';
import type { Failed, Happened, Heard, SagaEvent } from './messages.ts';
import type { Settings } from './options.ts';
import { type Step, stepsOf } from './plan.ts';
import { commit, type Saying, type ServiceContext, type ServiceState, withStore } from './service.ts';
import { doStep, undoStep } from './steps.ts';

type Told = { readonly saga: string; readonly deal: Deal };
/** A state, and what is said once it is durable. */
type Said = { readonly state: ServiceState; readonly says: readonly Saying[] };

export function onPlace(
  state: ServiceState,
  { id, deal }: Place,
  client: NodeId,
  ctx: ServiceContext,
  settings: Settings,
): ServiceState {
  const outcome = state.ended[id];
  if (outcome !== undefined) {
    return commit(state, state, [{ to: client, message: { kind: 'Ended', id, outcome } }], ctx);
  }
  if (state.open[id] !== undefined) return state;
  const open = { ...state, open: { ...state.open, [id]: { client, deal } } };
  watch(id, ctx, settings);
  return done(state, did(open, { saga: id, deal }, 0, ctx, settings), ctx);
}

export function onHappened(
  state: ServiceState,
  event: Happened,
  from: NodeId,
  ctx: ServiceContext,
  settings: Settings,
): ServiceState {
  const next = event.position + 1;
  const isLast = next >= stepsOf(event.deal).length;
  const said = isLast ? ends(state, event.saga, 'done', ctx) : did(state, event, next, ctx, settings);
  return done(state, heard(said, event, from, settings), ctx);
}

export function onFailed(
  state: ServiceState,
  event: Failed,
  from: NodeId,
  ctx: ServiceContext,
  settings: Settings,
): ServiceState {
  return done(state, heard(undid(state, event, event.position - 1, ctx, settings), event, from, settings), ctx);
}

export function onHeard(state: ServiceState, { number }: Heard, ctx: ServiceContext): ServiceState {
  const outbox = state.outbox.filter(({ event }) => event.number !== number);
  return outbox.length === state.outbox.length ? state : commit(state, { ...state, outbox }, [], ctx);
}

/** What has not been heard is sent again. */
export function onRelay(state: ServiceState, ctx: ServiceContext, settings: Settings): ServiceState {
  if (state.outbox.length > 0) ctx.setTimer({ kind: 'relay' }, settings.stepTimeout);
  const says = state.outbox.map(({ to, event }) => ({ to, message: event }));
  return commit(state, state, says, ctx);
}

/** A saga that began here has not ended for long: it is told once more from its beginning. */
export function onStuck(state: ServiceState, saga: string, ctx: ServiceContext, settings: Settings): ServiceState {
  const open = state.open[saga];
  if (open === undefined) return state;
  watch(saga, ctx, settings);
  return done(state, did(state, { saga, deal: open.deal }, 0, ctx, settings), ctx);
}

export function resumed(state: ServiceState, ctx: ServiceContext, settings: Settings): void {
  if (state.outbox.length > 0) ctx.setTimer({ kind: 'relay' }, settings.stepTimeout);
  for (const saga of Object.keys(state.open).sort()) watch(saga, ctx, settings);
}

function watch(saga: string, ctx: ServiceContext, { stuckAfter }: Settings): void {
  if (stuckAfter > 0) ctx.setTimer({ kind: 'stuck', key: saga }, stuckAfter);
}

function done(before: ServiceState, { state, says }: Said, ctx: ServiceContext): ServiceState {
  return commit(before, state, says, ctx);
}

function heard({ state, says }: Said, { number }: SagaEvent, from: NodeId, { outbox }: Settings): Said {
  return outbox ? { state, says: [...says, { to: from, message: { kind: 'Heard', number } }] } : { state, says };
}

/** Does the step at a position, and says what came of it. A copy of an event has the same said again. */
function did(
  state: ServiceState,
  { saga, deal }: Told,
  position: number,
  ctx: ServiceContext,
  settings: Settings,
): Said {
  const step = stepsOf(deal)[position]!;
  const { store, ok } = doStep(state.store, workOf(saga, step), settings);
  const after = withStore(state, store);
  if (ok) return emit(after, { kind: 'Happened', saga, deal, position }, position + 1, ctx, settings);
  return position === 0
    ? ends(after, saga, 'undone', ctx)
    : emit(after, { kind: 'Failed', saga, deal, position }, position - 1, ctx, settings);
}

function undid(
  state: ServiceState,
  { saga, deal }: Told,
  position: number,
  ctx: ServiceContext,
  settings: Settings,
): Said {
  const step = stepsOf(deal)[Math.max(0, position)]!;
  const after = withStore(state, undoStep(state.store, workOf(saga, step), settings));
  return position <= 0
    ? ends(after, saga, 'undone', ctx)
    : emit(after, { kind: 'Failed', saga, deal, position }, position - 1, ctx, settings);
}

function workOf(saga: string, { name, change }: Step) {
  return { saga, step: name, change, seen: null };
}

type Unnumbered = { readonly kind: SagaEvent['kind']; readonly position: number } & Told;

/** In the outbox it is part of the transaction; without one it is sent when that is durable, once. */
function emit(state: ServiceState, event: Unnumbered, at: number, ctx: ServiceContext, settings: Settings): Said {
  const steps = stepsOf(event.deal);
  // Past the last step there is who began.
  const to = serviceAt((steps[at] ?? steps[0]!).at, ctx.group('server'));
  const number = state.number + 1;
  const message: SagaEvent = { ...event, number };
  const says = [{ to, message }];
  if (!settings.outbox) return { state: { ...state, number }, says };
  if (state.outbox.length === 0) ctx.setTimer({ kind: 'relay' }, settings.stepTimeout);
  return { state: { ...state, number, outbox: [...state.outbox, { to, event: message }] }, says };
}

function ends(state: ServiceState, saga: string, outcome: Outcome, ctx: ServiceContext): Said {
  const waiting = state.open[saga];
  if (waiting === undefined) return { state, says: [] };
  ctx.cancelTimer('stuck', saga);
  const open = Object.fromEntries(Object.entries(state.open).filter(([id]) => id !== saga));
  const says = [{ to: waiting.client, message: { kind: 'Ended', id: saga, outcome } as const }];
  return { state: { ...state, open, ended: { ...state.ended, [saga]: outcome } }, says };
}
