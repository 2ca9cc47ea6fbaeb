// What a replica does: it takes what is newer than what it holds, and says what it holds. It knows no requests, no clients
// and no order.
import { ownItem, type Plain } from '../../base/plain.ts';
import { sortedKeys } from '../../base/sorted.ts';
import type { SendOptions } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Read } from './messages.ts';
import type { Ctx, Plan, Settings, State, Values } from './state.ts';

export function heldBy<V extends Plain>(state: State<V>, key: string): V | null {
  return ownItem(state.values, key) ?? null;
}

/** Merges what arrived into what is held, and logs that. */
export function accept<V extends Plain>(
  state: State<V>,
  key: string,
  versions: V,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  return acceptAll(state, { [key]: versions }, ctx, plan);
}

/** As `accept`, of several keys in one write of the log. */
export function acceptAll<V extends Plain>(
  state: State<V>,
  arrived: Values<V>,
  ctx: Ctx<V>,
  { rules, settings }: Plan<V>,
): State<V> {
  const news = sortedKeys(arrived).flatMap((key) => {
    const held = heldBy(state, key);
    const merged = rules.merged(held, arrived[key]!);
    return merged === held ? [] : [[key, merged] as const];
  });
  if (news.length === 0) return state;
  const values: Values<V> = { ...state.values, ...Object.fromEntries(news) };
  if (settings.syncPeriod === 0) ctx.persist({ values }, { kind: 'commitLog' });
  return { ...state, values, isUnsynced: settings.syncPeriod > 0 };
}

/** `batch`: what was written is on disk before anybody is told. `periodic`: nobody waits. */
export function onceLogged({ syncPeriod }: Settings): SendOptions {
  return { durable: syncPeriod === 0 };
}

export function onSync<V extends Plain>(state: State<V>, ctx: Ctx<V>, { settings }: Plan<V>): State<V> {
  if (settings.syncPeriod > 0) ctx.setTimer({ kind: 'sync' }, settings.syncPeriod);
  if (!state.isUnsynced) return state;
  const { values, ledgers } = state;
  ctx.persist(ledgers === undefined ? { values } : { values, ledgers }, { kind: 'commitLog' });
  return { ...state, isUnsynced: false };
}

/** A stand-in also shows what it keeps for others: it is one of the first N healthy nodes (Dynamo §4.6). */
export function onRead<V extends Plain>(
  state: State<V>,
  { request, key }: Read,
  from: NodeId,
  ctx: Ctx<V>,
  { rules, settings }: Plan<V>,
): State<V> {
  let versions = heldBy(state, key);
  if (settings.isSloppy) {
    for (const kept of Object.values(state.hints)) {
      if (Object.hasOwn(kept, key)) versions = rules.merged(versions, kept[key]!.versions);
    }
  }
  ctx.send(from, { kind: 'ReadAnswer', request, versions });
  return state;
}

export function onCompact<V extends Plain>(state: State<V>, ctx: Ctx<V>, { rules, settings }: Plan<V>): State<V> {
  if (settings.compaction > 0) ctx.setTimer({ kind: 'compact' }, settings.compaction);
  const values = rules.compacted(state.values, ctx.now - settings.gcGrace);
  if (values === state.values) return state;
  if (settings.syncPeriod === 0) ctx.persist({ values }, { kind: 'commitLog' });
  return { ...state, values, isUnsynced: settings.syncPeriod > 0 };
}
