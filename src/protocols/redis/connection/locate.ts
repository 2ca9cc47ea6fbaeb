// Who is the primary: Sentinels are asked in turn (Redis documentation, "Guidelines for Redis clients with support for Redis
// Sentinel").
import type { Plain } from '../../../base/plain.ts';
import { ms } from '../../../contract/time.ts';
import type { Connection, ConnectionSettings, Ctx } from './state.ts';

/** Without an answer for so long the next Sentinel is asked. The number is a guess. */
const SENTINEL_TIMEOUT = ms(500);

export function locate<Tag extends Plain>(connection: Connection<Tag>, ctx: Ctx): Connection<Tag> {
  if (connection.asked !== null) return connection;
  const sentinels = ctx.group('sentinel');
  const sentinel = sentinels[connection.sentinelTurn % Math.max(1, sentinels.length)];
  if (sentinel === undefined) return connection;
  const attempt = connection.attempt + 1;
  ctx.send(sentinel, { kind: 'WhoIsPrimary', attempt });
  ctx.setTimer({ kind: 'locate' }, SENTINEL_TIMEOUT);
  return { ...connection, attempt, asked: attempt };
}

/** The Sentinel has not answered, or the pause after its last answer is over. */
export function onLocate<Tag extends Plain>(connection: Connection<Tag>, ctx: Ctx): Connection<Tag> {
  const turn = connection.asked === null ? connection.sentinelTurn : connection.sentinelTurn + 1;
  if (connection.asked === null && connection.primary !== null) return connection;
  return locate({ ...connection, asked: null, sentinelTurn: turn }, ctx);
}

export function onScan<Tag extends Plain>(
  connection: Connection<Tag>,
  { scan }: ConnectionSettings,
  ctx: Ctx,
): Connection<Tag> {
  ctx.setTimer({ kind: 'scan' }, scan);
  return locate(connection, ctx);
}
