// The lock as the worker uses it: what its part of a client does, over a connection and a session that it keeps
// (`../zookeeper/client/link.ts`). Read `state.ts` first.

import { firstNumber } from '../kv/index.ts';
import { type AnyDriver, lockDriver, quiet } from '../locks/index.ts';
import {
  firstLink,
  hasSeen,
  onConnected,
  onExpired,
  onLost,
  onPing,
  onReconnect,
  type WatchEvent,
  wasHeard,
} from '../zookeeper/index.ts';
import { pathOf } from './nodes.ts';
import { acquire, afterLoss, goOn, onProclaimTimer, onReply, release, withdraw } from './recipe.ts';
import {
  type Ctx,
  idle,
  type Lock,
  type LockTold,
  type Message,
  type Sends,
  type Settings,
  type Timer,
} from './state.ts';

export function zookeeperLockDriver(settings: Settings): AnyDriver {
  return lockDriver<Lock, Message, Timer, Sends>({
    name: 'zookeeper-lock',
    start(ctx) {
      const number = firstNumber(ctx);
      const link = firstLink(ctx.boot.incarnation, 0, ctx, settings);
      return { link, xid: number, open: null, made: number, claim: idle, isProclaiming: false, isWanted: false };
    },
    acquire: (lock, _thread, ctx) => acquire(lock, ctx, settings),
    giveUp: (lock, _thread, ctx) => quiet(withdraw(lock, ctx, settings)),
    release: (lock, _thread, ctx) => release(lock, ctx, settings),
    on: {
      Connected(lock, message, _from, ctx) {
        if (message.connection !== lock.link.connection || lock.link.phase !== 'connecting') return quiet(lock);
        return quiet(goOn({ ...lock, link: onConnected(lock.link, message, ctx) }, ctx, settings));
      },
      Expired: (lock, { connection }, _from, ctx) =>
        connection === lock.link.connection && lock.link.phase === 'connecting' ? expired(lock, ctx) : quiet(lock),
      Closed: (lock, { connection }, _from, ctx) =>
        connection === lock.link.connection ? lost(lock, ctx, settings) : quiet(lock),
      Reply(lock, message, _from, ctx) {
        if (message.connection !== lock.link.connection) return quiet(lock);
        wasHeard(lock.link, ctx);
        const link = hasSeen(lock.link, message.zxid);
        const next = link === lock.link ? lock : { ...lock, link };
        return message.xid === lock.open ? onReply(next, message, ctx, settings) : quiet(next);
      },
      ClientPong(lock, { connection }, _from, ctx) {
        if (connection === lock.link.connection) wasHeard(lock.link, ctx);
        return quiet(lock);
      },
      WatchEvent: (lock, message, _from, ctx) =>
        message.connection === lock.link.connection ? onWatchEvent(lock, message, ctx, settings) : quiet(lock),
    },
    timer: {
      reconnect(lock, _timer, ctx) {
        const link = onReconnect(lock.link, ctx);
        return quiet(link === lock.link ? lock : { ...lock, link });
      },
      silence: (lock, _timer, ctx) => lost(lock, ctx, settings),
      proclaim: (lock, _timer, ctx) => onProclaimTimer(lock, ctx, settings),
      ping(lock, _timer, ctx) {
        onPing(lock.link, ctx);
        return quiet(lock);
      },
    },
    linkReset: (lock, peer, ctx) => (peer === lock.link.server ? lost(lock, ctx, settings) : quiet(lock)),
  });
}

/** What it watched has gone: it looks again who is before it. */
function onWatchEvent(lock: Lock, { change }: WatchEvent, ctx: Ctx, settings: Settings): LockTold {
  wasHeard(lock.link, ctx);
  const { claim } = lock;
  const isWatching = claim.phase === 'waiting' || claim.phase === 'checking';
  if (!isWatching || change.path !== pathOf(claim.before)) return quiet(lock);
  const { path, token } = claim;
  const next: Lock = { ...lock, open: null, claim: { phase: 'listing', path, token } };
  return { lock: goOn(next, ctx, settings), news: [{ what: 'woken' }] };
}

/** Disconnected: the session goes on for as long as the servers think that it does, and nobody can say for how long. */
function lost(lock: Lock, ctx: Ctx, settings: Settings): LockTold {
  if (lock.link.phase === 'away') return quiet(lock);
  const claim = afterLoss(lock, settings);
  const next: Lock = { ...lock, link: onLost(lock.link, ctx, settings), open: null, claim };
  if (claim.phase !== 'held' || !settings.stopsWhenDisconnected) return quiet(next);
  const { path } = claim;
  return { lock: { ...next, claim: { phase: 'withdrawing', path } }, news: [{ what: 'lost', thread: 0 }] };
}

/** The session has ended, and its nodes are gone. A new one is opened; the lock has to be asked for again. */
function expired(lock: Lock, ctx: Ctx): LockTold {
  const { phase } = lock.claim;
  const next: Lock = {
    ...lock,
    link: onExpired(lock.link, ctx),
    open: null,
    claim: idle,
    isProclaiming: false,
    isWanted: false,
  };
  if (phase === 'held') return { lock: next, news: [{ what: 'lost', thread: 0 }] };
  if (phase === 'releasing') return { lock: next, news: [{ what: 'released', thread: 0, wasHeld: false }] };
  const isAsked = phase !== 'idle' && ((phase !== 'withdrawing' && phase !== 'recalling') || lock.isWanted);
  return isAsked ? { lock: next, news: [{ what: 'refused', thread: 0 }] } : quiet(next);
}
