// Who observes an election on etcd (election.go, Observe): it lists the candidates' keys, watches them, and takes the oldest for
// the leader. What it sees is as old as what its member has applied.
import { seconds } from '../../contract/time.ts';
import type { Answered, ClientSends, Found, WatchCompacted, WatchCreated, WatchEvents } from '../etcd/index.ts';
import { oldest, under } from '../etcd-lock/index.ts';
import { firstNumber, nextServer } from '../kv/index.ts';
import { type AnyDriver, type DriverContext, lockDriver, quiet, type Told } from '../locks/index.ts';

type Observer = {
  readonly number: number;
  readonly server: string;
  /** The candidates, as far as it knows. */
  readonly keys: readonly Found[];
  /** The first revision that the watch has not told of; null: it has no list yet. */
  readonly next: number | null;
  readonly isHeard: boolean;
  readonly leader: string | null;
};
type Timer = { readonly kind: 'observe' };
type Ctx = DriverContext<ClientSends, Timer>;
type Message = Answered | WatchCreated | WatchEvents | WatchCompacted;

const AGAIN = seconds(2);

export function etcdObserver(prefix: string): AnyDriver {
  const keys = under(prefix);
  const ask = (observer: Observer, ctx: Ctx): Observer => {
    const number = observer.number + 1;
    ctx.setTimer({ kind: 'observe' }, AGAIN);
    if (observer.next === null) {
      const asked = { f: 'read', ...keys, revision: 0, serializable: false } as const;
      ctx.send(observer.server, { kind: 'Call', id: { client: ctx.self, number }, asked });
    } else ctx.send(observer.server, { kind: 'Watch', watch: 1, ...keys, start: observer.next });
    return { ...observer, number, isHeard: false };
  };
  return lockDriver<Observer, Message, Timer, ClientSends>({
    name: 'etcd-election',
    start: (ctx) =>
      ask(
        { number: firstNumber(ctx), server: ctx.servers[0]!, keys: [], next: null, isHeard: false, leader: null },
        ctx,
      ),
    acquire: (observer) => quiet(observer),
    giveUp: (observer) => quiet(observer),
    release: (observer) => quiet(observer),
    on: {
      Answered(observer, { id, answer }, _from, ctx) {
        if (id.number !== observer.number || observer.next !== null || answer.f !== 'range') return quiet(observer);
        return quiet(ask(withKeys({ ...observer, next: answer.revision + 1 }, answer.found), ctx));
      },
      WatchCreated: (observer) => quiet(observer.isHeard ? observer : { ...observer, isHeard: true }),
      WatchEvents: (observer, message, _from, ctx) => told(observer, message, () => ask(observer, ctx)),
      WatchCompacted: (observer, _message, _from, ctx) => quiet(ask({ ...observer, next: null }, ctx)),
    },
    timer: {
      observe: (observer, _timer, ctx) =>
        quiet(ask(observer.isHeard ? observer : { ...observer, server: nextServer(observer.server, ctx) }, ctx)),
    },
  });
}

function told(observer: Observer, { from, revision, events }: WatchEvents, missed: () => Observer): Told<Observer> {
  const { next } = observer;
  if (next === null || revision < next) return quiet(observer);
  if (from > next) return quiet(missed());
  let { keys } = observer;
  for (const { key, kv, revision: at } of events) {
    if (at < next) continue;
    keys = keys.filter((found) => found.key !== key);
    if (kv !== null) keys = [...keys, { key, ...kv }];
  }
  return quiet(withKeys({ ...observer, next: revision + 1, isHeard: true }, keys));
}

function withKeys(observer: Observer, keys: readonly Found[]): Observer {
  const first = oldest(keys);
  return { ...observer, keys, leader: first === undefined ? null : String(first.value).replace(/#.*$/, '') };
}
