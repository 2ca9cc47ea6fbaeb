// Anti-entropy (Dynamo §4.7; Cassandra: repair): once an interval each pair of servers compares what both have to hold, by
// trees of hashes, and sends each other what is in the leaves that differ. Nobody has to read or to remember: what was
// missed comes, and comes again at the next interval if a message is lost. No message needs one before it to be
// remembered, so a restart in between costs no more than that.
//
//   a ──Compare: root──▶ b ──Compare: nodes below──▶ a … leaves ──▶ b ──Stream──▶ a ──Stream──▶ b     alike: silence
import type { Plain } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { LocalTime } from '../../contract/time.ts';
import { isAlive } from './gossip.ts';
import type { Compare, IndexedHash, Stream } from './messages.ts';
import { acceptAll } from './replica.ts';
import { preferenceList } from './ring.ts';
import type { Ctx, Plan, State, Values } from './state.ts';
import { childrenOf, entriesIn, hashOf, levelBelow, type Tree, treeOf } from './tree.ts';

/** Of two servers the one with the lower number begins, or each pair would compare twice. */
export function onRepairTimer<V extends Plain>(state: State<V>, ctx: Ctx<V>, plan: Plan<V>): State<V> {
  ctx.setTimer({ kind: 'repair' }, plan.settings.repairInterval);
  const servers = ctx.group('server');
  const before = ctx.now - plan.settings.gcGrace;
  for (const peer of servers.slice(servers.indexOf(ctx.self) + 1)) {
    if (!isAlive(state, peer, ctx.self)) continue;
    const tree = treeWith(state, peer, before, ctx, plan);
    ctx.send(peer, { kind: 'Compare', level: 0, hashes: hashesOf(tree, 0, [0]), before });
  }
  return state;
}

/**
 * The tree over what both have to hold. Deletes that may be forgotten are left out at both: one has compacted and the
 * other not yet, and that is no difference (Cassandra: ValidationRequest, nowInSec).
 */
function treeWith<V extends Plain>(
  { values }: State<V>,
  peer: NodeId,
  before: LocalTime,
  ctx: Ctx<V>,
  { settings, rules, ring }: Plan<V>,
): Tree<V> {
  const places = ring(ctx.group('server'));
  const kept = rules.compacted(values, before);
  const shared = Object.entries(kept).filter(([key]) => {
    const replicas = preferenceList(places, key, settings.replicas);
    return replicas.includes(ctx.self) && replicas.includes(peer);
  });
  return treeOf<V>(Object.fromEntries(shared), settings.treeDepth);
}

function hashesOf(tree: Tree<Plain>, level: number, indexes: readonly number[]): readonly IndexedHash[] {
  return indexes.map((index) => ({ index, hash: hashOf(tree, level, index) }));
}

export function onCompare<V extends Plain>(
  state: State<V>,
  { level, hashes, before }: Compare,
  from: NodeId,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  const tree = treeWith(state, from, before, ctx, plan);
  const apart = hashes.filter(({ index, hash }) => hashOf(tree, level, index) !== hash).map(({ index }) => index);
  if (apart.length === 0) return state;
  if (level === tree.depth) return streamed(state, tree, { leaves: apart, before, isAnswer: false }, from, ctx);
  const below = apart.flatMap((index) => childrenOf(tree, level, index));
  const next = levelBelow(tree, level);
  ctx.send(from, { kind: 'Compare', level: next, hashes: hashesOf(tree, next, below), before });
  return state;
}

/** Takes what the other holds, and gives what is held here, all of it: a leaf does not say which of its keys differ. */
export function onStream<V extends Plain>(
  state: State<V>,
  { leaves, values, before, isAnswer }: Stream<V>,
  from: NodeId,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  const answered = isAnswer
    ? state
    : streamed(state, treeWith(state, from, before, ctx, plan), { leaves, before, isAnswer: true }, from, ctx);
  return acceptAll(answered, values, ctx, plan);
}

type Streaming = Pick<Stream<Plain>, 'leaves' | 'before' | 'isAnswer'>;

function streamed<V extends Plain>(
  state: State<V>,
  tree: Tree<V>,
  streaming: Streaming,
  to: NodeId,
  ctx: Ctx<V>,
): State<V> {
  const entries = streaming.leaves.flatMap((leaf) => entriesIn(tree, tree.depth, leaf));
  const values: Values<V> = Object.fromEntries(entries.map(({ key, versions }) => [key, versions]));
  ctx.send(to, { kind: 'Stream', ...streaming, values });
  return { ...state, streamed: (state.streamed ?? 0) + entries.length };
}
