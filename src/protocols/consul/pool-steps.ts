// One step of the pool at a server, and what follows: a member that has failed takes its sessions with it, if this server
// leads. The only place where a server's part of the pool is replaced.
import { failedOf, hasFailed, type Pool } from './members/pool.ts';
import { onNodeFailed } from './sessions.ts';
import type { Ctx, Server, Settings } from './state.ts';

export function onPoolStep(before: Server, step: (pool: Pool) => Pool, ctx: Ctx, settings: Settings): Server {
  const pool = step(before.pool);
  if (pool === before.pool) return before;
  let next: Server = { ...before, pool };
  if (pool.doubts === before.pool.doubts) return next;
  for (const member of failedOf(pool)) {
    if (!hasFailed(before.pool, member)) next = onNodeFailed(next, member, ctx, settings);
  }
  return next;
}

/** leader.go, reconcile: a new leader sees to it at once, and not only every minute. */
export function reconcile(state: Server, ctx: Ctx, settings: Settings): Server {
  return failedOf(state.pool).reduce((next, member) => onNodeFailed(next, member, ctx, settings), state);
}
