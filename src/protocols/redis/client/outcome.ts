// What an operation's end says in the history. An acknowledged write is one that a primary has executed, and with WAIT one
// that enough replicas have acknowledged besides; that it is kept neither says.
import type { Plain } from '../../../base/plain.ts';
import { isFresh } from '../../kv/index.ts';
import type { Answer } from '../messages.ts';
import type { Asked, ClientSettings, ClientState, Ctx, Open } from './state.ts';

export function completed(
  state: ClientState,
  { operation }: Open,
  { value, replicated }: Answer,
  { waitReplicas }: ClientSettings,
  ctx: Ctx,
): ClientState {
  const ended = { ...state, open: null };
  if (replicated !== null && replicated < waitReplicas) {
    // It is done on the primary, and nothing will undo it: to whoever asked for more, unknown.
    ctx.info('timeout');
    return ended;
  }
  const held = valueHeld(operation, value);
  if (operation.f !== 'cas') ctx.ok(held);
  else if (Array.isArray(value) && value[0] === true) ctx.ok([operation.from, operation.to]);
  else ctx.fail('cas-mismatch');
  return isFresh(operation.key, ctx.self) ? ended : { ...ended, seen: { ...state.seen, [operation.key]: held } };
}

function valueHeld(operation: Asked, value: Plain): Plain {
  switch (operation.f) {
    case 'read':
      return value;
    case 'write':
      return operation.value;
    case 'cas':
      return Array.isArray(value) ? ((value as readonly Plain[])[1] ?? null) : null;
  }
}

/** The last attempt was refused, or lost. */
export function over(state: ClientState, { isUncertain }: Open, ctx: Ctx): ClientState {
  if (isUncertain) ctx.info('timeout');
  else ctx.fail('unavailable');
  return { ...state, open: null };
}

/** The deadline. Nothing was ever sent to a server that did not refuse it: then it certainly had no effect. */
export function gaveUp({ isUncertain, waitsFor }: Open, ctx: Ctx): void {
  if (isUncertain || waitsFor === 'server') ctx.info('timeout');
  else ctx.fail('no-leader');
}
