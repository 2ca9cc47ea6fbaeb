// Gossip: once an interval a server beats, tells one other what beats it knows of, and judges who is alive. Two rounds of
// messages instead of Cassandra's three: the beats are all there is to tell, so they are their own digest.
import type { Plain } from '../../base/plain.ts';
import { sortedKeys } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import { heard, isNewer, isSuspect } from './liveness.ts';
import type { Beats, Gossip } from './messages.ts';
import type { Ctx, Member, Plan, State } from './state.ts';

/** After so long without a judgement a server was itself away, and convicts nobody (Cassandra: MAX_LOCAL_PAUSE 5 s). */
const LOCAL_PAUSE = 5_000_000;

export function isAlive<V extends Plain>(state: State<V>, node: NodeId, self: NodeId): boolean {
  return node === self || state.members[node]?.downSince === null;
}

/** Names of those that it has convicted. */
export function downOf<V extends Plain>({ members }: State<V>): readonly NodeId[] {
  return sortedKeys(members).filter((node) => members[node]!.downSince !== null);
}

export function onGossipTimer<V extends Plain>(state: State<V>, ctx: Ctx<V>, { settings }: Plan<V>): State<V> {
  ctx.setTimer({ kind: 'gossip' }, settings.gossipInterval);
  const next = judged({ ...state, version: state.version + 1 }, ctx, settings.phiThreshold);
  const message: Gossip = { kind: 'Gossip', beats: beatsOf(next, ctx.self), isAnswer: false };
  const alive = ctx.peers.filter((peer) => isAlive(next, peer, ctx.self));
  const down = ctx.peers.filter((peer) => !isAlive(next, peer, ctx.self));
  if (alive.length > 0) ctx.send(ctx.choose('gossip', alive), message);
  // Somebody has to try those that are down, or two sides of a partition would never find each other again.
  const isDownTried = down.length > 0 && ctx.choose('unreachable', range(alive.length + 1)) < down.length;
  if (isDownTried) ctx.send(ctx.choose('gossip', down), message);
  return next;
}

export function onGossip<V extends Plain>(
  state: State<V>,
  { beats, isAnswer }: Gossip,
  from: NodeId,
  ctx: Ctx<V>,
  { settings }: Plan<V>,
): State<V> {
  const members: { [node: NodeId]: Member } = { ...state.members };
  let isNew = false;
  for (const node of sortedKeys(beats)) {
    const member = members[node];
    if (member === undefined || !isNewer(beats[node]!, member)) continue;
    members[node] = heard(member, beats[node]!, ctx.monotonic, settings.gossipInterval);
    isNew = true;
  }
  const next = isNew ? { ...state, members } : state;
  if (!isAnswer) ctx.send(from, { kind: 'Gossip', beats: beatsOf(next, ctx.self), isAnswer: true });
  return next;
}

function beatsOf<V extends Plain>(state: State<V>, self: NodeId): Beats {
  const { members, generation, version } = state;
  const known = sortedKeys(members).map((node) => {
    const member = members[node]!;
    return [node, { generation: member.generation, version: member.version }] as const;
  });
  return Object.fromEntries([...known, [self, { generation, version }]]);
}

/** Convicts whose silence has become improbable. One that is heard of again is alive at once (`heard`). */
function judged<V extends Plain>(state: State<V>, ctx: Ctx<V>, threshold: number): State<V> {
  const now = ctx.monotonic;
  const next = { ...state, judgedAt: now };
  if (state.judgedAt !== null && now - state.judgedAt > LOCAL_PAUSE) return next;
  const members: { [node: NodeId]: Member } = { ...state.members };
  for (const node of sortedKeys(members)) {
    const member = members[node]!;
    if (member.downSince !== null || !isSuspect(member, now, threshold)) continue;
    ctx.note(`${node} is convicted`);
    members[node] = { ...member, downSince: now };
  }
  return { ...next, members };
}

function range(length: number): readonly number[] {
  return Array.from({ length }, (_, index) => index);
}
