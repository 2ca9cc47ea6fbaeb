// REPLICAOF: a replica becomes primary, or a server becomes a replica of another. Sentinels ask for it, and have it written
// into the configuration, so that a server that restarts is what it was last made.
import type { NodeId } from '../../../contract/ids.ts';
import { armExpiry } from './expiry.ts';
import { historyId, shifted } from './history.ts';
import { rewriteConfig } from './persistence.ts';
import { replicaNames } from './replicas.ts';
import { connect } from './replication.ts';
import { type Ctx, isPrimary, type ServerSettings, type ServerState } from './state.ts';

export function onReplicaOf(state: ServerState, primary: NodeId, ctx: Ctx, settings: ServerSettings): ServerState {
  if (primary === state.primary) return state;
  const next = primary === ctx.self ? becomePrimary(state, ctx) : becomeReplica(state, primary, ctx);
  rewriteConfig(next, ctx);
  armExpiry(next, ctx, settings);
  return next;
}

/** Its data is what it has got so far. What the old primary had acknowledged beyond that is lost. */
function becomePrimary(state: ServerState, ctx: Ctx): ServerState {
  const promotions = state.promotions + 1;
  const history = shifted(state, historyId(promotions, ctx));
  return { ...state, primary: ctx.self, promotions, history, link: null, goodReplicas: 0, pingedAt: ctx.now };
}

/** It keeps its history, for it may be no further than the new primary was: then it need not copy all. */
function becomeReplica(state: ServerState, primary: NodeId, ctx: Ctx): ServerState {
  if (isPrimary(state)) for (const node of replicaNames(state)) ctx.send(node, { kind: 'Closed' });
  for (const { client, attempt } of state.waiting) ctx.cancelTimer('wait', `${client}/${attempt}`);
  const link = { isUp: false, since: ctx.now };
  return connect({ ...state, primary, link, replicas: {}, goodReplicas: 0, waiting: [] }, ctx);
}
