// The orchestrator: one command of each saga under way at a time. What it decides is in its log before anybody is told.
import type { Context } from '../../contract/context.ts';
import { type AnyProtocol, protocol } from '../../contract/protocol.ts';
import { ms } from '../../contract/time.ts';
import { type Ended, type Place, serviceAt } from '../shop/index.ts';
import type { Answer, Command } from './messages.ts';
import type { Settings } from './options.ts';
import { type Step, stepsOf } from './plan.ts';
import { advanced, begun, goingBack, type Saga, stepAt } from './saga.ts';

type Sagas = { readonly [id: string]: Saga };
/** `attempts`: how often the current command of a saga was sent; `waited`: for a lock. Both are forgotten in a crash. */
export type OrchestratorState = {
  readonly sagas: Sagas;
  readonly attempts: { readonly [id: string]: number };
  readonly waited: { readonly [id: string]: number };
};
type Timer = { readonly kind: 'retry'; readonly key: string };
type Ctx = Context<Command | Ended, Timer, Sagas>;

const ONCE_DURABLE = { durable: true } as const;
/** Between two looks at a row that another saga has locked. */
const LOCKED_RETRY = ms(20);

export function orchestrator(settings: Settings): AnyProtocol {
  /** Writes where the saga stands now, then goes on from there. */
  function moveTo(state: OrchestratorState, saga: Saga, ctx: Ctx): OrchestratorState {
    ctx.persist({ [saga.id]: saga }, { kind: saga.phase === 'ended' ? 'ended' : 'step' });
    const before = state.sagas[saga.id];
    if (saga.outcome !== null && (before?.outcome ?? null) === null) tell(saga, ctx);
    const attempts = { ...state.attempts, [saga.id]: 1 };
    return command({ ...state, sagas: { ...state.sagas, [saga.id]: saga }, attempts }, saga, ctx);
  }

  function tell({ id, client, outcome }: Saga, ctx: Ctx): void {
    ctx.send(client, { kind: 'Ended', id, outcome: outcome! }, ONCE_DURABLE);
  }

  /** Sends the command whose turn it is, and sees to it that it is sent again. */
  function command(state: OrchestratorState, saga: Saga, ctx: Ctx): OrchestratorState {
    const step = stepAt(saga, settings);
    if (step === undefined) {
      ctx.cancelTimer('retry', saga.id);
      return state;
    }
    ctx.send(serviceAt(step.at, ctx.group('server')), commandOf(saga, step), ONCE_DURABLE);
    ctx.setTimer({ kind: 'retry', key: saga.id }, settings.stepTimeout);
    return state;
  }

  /** The step was refused: it has left nothing to undo. */
  function refused(state: OrchestratorState, saga: Saga, ctx: Ctx): OrchestratorState {
    return moveTo(state, goingBack(saga, saga.phase === 'look' ? -1 : saga.at - 1, settings), ctx);
  }

  /** Nobody knows whether the step was done. */
  function unknown(state: OrchestratorState, saga: Saga, step: Step, ctx: Ctx): OrchestratorState {
    const isAsked = settings.unknown === 'query' || !step.isUndoable;
    return moveTo(state, isAsked ? { ...saga, phase: 'query' } : goingBack(saga, saga.at, settings), ctx);
  }

  /** The saga that an answer is about, if it waits for one of this kind. */
  function waiting(state: OrchestratorState, { saga: id, step }: Answer, ...phases: readonly string[]) {
    const saga = Object.hasOwn(state.sagas, id) ? state.sagas[id] : undefined;
    if (saga === undefined || !phases.includes(saga.phase)) return undefined;
    return stepAt(saga, settings)?.name === step ? saga : undefined;
  }

  return protocol<OrchestratorState, Place | Answer, Timer, Sagas, Command | Ended>({
    name: 'saga-orchestrator',
    start(ctx, durable) {
      const sagas = Object.fromEntries(Object.entries(durable).filter(([, saga]) => saga !== undefined)) as Sagas;
      const open = Object.keys(sagas).filter((id) => sagas[id]!.phase !== 'ended');
      const state = { sagas, attempts: Object.fromEntries(open.map((id) => [id, 1])), waited: {} };
      // The step at which the log stands is commanded again, whether it was before the crash or not.
      return open.sort().reduce((now, id) => command(now, sagas[id]!, ctx), state);
    },
    on: {
      Place(state, { id, deal }, from, ctx) {
        const known = Object.hasOwn(state.sagas, id) ? state.sagas[id] : undefined;
        if (known === undefined) return moveTo(state, begun(id, from, deal, settings), ctx);
        if (known.outcome !== null) tell(known, ctx);
        return state;
      },
      Looked(state, answer, _from, ctx) {
        const saga = waiting(state, answer, 'look');
        if (saga === undefined) return state;
        const { step, free, isLocked } = answer;
        if (isLocked) {
          const waited = (state.waited[saga.id] ?? 0) + LOCKED_RETRY;
          if (waited > settings.lockWait) return refused(state, saga, ctx);
          ctx.setTimer({ kind: 'retry', key: saga.id }, LOCKED_RETRY);
          const attempts = { ...state.attempts, [saga.id]: 0 };
          return { ...state, attempts, waited: { ...state.waited, [saga.id]: waited } };
        }
        const { change } = stepAt(saga, settings)!;
        // There is no such row: its service will say so when the step is due, as one does of a card that it declines.
        if (free === null) return moveTo(state, advanced(saga, settings), ctx);
        if (change?.from === 'free' && free < change.amount) return refused(state, saga, ctx);
        return moveTo(state, advanced({ ...saga, seen: { ...saga.seen, [step]: free } }, settings), ctx);
      },
      Did(state, answer, _from, ctx) {
        const saga = waiting(state, answer, 'forward', 'query');
        if (saga === undefined) return state;
        if (!answer.ok) return refused(state, saga, ctx);
        return moveTo(state, advanced({ ...saga, phase: 'forward' }, settings), ctx);
      },
      Undid(state, answer, _from, ctx) {
        const saga = waiting(state, answer, 'back');
        return saga === undefined ? state : moveTo(state, advanced(saga, settings), ctx);
      },
      Unlocked(state, answer, _from, ctx) {
        const saga = waiting(state, answer, 'unlock');
        return saga === undefined ? state : moveTo(state, advanced(saga, settings), ctx);
      },
    },
    timer: {
      retry(state, { key: id }, ctx) {
        const saga = Object.hasOwn(state.sagas, id) ? state.sagas[id] : undefined;
        const step = saga === undefined ? undefined : stepAt(saga, settings);
        if (saga === undefined || step === undefined) return state;
        const sent = state.attempts[id] ?? 1;
        const mayGiveUp = saga.phase === 'look' || (saga.phase === 'forward' && step.kind !== 'retriable');
        if (mayGiveUp && sent >= settings.attempts) {
          return saga.phase === 'look' ? refused(state, saga, ctx) : unknown(state, saga, step, ctx);
        }
        return command({ ...state, attempts: { ...state.attempts, [id]: sent + 1 } }, saga, ctx);
      },
    },
  });
}

function commandOf({ id: saga, phase, seen }: Saga, { name: step, change }: Step): Command {
  switch (phase) {
    case 'look':
      return { kind: 'Look', saga, step, change: change! };
    case 'forward':
      return { kind: 'Do', saga, step, change, seen: seen[step] ?? null };
    case 'query':
      return { kind: 'Query', saga, step };
    case 'back':
      return { kind: 'Undo', saga, step, change, seen: seen[step] ?? null };
    default:
      return { kind: 'Unlock', saga, step };
  }
}

/** How many steps are done for certain, of how many. */
export function progressOf({ deal, phase, at, outcome }: Saga): string {
  const all = stepsOf(deal).length;
  if (outcome !== null) return outcome;
  return phase === 'look' ? `0/${all}` : phase === 'back' ? `undoing ${at + 1}` : `${at}/${all}`;
}
