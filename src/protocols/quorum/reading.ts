// A read: of as many replicas as its level says, answered with what their answers come to. Where they differ, those behind
// are repaired: before the client is answered (`blocking`, so that no later read finds less), after it, or never.
//
//   read ──enough answers──▶ alike, or repair: none ──▶ answered
//                      └───▶ repair ──all repaired──▶ answered          timeout: the client is told so
import { equalPlain, type Plain } from '../../base/plain.ts';
import { sortedKeys } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { RequestId } from '../kv/index.ts';
import { answer, changed, closed, giveUp, opened, refuse } from './answers.ts';
import type { ReadAnswer, WriteAck } from './messages.ts';
import type { Ctx, OpenRead, OpenRepair, Plan, State, Swap } from './state.ts';
import { nearestFirst, targetsOf } from './targets.ts';
import { beginWrite } from './writing.ts';

type Asked = { readonly id: RequestId; readonly key: string; readonly swap: Swap | null };

export function beginRead<V extends Plain>(state: State<V>, asked: Asked, ctx: Ctx<V>, plan: Plan<V>): State<V> {
  const { settings } = plan;
  const alive = nearestFirst(targetsOf(state, asked.key, ctx, plan).targets, ctx.self);
  const needed = settings.readNeeds;
  if (alive.length < needed) {
    refuse(asked.id, ctx);
    return state;
  }
  const count = settings.ask === 'all' ? alive.length : needed;
  const [first, spare] = [alive.slice(0, count), alive.slice(count)];
  const read = { phase: 'read', ...asked, needed, asked: first, spare, answers: {}, isAnswered: false } as const;
  const next = opened(state, read, settings.readTimeout, ctx);
  ask(next.requests, asked.key, first, ctx);
  if (settings.speculativeRetry > 0 && spare.length > 0) {
    ctx.setTimer({ kind: 'speculate', key: String(next.requests) }, settings.speculativeRetry);
  }
  return next;
}

function ask<V extends Plain>(request: number, key: string, nodes: readonly NodeId[], ctx: Ctx<V>): void {
  for (const node of nodes) ctx.send(node, { kind: 'Read', request, key });
}

/** Somebody is slow: one more is asked (Cassandra: speculative_retry). */
export function onSpeculate<V extends Plain>(state: State<V>, request: string, ctx: Ctx<V>): State<V> {
  const open = state.open[request];
  if (open?.phase !== 'read' || open.isAnswered || open.spare.length === 0) return state;
  const [next, ...spare] = open.spare;
  ask(Number(request), open.key, [next!], ctx);
  return changed(state, request, { ...open, asked: [...open.asked, next!], spare });
}

export function onReadAnswer<V extends Plain>(
  state: State<V>,
  { request, versions }: ReadAnswer<V>,
  from: NodeId,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  const open = state.open[String(request)];
  if (open?.phase !== 'read' || !open.asked.includes(from) || Object.hasOwn(open.answers, from)) return state;
  const read = { ...open, answers: { ...open.answers, [from]: versions } };
  const count = Object.keys(read.answers).length;
  if (count < read.needed) return changed(state, String(request), read);
  if (!read.isAnswered) return resolved(state, String(request), read, ctx, plan);
  return count === read.asked.length
    ? repairedBehind(state, String(request), read, ctx, plan)
    : changed(state, String(request), read);
}

/** What the answers come to, and who lacks some of it. */
export function compared<V extends Plain>({ answers }: Pick<OpenRead<V>, 'answers'>, { rules }: Plan<V>): Compared<V> {
  const nodes = sortedKeys(answers);
  const merged = nodes.reduce<V | null>((best, node) => {
    const versions = answers[node]!;
    return versions === null ? best : rules.merged(best, versions);
  }, null);
  return { merged, behind: nodes.filter((node) => !equalPlain(answers[node], merged ?? null)) };
}

type Compared<V extends Plain> = { readonly merged: V | null; readonly behind: readonly NodeId[] };

function resolved<V extends Plain>(
  state: State<V>,
  request: string,
  read: OpenRead<V>,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  const { merged, behind } = compared(read, plan);
  const seen = behind.length === 0 ? state : mismatched(state);
  if (plan.settings.readRepair === 'blocking' && behind.length > 0 && merged !== null) {
    repair(Number(request), read.key, merged, behind, ctx);
    const { id, key, swap } = read;
    ctx.cancelTimer('speculate', request);
    return changed(seen, request, { phase: 'repair', id, key, merged, waiting: behind, swap });
  }
  const waits = plan.settings.readRepair === 'background' && Object.keys(read.answers).length < read.asked.length;
  if (waits) return concluded(changed(seen, request, { ...read, isAnswered: true }), read, merged, ctx, plan);
  return concluded(repairedBehind(seen, request, read, ctx, plan), read, merged, ctx, plan);
}

/** All have answered, or will not: who is behind gets what the others have, and nobody waits for it. */
function repairedBehind<V extends Plain>(
  state: State<V>,
  request: string,
  read: OpenRead<V>,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  if (plan.settings.readRepair === 'background') {
    const { merged, behind } = compared(read, plan);
    if (merged !== null) repair(0, read.key, merged, behind, ctx);
  }
  return closed(state, request, ctx);
}

export function repair<V extends Plain>(
  request: number,
  key: string,
  versions: V,
  behind: readonly NodeId[],
  ctx: Ctx<V>,
): void {
  for (const node of behind) ctx.send(node, { kind: 'Write', request, key, versions, isRepair: true });
}

export function mismatched<V extends Plain>(state: State<V>): State<V> {
  return { ...state, counts: { ...state.counts, mismatches: state.counts.mismatches + 1 } };
}

export function onRepairAck<V extends Plain>(
  state: State<V>,
  message: WriteAck,
  from: NodeId,
  open: OpenRepair<V>,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  const waiting = open.waiting.filter((node) => node !== from);
  if (waiting.length === open.waiting.length) return state;
  const request = String(message.request);
  if (waiting.length > 0) return changed(state, request, { ...open, waiting });
  return concluded(closed(state, request, ctx), open, open.merged, ctx, plan);
}

/** The client is told, or what it read decides whether it writes. */
function concluded<V extends Plain>(
  state: State<V>,
  { id, key, swap }: Asked,
  merged: V | null,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  const { value, context } = plan.rules.shown(merged);
  if (swap === null) {
    answer(id, { ok: true, value }, ctx, context);
    return state;
  }
  if (equalPlain(value, swap.from))
    return beginWrite(state, { id, key, value: swap.to, context: context ?? null }, ctx, plan);
  answer(id, { ok: false, code: 'cas-mismatch', value }, ctx);
  return state;
}

export function onReadTimeout<V extends Plain>(
  state: State<V>,
  request: string,
  open: OpenRead<V> | OpenRepair<V>,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  if (open.phase === 'repair' || !open.isAnswered) {
    giveUp(open.id, ctx);
    return closed(state, request, ctx);
  }
  return repairedBehind(state, request, open, ctx, plan);
}
