// The watch that tells of the deletion of the key before the own one. It begins at the revision of the list that showed the
// key, so that nothing that happened in between is missed. Of a member that says nothing it is asked again, and then of the
// next: etcd's stream would break.
import type { NodeId } from '../../contract/ids.ts';
import { seconds } from '../../contract/time.ts';
import type { WatchCompacted, WatchCreated, WatchEvents } from '../etcd/index.ts';
import { nextServer } from '../kv/index.ts';
import { quiet, telling } from '../locks/index.ts';
import { ask } from './asking.ts';
import { under } from './keys.ts';
import type { Ctx, Lock, LockTold, Placed, Settings, Waiting } from './state.ts';

const WATCH_AGAIN = seconds(2);

/** waitDeletes: which key was created just before the own one? */
export function look(lock: Lock, { lease, revision }: Placed, ctx: Ctx, settings: Settings): Lock {
  const asked = { f: 'read', ...under(settings.prefix), revision: 0, serializable: false } as const;
  return ask({ ...lock, claim: { phase: 'looking', lease, revision } }, asked, ctx, settings);
}

export function watchDeletion(lock: Lock, place: Placed, key: string, from: number, ctx: Ctx): Lock {
  const { lease, revision } = place;
  const watch = lock.number + 1;
  const waiting: Waiting = { phase: 'waiting', lease, revision, watch, key, next: from + 1, isHeard: false };
  return { ...lock, number: watch, claim: watched(waiting, lock.server, ctx) };
}

function watched(waiting: Waiting, server: NodeId, ctx: Ctx): Waiting {
  const { watch, key, next } = waiting;
  ctx.send(server, { kind: 'Watch', watch, key, end: null, start: next });
  ctx.setTimer({ kind: 'watch' }, WATCH_AGAIN);
  return { ...waiting, isHeard: false };
}

export function onWatchTimer(lock: Lock, ctx: Ctx): LockTold {
  const { claim } = lock;
  if (claim.phase !== 'waiting') return quiet(lock);
  const server = claim.isHeard ? lock.server : nextServer(lock.server, ctx);
  return quiet({ ...lock, server, claim: watched(claim, server, ctx) });
}

export function onWatchCreated(lock: Lock, { watch, next }: WatchCreated): LockTold {
  const { claim } = lock;
  if (claim.phase !== 'waiting' || claim.watch !== watch || claim.isHeard) return quiet(lock);
  return quiet({ ...lock, claim: { ...claim, isHeard: true, next: claim.next ?? next } });
}

export function onWatchEvents(lock: Lock, message: WatchEvents, from: NodeId, ctx: Ctx, settings: Settings): LockTold {
  const { claim } = lock;
  if (claim.phase !== 'waiting' || claim.watch !== message.watch) return quiet(lock);
  if (claim.next === null || message.from > claim.next) {
    ctx.send(from, { kind: 'Watch', watch: claim.watch, key: claim.key, end: null, start: claim.next });
    return quiet(lock);
  }
  const { next } = claim;
  if (message.revision < next) return quiet(lock);
  const isDeleted = message.events.some(({ revision, kv }) => revision >= next && kv === null);
  if (!isDeleted) return quiet({ ...lock, claim: { ...claim, next: message.revision + 1 } });
  return telling(lookAgain(lock, claim, ctx, settings), { what: 'woken' });
}

/** The key it watches may have gone in what is forgotten. */
export function onWatchCompacted(lock: Lock, { watch }: WatchCompacted, ctx: Ctx, settings: Settings): LockTold {
  const { claim } = lock;
  return quiet(claim.phase === 'waiting' && claim.watch === watch ? lookAgain(lock, claim, ctx, settings) : lock);
}

function lookAgain(lock: Lock, claim: Waiting, ctx: Ctx, settings: Settings): Lock {
  ctx.cancelTimer('watch');
  ctx.send(lock.server, { kind: 'CancelWatch', watch: claim.watch });
  return look(lock, claim, ctx, settings);
}
