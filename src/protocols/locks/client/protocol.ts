// A client: the worker's cycle with a lock plugged in. The tables of the two are laid together here.
import type { Plain } from '../../../base/plain.ts';
import type { Kind } from '../../../contract/context.ts';
import type { NodeId } from '../../../contract/ids.ts';
import { type AnyProtocol, clientProtocol } from '../../../contract/protocol.ts';
import type { Workload } from '../../../contract/system.ts';
import { firstNumber, firstOperation, isOverAlready } from '../../kv/index.ts';
import type { AnyDriver, Thread, Told } from '../driver.ts';
import type { ResourceSends } from '../resource/index.ts';
import { counted } from './changes.ts';
import { begin, heard, onDeadline, release } from './cycle.ts';
import { onValue, onWorkDone, onWriteDue, onWritten, send } from './section.ts';
import {
  type Ctx,
  idle,
  type LockClientState,
  noCounts,
  type Plan,
  type WorkerSettings,
  type WorkerTimer,
} from './state.ts';

export function lockClient(workload: Workload, settings: WorkerSettings, driver: AnyDriver): AnyProtocol {
  const plan: Plan = { workload, settings, driver };
  const worker = workerPart(plan);
  const hears =
    <Input extends Kind>(handler: (lock: never, input: never, ...rest: never[]) => Told<Plain>) =>
    (state: LockClientState, input: Input, ...rest: unknown[]) => {
      const ctx = rest[rest.length - 1] as Ctx;
      return heard(state, handler(state.lock as never, input as never, ...(rest as never[])), plan, ctx);
    };
  const plugged = (table: { readonly [kind: string]: (lock: never, input: never, ...rest: never[]) => Told<Plain> }) =>
    Object.fromEntries(Object.entries(table).map(([kind, handler]) => [kind, hears(handler)]));
  const { linkReset } = driver;
  const system =
    linkReset === undefined
      ? {}
      : {
          system: {
            linkReset: (state: LockClientState, peer: NodeId, ctx: Ctx) =>
              heard(state, linkReset(state.lock as never, peer, ctx as never), plan, ctx),
          },
        };
  return clientProtocol({
    name: `${driver.name}-client`,
    start: worker.start as never,
    on: { ...plugged(driver.on), ...worker.on } as never,
    timer: { ...plugged(driver.timer), ...worker.timer } as never,
    ...(system as object),
  });
}

function workerPart(plan: Plan) {
  const { workload } = plan;
  const on = {
    Value: (
      state: LockClientState,
      { number, value }: Extract<ResourceSends, { kind: 'Value' }>,
      _: NodeId,
      ctx: Ctx,
    ) => {
      const thread = threadOf(state, number, 'reading');
      return thread === undefined ? state : onValue(state, thread, value, plan, ctx);
    },
    Written(state: LockClientState, { number }: ResourceSends, _from: NodeId, ctx: Ctx) {
      const thread = threadOf(state, number, 'writing');
      if (thread === undefined) return state;
      const written = onWritten(state, thread, plan, ctx);
      return written.isOver ? release(written.state, thread, plan, ctx) : written.state;
    },
    /** Somebody else has been let in since: it stops, and lets go. */
    Fenced(state: LockClientState, { number }: ResourceSends, _from: NodeId, ctx: Ctx) {
      const thread = threadOf(state, number, 'reading') ?? threadOf(state, number, 'writing');
      return thread === undefined ? state : release(counted(state, 'fenced'), thread, plan, ctx);
    },
  };
  const timer = {
    next(state: LockClientState, { key }: Keyed, ctx: Ctx) {
      const thread = Number(key);
      const worker = state.workers[thread];
      if (state.isOver || worker === undefined) return state;
      if (workload.interval > 0 && !worker.isDue) ctx.setTimer({ kind: 'next', key }, workload.interval);
      if (worker.phase === 'idle') return begin(state, thread, plan, ctx);
      const workers = state.workers.map((other, at) => (at === thread ? { ...other, isDue: true } : other));
      return worker.isDue ? state : { ...state, workers };
    },
    work: onThread((state, thread, ctx) => onWorkDone(state, thread, plan, ctx)),
    write: onThread((state, thread, ctx) => onWriteDue(state, thread, plan, ctx)),
    resend: onThread((state, thread, ctx) => {
      send(state, thread, plan, ctx);
      return state;
    }),
    deadline: onThread((state, thread, ctx) => onDeadline(state, thread, plan, ctx)),
    end: (state: LockClientState) => (state.isOver ? state : { ...state, isOver: true }),
  };
  return { start: (ctx: Ctx) => start(plan, ctx), on, timer };
}

type Keyed = Extract<WorkerTimer, { key: string }>;

function onThread(handler: (state: LockClientState, thread: Thread, ctx: Ctx) => LockClientState) {
  return (state: LockClientState, { key }: Keyed, ctx: Ctx) =>
    state.workers[Number(key)] === undefined ? state : handler(state, Number(key), ctx);
}

function start({ workload, settings, driver }: Plan, ctx: Ctx): LockClientState {
  const workers = Array.from({ length: settings.threads }, () => idle);
  const isOver = isOverAlready(workload, ctx);
  const state = { number: firstNumber(ctx), isOver, workers, lock: driver.start(ctx as never), counts: noCounts };
  if (isOver) return state;
  for (let thread = 0; thread < settings.threads; thread++) {
    ctx.setTimer({ kind: 'next', key: String(thread) }, firstOperation(workload, ctx));
  }
  ctx.setTimer({ kind: 'end' }, workload.to - ctx.now);
  return state;
}

/** The thread whose request this was, if it still waits for the answer. */
function threadOf({ workers }: LockClientState, number: number, phase: 'reading' | 'writing'): Thread | undefined {
  const at = workers.findIndex((worker) => worker.number === number && worker.phase === phase);
  return at === -1 ? undefined : at;
}
