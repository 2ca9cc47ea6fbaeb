// A write: stamped by its coordinator, sent to all replicas that are alive, acknowledged when as many have it as its level
// says. A write that too few acknowledged is not undone: whoever has it keeps it, and the others get it as a hint.
import { ownItem, type Plain } from '../../base/plain.ts';
import { withItem } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { RequestId } from '../kv/index.ts';
import { answer, changed, closed, giveUp, opened, refuse } from './answers.ts';
import { hinted, isHintable, withHint } from './hints.ts';
import type { Write, WriteAck } from './messages.ts';
import { accept, heldBy, onceLogged } from './replica.ts';
import type { Ctx, OpenWrite, Plan, State } from './state.ts';
import { targetsOf } from './targets.ts';

type Asked = { readonly id: RequestId; readonly key: string; readonly value: Plain; readonly context: Plain };

export function beginWrite<V extends Plain>(state: State<V>, asked: Asked, ctx: Ctx<V>, plan: Plan<V>): State<V> {
  const { id, key, value, context } = asked;
  const { rules, settings } = plan;
  const { targets, missing } = targetsOf(state, key, ctx, plan);
  const needed = settings.writeNeeds;
  const isHintEnough = settings.isHintEnough && missing.some((node) => isHintable(state, node, ctx, plan));
  if (targets.length < needed && !isHintEnough) {
    refuse(id, ctx);
    return state;
  }
  const { self, now } = ctx;
  const last = ownItem(state.stamps, key) ?? 0;
  const { versions, stamp } = rules.stamped({ value, context, self, generation: state.generation, now, last });
  const stamps = { ...state.stamps, [key]: stamp };
  const kept = hinted({ ...state, stamps }, missing, { key, versions }, ctx, plan);
  const write = { phase: 'write', id, key, value, versions, needed, targets, acked: [], isAnswered: false } as const;
  const next = opened(kept, write, settings.writeTimeout, ctx);
  for (const { node, standsInFor } of targets) {
    const message: Write<V> = { kind: 'Write', request: next.requests, key, versions, isRepair: false };
    ctx.send(node, standsInFor === null ? message : { ...message, standsInFor });
  }
  return isHintEnough ? advanced(next, String(next.requests), { ...write, needed: 0 }, ctx) : next;
}

/** Takes what a coordinator sends, as a replica or for one. */
export function onWrite<V extends Plain>(
  state: State<V>,
  message: Write<V>,
  from: NodeId,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  const { request, key, versions, isRepair, standsInFor } = message;
  const isLate = standsInFor === undefined && !isRepair && plan.rules.isSuperseded(heldBy(state, key), versions);
  const next =
    standsInFor === undefined
      ? accept(state, key, versions, ctx, plan)
      : withHint(state, standsInFor, { key, versions }, ctx, plan);
  ctx.send(from, { kind: 'WriteAck', request }, onceLogged(plan.settings));
  return isLate ? { ...next, counts: { ...next.counts, superseded: next.counts.superseded + 1 } } : next;
}

export function onWriteAck<V extends Plain>(
  state: State<V>,
  message: WriteAck,
  from: NodeId,
  open: OpenWrite<V>,
  ctx: Ctx<V>,
): State<V> {
  const acked = withItem(open.acked, from);
  const isTarget = open.targets.some(({ node }) => node === from);
  if (acked === open.acked || !isTarget) return state;
  return advanced(state, String(message.request), { ...open, acked }, ctx);
}

/** Answers once, and stays open until all have acknowledged. */
function advanced<V extends Plain>(state: State<V>, request: string, write: OpenWrite<V>, ctx: Ctx<V>): State<V> {
  const { id, value, acked, needed, targets, isAnswered } = write;
  const isEnough = acked.length >= needed;
  if (isEnough && !isAnswered) answer(id, { ok: true, value }, ctx);
  if (acked.length === targets.length) return closed(state, request, ctx);
  return changed(state, request, { ...write, isAnswered: isAnswered || isEnough });
}

export function onWriteTimeout<V extends Plain>(
  state: State<V>,
  request: string,
  { id, key, versions, targets, acked, isAnswered }: OpenWrite<V>,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  if (!isAnswered) giveUp(id, ctx);
  const silent = targets
    .filter(({ node }) => !acked.includes(node))
    .map(({ node, standsInFor }) => standsInFor ?? node);
  return hinted(closed(state, request, ctx), silent, { key, versions }, ctx, plan);
}
