// Blocking queries: a client that knows a key up to an index is answered when the key has changed after it.
import { sortedKeys } from '../../base/sorted.ts';
import { complete, withCall } from './answers.ts';
import type { Answer, Get } from './requests.ts';
import { type Ctx, type Server, storeOf } from './state.ts';
import { entryOf, type Store } from './store.ts';

export function answerOrPark(state: Server, key: string, ctx: Ctx): Server {
  const call = state.calls[key];
  if (call?.asked.f !== 'get' || call.isParked) return state;
  const store = storeOf(state.raft);
  if (isNews(store, call.asked)) return answerQuery(state, key, call.asked, ctx);
  ctx.setTimer({ kind: 'query', key }, call.asked.wait);
  return withCall(state, key, { ...call, isParked: true });
}

export function onQueryTimer(state: Server, key: string, ctx: Ctx): Server {
  const call = state.calls[key];
  return call?.asked.f === 'get' ? answerQuery(state, key, call.asked, ctx) : state;
}

/** After entries were applied. */
export function notifyQueries(state: Server, ctx: Ctx): Server {
  const store = storeOf(state.raft);
  let next = state;
  for (const key of sortedKeys(state.calls)) {
    const { asked, isParked } = state.calls[key]!;
    if (isParked && asked.f === 'get' && isNews(store, asked)) next = answerQuery(next, key, asked, ctx);
  }
  return next;
}

export function isNews(store: Store, { key, index }: Get): boolean {
  return index === 0 || (entryOf(store, key)?.modifyIndex ?? 0) > index;
}

function answerQuery(state: Server, callKey: string, asked: Get, ctx: Ctx): Server {
  return complete(state, callKey, found(storeOf(state.raft), asked), ctx);
}

/** The index is that of the key, so that who waits from it on misses nothing. */
export function found(store: Store, { key }: Get): Answer {
  const entry = entryOf(store, key);
  return { f: 'get', entry, index: Math.max(1, entry?.modifyIndex ?? 0) };
}
