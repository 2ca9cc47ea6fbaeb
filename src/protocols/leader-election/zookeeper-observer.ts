// Who observes an election on ZooKeeper: it lists the candidates' nodes with a watch, and reads whose the lowest is. A watch tells
// once, so that it looks again each time. What it sees is as old as what its server has applied.
import { seconds } from '../../contract/time.ts';
import { firstNumber } from '../kv/index.ts';
import { type AnyDriver, type DriverContext, lockDriver, quiet } from '../locks/index.ts';
import {
  type ClientMessage,
  type ClientRequest,
  type ClientSettings,
  firstLink,
  hasSeen,
  type Link,
  type LinkTimer,
  type Operation,
  onConnected,
  onExpired,
  onLost,
  onPing,
  onReconnect,
  type Reply,
  request,
  wasHeard,
} from '../zookeeper/index.ts';
import { inOrder, PARENT, pathOf } from '../zookeeper-lock/index.ts';

type Observer = {
  readonly link: Link;
  readonly xid: number;
  /** The lowest node, once it is known: then it is read whose it is. */
  readonly path: string | null;
  readonly leader: string | null;
};
type Timer = LinkTimer | { readonly kind: 'observe' };
type Ctx = DriverContext<ClientRequest, Timer>;

/** Where there is no candidate yet nothing tells of the first one. */
const AGAIN = seconds(1);

export function zookeeperObserver(settings: ClientSettings): AnyDriver {
  return lockDriver<Observer, ClientMessage, Timer, ClientRequest>({
    name: 'zookeeper-election',
    start(ctx) {
      const link = firstLink(ctx.boot.incarnation, 0, ctx, settings);
      return { link, xid: firstNumber(ctx), path: null, leader: null };
    },
    acquire: (observer) => quiet(observer),
    giveUp: (observer) => quiet(observer),
    release: (observer) => quiet(observer),
    on: {
      Connected(observer, message, _from, ctx) {
        const { link } = observer;
        if (message.connection !== link.connection || link.phase !== 'connecting') return quiet(observer);
        return quiet(list({ ...observer, link: onConnected(link, message, ctx) }, ctx));
      },
      Expired: (observer, { connection }, _from, ctx) =>
        connection === observer.link.connection && observer.link.phase === 'connecting'
          ? quiet({ ...observer, link: onExpired(observer.link, ctx) })
          : quiet(observer),
      Closed: (observer, { connection }, _from, ctx) =>
        quiet(connection === observer.link.connection ? lost(observer, ctx, settings) : observer),
      Reply(observer, message, _from, ctx) {
        if (message.connection !== observer.link.connection) return quiet(observer);
        wasHeard(observer.link, ctx);
        const link = hasSeen(observer.link, message.zxid);
        const next = link === observer.link ? observer : { ...observer, link };
        return quiet(message.xid === observer.xid ? onReply(next, message, ctx) : next);
      },
      ClientPong(observer, { connection }, _from, ctx) {
        if (connection === observer.link.connection) wasHeard(observer.link, ctx);
        return quiet(observer);
      },
      WatchEvent(observer, { connection }, _from, ctx) {
        if (connection !== observer.link.connection) return quiet(observer);
        wasHeard(observer.link, ctx);
        return quiet(list(observer, ctx));
      },
    },
    timer: {
      reconnect(observer, _timer, ctx) {
        const link = onReconnect(observer.link, ctx);
        return quiet(link === observer.link ? observer : { ...observer, link });
      },
      silence: (observer, _timer, ctx) => quiet(lost(observer, ctx, settings)),
      ping(observer, _timer, ctx) {
        onPing(observer.link, ctx);
        return quiet(observer);
      },
      observe: (observer, _timer, ctx) => quiet(observer.link.phase === 'connected' ? list(observer, ctx) : observer),
    },
    linkReset: (observer, peer, ctx) => quiet(peer === observer.link.server ? lost(observer, ctx, settings) : observer),
  });
}

function ask(observer: Observer, operation: Operation, ctx: Ctx): Observer {
  const xid = observer.xid + 1;
  request(observer.link, { xid, operation }, ctx);
  return { ...observer, xid };
}

function list(observer: Observer, ctx: Ctx): Observer {
  return ask({ ...observer, path: null }, { op: 'getChildren', path: PARENT, isWatched: true }, ctx);
}

function onReply(observer: Observer, { result }: Reply, ctx: Ctx): Observer {
  if (observer.path !== null) {
    // It has gone meanwhile, and the watch on its parent has told so, or will.
    return result.ok ? { ...observer, leader: String(result.value).replace(/#.*$/, '') } : observer;
  }
  const names = result.ok && Array.isArray(result.value) ? (result.value as readonly string[]) : [];
  const [lowest] = inOrder(names);
  if (lowest === undefined) {
    ctx.setTimer({ kind: 'observe' }, AGAIN);
    return observer.leader === null ? observer : { ...observer, leader: null };
  }
  const path = pathOf(lowest);
  return ask({ ...observer, path }, { op: 'getData', path, isWatched: false }, ctx);
}

function lost(observer: Observer, ctx: Ctx, settings: ClientSettings): Observer {
  if (observer.link.phase === 'away') return observer;
  return { ...observer, link: onLost(observer.link, ctx, settings), path: null };
}
