// Watches: a member tells a client what happens to some keys, in the order of revisions, without gaps, whole revisions
// only. It tells what it has applied itself, so a member that lags or is cut off tells it late. A watch that begins
// before what was compacted is over: to go on silently would hide what was forgotten.
import { equalPlain } from '../../base/plain.ts';
import { sortedKeys } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { CancelWatch, Watch } from './messages.ts';
import { type Ctx, type Member, storeOf, type Watcher } from './state.ts';
import { isWithin } from './store/keys.ts';
import { eventsSince, type Store } from './store/store.ts';

/** A watch under the same number begins anew: so a client goes on where it lost the stream. */
export function onWatch(state: Member, message: Watch, from: NodeId, ctx: Ctx): Member {
  const { watch, key, end, start } = message;
  const store = storeOf(state.raft);
  const next = start ?? store.revision + 1;
  const watcher = told({ client: from, watch, key, end, next, told: next }, store, ctx, () =>
    ctx.send(from, { kind: 'WatchCreated', watch, next }),
  );
  return withWatcher(state, nameOf(from, watch), watcher);
}

export function onCancelWatch(state: Member, { watch }: CancelWatch, from: NodeId): Member {
  return withWatcher(state, nameOf(from, watch), undefined);
}

/** After entries were applied, the store having been at `before`. */
export function notifyWatchers(state: Member, before: number, ctx: Ctx): Member {
  const store = storeOf(state.raft);
  if (store.revision === before) return state;
  let next = state;
  for (const name of sortedKeys(state.watchers)) {
    next = withWatcher(next, name, told(state.watchers[name]!, store, ctx));
  }
  return next;
}

/** Undefined: the watch is over. `begins` is told before the first events. */
function told(watcher: Watcher, store: Store, ctx: Ctx, begins?: () => void): Watcher | undefined {
  const { client, watch, next, told: from } = watcher;
  const { revision, compactRevision } = store;
  if (next < compactRevision) {
    ctx.send(client, { kind: 'WatchCompacted', watch, compactRevision });
    return undefined;
  }
  begins?.();
  if (next > revision) return watcher;
  const events = eventsSince(store, next).filter(({ key }) => isWithin(key, watcher));
  if (events.length === 0) return { ...watcher, next: revision + 1 };
  ctx.send(client, { kind: 'WatchEvents', watch, from, revision, events });
  return { ...watcher, next: revision + 1, told: revision + 1 };
}

function withWatcher(state: Member, name: string, watcher: Watcher | undefined): Member {
  const { [name]: before, ...others } = state.watchers;
  if (equalPlain(before, watcher)) return state;
  return { ...state, watchers: watcher === undefined ? others : { ...state.watchers, [name]: watcher } };
}

function nameOf(client: NodeId, watch: number): string {
  return `${client}/${watch}`;
}
