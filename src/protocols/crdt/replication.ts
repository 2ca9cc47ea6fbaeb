// How replicas come to hold the same. Whatever is sent is sent again until it was heard, so loss costs time and no more.
import { ownItem } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';
import { type Entries, joinEntries } from './entry.ts';
import type { Heard, State, Updates } from './messages.ts';
import type { Settings } from './options.ts';
import { type Ctx, type Replica, withEntries } from './state.ts';
import { applyUpdate } from './updates.ts';

/** To each peer what it has not said it heard. */
export function onSync(replica: Replica, ctx: Ctx, settings: Settings): Replica {
  ctx.setTimer({ kind: 'sync' }, settings.syncInterval);
  for (const peer of ctx.peers) {
    const heard = replica.heard[peer] ?? 0;
    if (settings.replication === 'updates') sendUpdates(replica, peer, heard, ctx);
    else if (heard < replica.version) sendState(replica, peer, settings.replication === 'states' ? 0 : heard, ctx);
  }
  return replica;
}

/** Held back until it is on the own disk: a peer must not know of a change that a crash here can still undo. */
function sendState({ entries, changed, version }: Replica, peer: NodeId, since: number, ctx: Ctx): void {
  const fresh = Object.keys(entries).filter((key) => changed[key]! > since);
  const part: Entries = Object.fromEntries(fresh.map((key) => [key, entries[key]!]));
  ctx.send(peer, { kind: 'State', upTo: version, entries: part }, { durable: true });
}

function sendUpdates({ done }: Replica, peer: NodeId, heard: number, ctx: Ctx): void {
  if (heard >= done.length) return;
  ctx.send(peer, { kind: 'Updates', from: heard + 1, updates: done.slice(heard) }, { durable: true });
}

export function onState(replica: Replica, { entries, upTo }: State, from: NodeId, ctx: Ctx): Replica {
  const joined: { [key: string]: Entries[string] } = {};
  for (const [key, entry] of Object.entries(entries)) {
    const own = ownItem(replica.entries, key);
    const next = own === undefined ? entry : joinEntries(own, entry);
    if (next !== own) joined[key] = next;
  }
  const keys = Object.keys(joined);
  const next = keys.length === 0 ? replica : withEntries(replica, { ...replica.entries, ...joined }, keys, ctx);
  ctx.send(from, { kind: 'Heard', upTo }, { durable: true });
  return next;
}

/** In the order of their origin, from the first that is new. Before a gap it waits: the origin sends again. */
export function onUpdates(replica: Replica, message: Updates, from: NodeId, ctx: Ctx, settings: Settings): Replica {
  const { from: first, updates } = message;
  const applied = replica.applied[from] ?? 0;
  if (first > applied + 1) return replica;
  const fresh = settings.exactlyOnce ? updates.slice(applied + 1 - first) : updates;
  const upTo = Math.max(applied, first + updates.length - 1);
  const entries = fresh.reduce((all, update) => applyUpdate(all, update, from), replica.entries);
  const keys = fresh.map(({ key }) => key);
  const more = { applied: { ...replica.applied, [from]: upTo } };
  const next = fresh.length === 0 ? replica : withEntries(replica, entries, keys, ctx, more);
  ctx.send(from, { kind: 'Heard', upTo }, { durable: true });
  return next;
}

/** A late word takes nothing back. */
export function onHeard(replica: Replica, { upTo }: Heard, from: NodeId): Replica {
  if (upTo <= (replica.heard[from] ?? 0)) return replica;
  return { ...replica, heard: { ...replica.heard, [from]: upTo } };
}
