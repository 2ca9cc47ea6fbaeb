// The active expiry of keys, for systems in which somebody looks at what a server holds: a key that has expired is not there
// for any client, deleted or not.
import { seconds } from '../../../contract/time.ts';
import { applyAll, entriesOf, isOverdue, type Write } from '../commands/index.ts';
import { recorded } from './history.ts';
import { afterWrite } from './persistence.ts';
import { feed } from './replicas.ts';
import { type Ctx, isPrimary, type ServerSettings, type ServerState } from './state.ts';

/**
 * The wall clock may jump, and a timer does not: so it is looked at as often as this. Redis does it ten times a second; no
 * client sees the difference.
 */
const CYCLE = seconds(1);

/** Sets the timer for the next key that expires, if there is one. */
export function armExpiry(state: ServerState, ctx: Ctx, { expiresActively }: ServerSettings): void {
  if (!expiresActively || !isPrimary(state)) return;
  const times = entriesOf(state.keyspace).flatMap(([, { expireAt }]) => (expireAt === null ? [] : [expireAt]));
  if (times.length === 0) ctx.cancelTimer('expire');
  else ctx.setTimer({ kind: 'expire' }, Math.max(1, Math.min(CYCLE, Math.min(...times) + 1 - ctx.now)));
}

export function onExpire(state: ServerState, ctx: Ctx, settings: ServerSettings): ServerState {
  if (!settings.expiresActively || !isPrimary(state)) return state;
  const overdue: readonly Write[] = entriesOf(state.keyspace)
    .filter(([key]) => isOverdue(state.keyspace, key, ctx.now))
    .map(([key]) => key)
    .sort()
    .map((key) => ({ name: 'DEL', key }));
  const next = overdue.length === 0 ? state : deleted(state, overdue, ctx, settings);
  armExpiry(next, ctx, settings);
  return next;
}

function deleted(state: ServerState, writes: readonly Write[], ctx: Ctx, settings: ServerSettings): ServerState {
  const keyspace = applyAll(state.keyspace, writes);
  const next = afterWrite(recorded(state, writes, keyspace, settings), ctx, settings);
  feed(next, state.offset, writes, false, ctx, settings);
  return next;
}
