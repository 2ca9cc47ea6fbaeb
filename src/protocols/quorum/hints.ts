// Hinted handoff (Dynamo §4.6; Cassandra): who misses a write gets it later from whoever kept it. A hint is no repair: it
// is kept for a window only, and is lost with its keeper.
import { equalPlain, type Plain } from '../../base/plain.ts';
import { sortedKeys } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import { isAlive } from './gossip.ts';
import type { Handoff, HandoffAck } from './messages.ts';
import { accept, onceLogged } from './replica.ts';
import type { Ctx, Hint, Hints, Plan, State } from './state.ts';

/** Hints handed to one node at once. */
const PAGE = 1_000;

type What<V extends Plain> = { readonly key: string; readonly versions: V };

/** Whether a write would be kept for it: handoff is on, and it is not down for longer than the window. */
export function isHintable<V extends Plain>(
  state: State<V>,
  node: NodeId,
  ctx: Ctx<V>,
  { settings }: Plan<V>,
): boolean {
  const downSince = state.members[node]?.downSince ?? ctx.monotonic;
  return settings.hintedHandoff && node !== ctx.self && ctx.monotonic - downSince <= settings.hintWindow;
}

/** Keeps a write for nodes, for those of them that hints are kept for. */
export function hinted<V extends Plain>(
  state: State<V>,
  nodes: readonly NodeId[],
  what: What<V>,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  let next = state;
  for (const node of nodes) {
    if (isHintable(next, node, ctx, plan)) next = withHint(next, node, what, ctx, plan);
    else if (node !== ctx.self) next = counted(next);
  }
  return next;
}

function counted<V extends Plain>(state: State<V>): State<V> {
  return { ...state, counts: { ...state.counts, hintsRefused: state.counts.hintsRefused + 1 } };
}

export function withHint<V extends Plain>(
  state: State<V>,
  node: NodeId,
  { key, versions }: What<V>,
  ctx: Ctx<V>,
  { rules, settings }: Plan<V>,
): State<V> {
  const kept = state.hints[node]?.[key];
  const merged = rules.merged(kept?.versions ?? null, versions);
  if (merged === kept?.versions) return state;
  const hint: Hint<V> = { versions: merged, at: kept?.at ?? ctx.monotonic };
  return flushing({ ...state.hints, [node]: { ...state.hints[node], [key]: hint } }, state, ctx, settings.hintFlush);
}

function flushing<V extends Plain>(hints: Hints<V>, state: State<V>, ctx: Ctx<V>, period: number): State<V> {
  if (period === 0) ctx.persist({ hints }, { kind: 'hints' });
  return { ...state, hints, isUnflushed: period > 0 };
}

export function onFlushHints<V extends Plain>(state: State<V>, ctx: Ctx<V>, { settings }: Plan<V>): State<V> {
  if (settings.hintFlush > 0) ctx.setTimer({ kind: 'flushHints' }, settings.hintFlush);
  if (!state.isUnflushed) return state;
  ctx.persist({ hints: state.hints }, { kind: 'hints' });
  return { ...state, isUnflushed: false };
}

/** Those that are alive get what was kept for them, again and again until they have said that they have it. */
export function onHandoffTimer<V extends Plain>(state: State<V>, ctx: Ctx<V>, plan: Plan<V>): State<V> {
  ctx.setTimer({ kind: 'handoff' }, plan.settings.handoffInterval);
  const next = withoutOld(state, ctx, plan);
  for (const node of sortedKeys(next.hints)) {
    if (!isAlive(next, node, ctx.self)) continue;
    const kept = next.hints[node]!;
    for (const key of sortedKeys(kept).slice(0, PAGE)) {
      ctx.send(node, { kind: 'Handoff', key, versions: kept[key]!.versions });
    }
  }
  return next;
}

/** A hint that is older than a tombstone is remembered could bring back what was deleted. */
function withoutOld<V extends Plain>(state: State<V>, ctx: Ctx<V>, { settings }: Plan<V>): State<V> {
  let next = state;
  for (const node of sortedKeys(state.hints)) {
    const kept = state.hints[node]!;
    for (const key of sortedKeys(kept)) {
      if (ctx.monotonic - kept[key]!.at > settings.gcGrace)
        next = withoutHint(next, node, key, ctx, settings.hintFlush);
    }
  }
  return next;
}

export function onHandoff<V extends Plain>(
  state: State<V>,
  { key, versions }: Handoff<V>,
  from: NodeId,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  const next = accept(state, key, versions, ctx, plan);
  ctx.send(from, { kind: 'HandoffAck', key, versions }, onceLogged(plan.settings));
  return next;
}

/** It has what was sent. What was kept since stays. */
export function onHandoffAck<V extends Plain>(
  state: State<V>,
  { key, versions }: HandoffAck<V>,
  from: NodeId,
  ctx: Ctx<V>,
  { settings }: Plan<V>,
): State<V> {
  const kept = state.hints[from]?.[key];
  if (kept === undefined || !equalPlain(kept.versions, versions)) return state;
  return withoutHint(state, from, key, ctx, settings.hintFlush);
}

function withoutHint<V extends Plain>(
  state: State<V>,
  node: NodeId,
  key: string,
  ctx: Ctx<V>,
  period: number,
): State<V> {
  const left = without(state.hints[node]!, key);
  const isLast = Object.keys(left).length === 0;
  return flushing(isLast ? without(state.hints, node) : { ...state.hints, [node]: left }, state, ctx, period);
}

function without<T>(record: { readonly [key: string]: T }, key: string): { readonly [key: string]: T } {
  const { [key]: _, ...rest } = record;
  return rest;
}

/** How many are kept, and for whom most surely: for views. */
export function hintCount<V extends Plain>({ hints }: Pick<State<V>, 'hints'>): number {
  return Object.values(hints).reduce((sum, kept) => sum + Object.keys(kept).length, 0);
}
