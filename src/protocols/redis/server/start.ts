// Boot and recovery. A server is what its configuration says, and holds what its append-only file holds: with persistence
// off nothing, and a primary that comes up empty goes on to be the primary.
import { emptyList } from '../../../base/paged-list.ts';
import { seconds } from '../../../contract/time.ts';
import { emptyKeyspace } from '../commands/index.ts';
import { armExpiry } from './expiry.ts';
import { historyId } from './history.ts';
import { connect } from './replication.ts';
import type { Ctx, Durable, ServerSettings, ServerState } from './state.ts';

/** replicationCron: once a second, at a time of its own on each server. */
export const CRON = seconds(1);
/** Room for the handshakes of one life. */
const HANDSHAKES_PER_LIFE = 1_000_000;

export function start(ctx: Ctx, durable: Readonly<Partial<Durable>>, settings: ServerSettings): ServerState {
  const first = settings.isAlone ? ctx.self : (ctx.group('server')[0] ?? ctx.self);
  const config = durable.config ?? { primary: first, promotions: 0 };
  const keyspace = durable.keyspace ?? emptyKeyspace;
  ctx.setTimer({ kind: 'cron' }, 0, CRON);
  const state: ServerState = {
    primary: config.primary,
    promotions: config.promotions,
    keyspace,
    // The file says nothing of the history: whoever restarts has to copy all, and so have its replicas.
    history: { id: historyId(config.promotions, ctx), before: null },
    offset: 0,
    backlog: emptyList(),
    backlogFrom: 0,
    link: config.primary === ctx.self ? null : { isUp: false, since: ctx.now },
    handshakes: ctx.boot.incarnation * HANDSHAKES_PER_LIFE,
    replicas: {},
    goodReplicas: 0,
    waiting: [],
    subscribers: {},
    closedUntil: ctx.boot.incarnation > 1 ? ctx.now + settings.outAfterRestart : 0,
    attempts: {},
    pingedAt: ctx.now,
    isDirty: false,
  };
  armExpiry(state, ctx, settings);
  return connect(state, ctx);
}
