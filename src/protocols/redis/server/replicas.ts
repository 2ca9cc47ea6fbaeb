// The primary's side of replication: it sends what it has written, at once and without waiting for anyone, and remembers
// who has acknowledged how much. The other side is in `replication.ts`.
import { equalPlain, ownItem } from '../../../base/plain.ts';
import type { NodeId } from '../../../contract/ids.ts';
import { seconds } from '../../../contract/time.ts';
import type { Write } from '../commands/index.ts';
import type { Ack, Psync } from '../messages.ts';
import { missing } from './history.ts';
import { sendAfterDisk } from './persistence.ts';
import { type Ctx, isPrimary, type Replica, type ServerSettings, type ServerState } from './state.ts';
import { unblocked } from './wait.ts';

const SECOND = seconds(1);

/** The names in a fixed order: that of a record's keys says how it came about. */
export function replicaNames({ replicas }: Pick<ServerState, 'replicas'>): readonly NodeId[] {
  return Object.keys(replicas).sort();
}

/** Sends writes behind the offset `from` to all replicas. */
export function feed(
  state: ServerState,
  from: number,
  writes: readonly Write[],
  getAck: boolean,
  ctx: Ctx,
  settings: ServerSettings,
): void {
  const message = { kind: 'Stream' as const, replid: state.history.id, from, writes, getAck };
  for (const node of replicaNames(state)) sendAfterDisk(node, message, ctx, settings);
}

export function onPsync(
  state: ServerState,
  { replid, offset, attempt }: Psync,
  from: NodeId,
  ctx: Ctx,
  settings: ServerSettings,
): ServerState {
  // Redis replicas have replicas of their own; here they have none, and whoever asks one asks again until it leads.
  if (!isPrimary(state)) return state;
  const { promotions, history, keyspace } = state;
  const writes = missing(state, replid, offset);
  const about = { attempt, replid: history.id, promotions };
  if (writes !== undefined) sendAfterDisk(from, { kind: 'Continue', ...about, from: offset, writes }, ctx, settings);
  else sendAfterDisk(from, { kind: 'FullResync', ...about, offset: state.offset, keyspace }, ctx, settings);
  const known = writes === undefined ? 0 : offset;
  return withReplica(state, from, { offset: known, ackedAt: ctx.now, sent: known });
}

/** REPLCONF ACK. Of a replica that is not connected, or holds another history, the connection is closed. */
export function onAck(
  state: ServerState,
  { replid, offset }: Ack,
  from: NodeId,
  ctx: Ctx,
  settings: ServerSettings,
): ServerState {
  const replica = replicaOf(state, from);
  if (!isPrimary(state) || replica === undefined || replid !== state.history.id) {
    ctx.send(from, { kind: 'Closed' });
    return state;
  }
  if (offset < replica.sent) repeat(state, offset, from, ctx, settings);
  const isFirst = state.goodReplicas === 0;
  const next = withReplica(state, from, {
    offset: Math.max(offset, replica.offset),
    ackedAt: ctx.now,
    sent: state.offset,
  });
  // A replica that has just come online counts at once; who lags is found by the cron (replication.c).
  return unblocked(isFirst ? refreshed(next, ctx, settings) : next, ctx, settings);
}

/** It lacks what had been sent before its last acknowledgement, so that is lost: TCP sends it again. */
function repeat(state: ServerState, offset: number, to: NodeId, ctx: Ctx, settings: ServerSettings): void {
  const writes = missing(state, state.history.id, offset);
  if (writes === undefined) ctx.send(to, { kind: 'Closed' });
  else {
    const message = { kind: 'Stream' as const, replid: state.history.id, from: offset, writes, getAck: false };
    sendAfterDisk(to, message, ctx, settings);
  }
}

/** replication.c, refreshGoodSlavesCount: times are whole seconds, so a lag of 10 s lasts for up to 11. */
export function refreshed(state: ServerState, ctx: Ctx, { minReplicasMaxLag }: ServerSettings): ServerState {
  const second = (time: number) => Math.floor(time / SECOND) * SECOND;
  const isGood = ({ ackedAt }: Replica) => second(ctx.now) - second(ackedAt) <= minReplicasMaxLag;
  const goodReplicas = Object.values(state.replicas).filter(isGood).length;
  return goodReplicas === state.goodReplicas ? state : { ...state, goodReplicas };
}

/** Once a second (replicationCron): forgets who has been silent for repl-timeout, counts who lags, sends PINGs. */
export function primaryCron(state: ServerState, ctx: Ctx, settings: ServerSettings): ServerState {
  const silent = replicaNames(state).filter((node) => ctx.now - state.replicas[node]!.ackedAt > settings.replTimeout);
  const counted = refreshed(silent.reduce(withoutReplica, state), ctx, settings);
  if (ctx.now - counted.pingedAt < settings.pingPeriod) return counted;
  feed(counted, counted.offset, [], false, ctx, settings);
  return { ...counted, pingedAt: ctx.now };
}

export function replicaOf({ replicas }: ServerState, node: NodeId): Replica | undefined {
  return ownItem(replicas, node);
}

function withReplica(state: ServerState, node: NodeId, replica: Replica): ServerState {
  if (equalPlain(replicaOf(state, node) ?? null, replica)) return state;
  return { ...state, replicas: { ...state.replicas, [node]: replica } };
}

export function withoutReplica(state: ServerState, node: NodeId): ServerState {
  if (replicaOf(state, node) === undefined) return state;
  return { ...state, replicas: Object.fromEntries(Object.entries(state.replicas).filter(([name]) => name !== node)) };
}
