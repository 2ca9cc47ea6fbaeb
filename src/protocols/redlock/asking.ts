// Asking the servers: all at once, or one after another; and letting go everywhere.
import type { NodeId } from '../../contract/ids.ts';
import type { Thread } from '../locks/index.ts';
import type { Command } from '../redis/index.ts';
import { type Ctx, deleteCommand, idle, type Redlock, type Round, type Settings, setCommand } from './state.ts';

/** A round begins. The same owner's value serves for all rounds of one acquisition. */
export function begin(lock: Redlock, thread: Thread, owner: string, settings: Settings, ctx: Ctx): Redlock {
  const round: Round = { ...idle, phase: 'asking', owner, startedAt: ctx.monotonic };
  const servers = ctx.group('server');
  const first = settings.isSequential ? servers.slice(0, 1) : servers;
  return askAll(withThread(lock, thread, round), thread, first, setCommand(owner, settings.ttl), settings, ctx);
}

/** The next of those that are asked one after another; undefined where all have been. */
export function askNext(lock: Redlock, thread: Thread, settings: Settings, ctx: Ctx): Redlock | undefined {
  const { asked, owner } = lock.threads[thread]!;
  const next = ctx.group('server').find((server) => asked[server] === undefined);
  if (next === undefined) return undefined;
  return askAll(lock, thread, [next], setCommand(owner, settings.ttl), settings, ctx);
}

export function beginRelease(lock: Redlock, thread: Thread, settings: Settings, ctx: Ctx): Redlock {
  ctx.cancelTimer('validity', String(thread));
  const round = lock.threads[thread]!;
  const releasing = withThread(lock, thread, { ...round, phase: 'releasing', asked: {}, answered: {} });
  return askAll(releasing, thread, ctx.group('server'), deleteCommand(round.owner), settings, ctx);
}

/** On every server, also where it was not locked: the answer may have been lost. Nobody waits for these answers. */
export function unlockEverywhere(lock: Redlock, thread: Thread, ctx: Ctx): Redlock {
  const { owner } = lock.threads[thread]!;
  return ctx.group('server').reduce((now, server) => send(now, server, deleteCommand(owner), ctx), lock);
}

function askAll(
  lock: Redlock,
  thread: Thread,
  servers: readonly NodeId[],
  command: Command,
  { nodeTimeout }: Settings,
  ctx: Ctx,
): Redlock {
  ctx.setTimer({ kind: 'node', key: String(thread) }, nodeTimeout);
  return servers.reduce((now, server) => {
    const sent = send(now, server, command, ctx);
    const round = sent.threads[thread]!;
    return withThread(sent, thread, { ...round, asked: { ...round.asked, [server]: sent.attempt } });
  }, lock);
}

function send(lock: Redlock, server: NodeId, command: Command, ctx: Ctx): Redlock {
  const attempt = lock.attempt + 1;
  ctx.send(server, { kind: 'Execute', attempt, command, asks: 'primary', wait: null });
  return { ...lock, attempt };
}

export function withThread(lock: Redlock, thread: Thread, round: Round): Redlock {
  return { ...lock, threads: lock.threads.map((other, at) => (at === thread ? round : other)) };
}
