// One of the locks: what its driver sees of the world is its own server, and timers of its own.
import type { NodeId } from '../../../contract/ids.ts';
import type { Ctx as SingleCtx } from '../state.ts';
import type { Ctx, MultiSettings } from './state.ts';

export function within(ctx: Ctx, at: number, settings: MultiSettings): SingleCtx {
  const server = serversOf(ctx, settings)[at]!;
  return {
    self: ctx.self,
    peers: ctx.peers,
    servers: [server],
    now: ctx.now,
    monotonic: ctx.monotonic,
    boot: ctx.boot,
    group: (name) => (name === 'server' ? [server] : name === 'sentinel' ? [] : ctx.group(name)),
    send: (to, message, options) => ctx.send(to, message, options),
    broadcast: (message, options) => ctx.broadcast(message, options),
    setTimer: (timer, min, max) =>
      ctx.setTimer({ ...timer, key: keyOf(at, 'key' in timer ? timer.key : '') }, min, max),
    cancelTimer: (kind, key = '') => ctx.cancelTimer(kind, keyOf(at, key)),
    persist: (patch, options) => ctx.persist(patch, options),
    choose: (label, options) => ctx.choose(label, options),
    halt: (reason) => ctx.halt(reason),
    note: (text) => ctx.note(text),
  };
}

/** `1/7`: of the second lock, the timer 7. */
function keyOf(at: number, key: string): string {
  return `${at}/${key}`;
}

export function unkeyed(key: string): { readonly at: number; readonly key: string } {
  const slash = key.indexOf('/');
  return { at: Number(key.slice(0, slash)), key: key.slice(slash + 1) };
}

/** In the order in which this client takes the locks. */
export function serversOf(ctx: Ctx, { isOpposed, count }: MultiSettings): readonly NodeId[] {
  const servers = ctx.group('server').slice(0, count);
  return isOpposed && Number(ctx.self.slice(1)) % 2 === 0 ? [...servers].reverse() : servers;
}
