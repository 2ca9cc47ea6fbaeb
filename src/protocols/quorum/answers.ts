// Open requests: opened with a number and a timeout, closed once, and the answer to the client.
import type { Plain } from '../../base/plain.ts';
import type { Duration } from '../../contract/time.ts';
import type { RequestId, Result } from '../kv/index.ts';
import type { Ctx, Open, State } from './state.ts';

/** A request is open under its number, as text: records have no other keys. */
export function opened<V extends Plain>(state: State<V>, open: Open<V>, timeout: Duration, ctx: Ctx<V>): State<V> {
  const request = state.requests + 1;
  ctx.setTimer({ kind: 'timeout', key: String(request) }, timeout);
  return changed({ ...state, requests: request }, String(request), open);
}

export function changed<V extends Plain>(state: State<V>, request: string, open: Open<V>): State<V> {
  return { ...state, open: { ...state.open, [request]: open } };
}

export function closed<V extends Plain>(state: State<V>, request: string, ctx: Ctx<V>): State<V> {
  ctx.cancelTimer('timeout', request);
  ctx.cancelTimer('speculate', request);
  const { [request]: _, ...open } = state.open;
  return { ...state, open };
}

export function answer<V extends Plain>(id: RequestId, result: Result, ctx: Ctx<V>, context?: Plain): void {
  ctx.send(id.client, { kind: 'Reply', id, result, ...(context === undefined ? {} : { context }) });
}

/** Too few replicas are alive, as far as this server knows: nothing has been tried. */
export function refuse<V extends Plain>(id: RequestId, ctx: Ctx<V>): void {
  answer(id, { ok: false, code: 'unavailable' }, ctx);
}

/** Too few have answered: a write may be at some, and come to all. */
export function giveUp<V extends Plain>(id: RequestId, ctx: Ctx<V>): void {
  answer(id, { ok: false, code: 'timeout' }, ctx);
}
