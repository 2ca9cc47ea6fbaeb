// WAIT: a client is blocked until so many replicas have acknowledged its write, or for its timeout; the reply says how many
// have. It undoes nothing, and promises nothing of whom a Sentinel will promote.
import type { Wait } from '../messages.ts';
import { sendAfterDisk } from './persistence.ts';
import type { Ctx, ServerSettings, ServerState, Waiting } from './state.ts';

/** Blocks the client, or answers at once where enough have acknowledged already. */
export function block(
  state: ServerState,
  waiting: Waiting,
  { timeout }: Wait,
  ctx: Ctx,
  settings: ServerSettings,
): ServerState {
  const next = { ...state, waiting: [...state.waiting, waiting] };
  // replication.c: a timeout of 0 is for ever.
  if (timeout > 0) ctx.setTimer({ kind: 'wait', key: keyOf(waiting) }, timeout);
  return unblocked(next, ctx, settings);
}

/** Answers those for whom enough replicas have acknowledged. */
export function unblocked(state: ServerState, ctx: Ctx, settings: ServerSettings): ServerState {
  const done = state.waiting.filter((waiting) => countAcked(state, waiting) >= waiting.replicas);
  if (done.length === 0) return state;
  for (const waiting of done) {
    ctx.cancelTimer('wait', keyOf(waiting));
    answer(state, waiting, ctx, settings);
  }
  return { ...state, waiting: state.waiting.filter((waiting) => !done.includes(waiting)) };
}

export function onWaitTimeout(
  state: ServerState,
  key: string | undefined,
  ctx: Ctx,
  settings: ServerSettings,
): ServerState {
  const over = state.waiting.find((waiting) => keyOf(waiting) === key);
  if (over === undefined) return state;
  answer(state, over, ctx, settings);
  return { ...state, waiting: state.waiting.filter((waiting) => waiting !== over) };
}

function answer(state: ServerState, waiting: Waiting, ctx: Ctx, settings: ServerSettings): void {
  const { client, attempt, value, replicas: wanted } = waiting;
  const message = { kind: 'Answer' as const, attempt, value, replicated: countAcked(state, waiting), wanted };
  sendAfterDisk(client, message, ctx, settings);
}

function countAcked({ replicas }: ServerState, { offset }: Waiting): number {
  return Object.values(replicas).filter((replica) => replica.offset >= offset).length;
}

function keyOf({ client, attempt }: Waiting): string {
  return `${client}/${attempt}`;
}
