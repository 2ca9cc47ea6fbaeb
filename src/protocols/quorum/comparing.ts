// What a lightweight transaction reads between prepare and propose, and what it makes of it.
import { equalPlain, type Plain } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Result } from '../kv/index.ts';
import { changed } from './answers.ts';
import { majorityOf, stepped } from './contests.ts';
import type { ReadAnswer, WriteAck } from './messages.ts';
import { proposed } from './proposing.ts';
import { compared, mismatched, repair } from './reading.ts';
import type { Ctx, OpenContest, Plan, State } from './state.ts';

/** Of all that are alive, and of them the first majority: it has a member that knows of the latest commit. */
export function reading<V extends Plain>(
  state: State<V>,
  request: string,
  contest: OpenContest<V>,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  const { key, targets } = contest;
  for (const node of targets) ctx.send(node, { kind: 'Read', request: Number(request), key });
  return stepped(state, request, contest, { at: 'read', answers: {} }, ctx, plan);
}

export function onReadFirst<V extends Plain>(
  state: State<V>,
  { request, versions }: ReadAnswer<V>,
  from: NodeId,
  contest: OpenContest<V>,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  const { step, targets, key } = contest;
  if (step.at !== 'read' || !targets.includes(from) || Object.hasOwn(step.answers, from)) return state;
  const answers = { ...step.answers, [from]: versions };
  const id = String(request);
  if (Object.keys(answers).length < majorityOf(plan)) {
    return changed(state, id, { ...contest, step: { at: 'read', answers } });
  }
  const { merged, behind } = compared({ answers }, plan);
  const seen = behind.length === 0 ? state : mismatched(state);
  if (behind.length === 0 || merged === null || plan.settings.readRepair === 'none') {
    return decided(seen, id, contest, merged, ctx, plan);
  }
  repair(request, key, merged, behind, ctx);
  return stepped(seen, id, contest, { at: 'repair', waiting: behind, merged }, ctx, plan);
}

export function onRepairedFirst<V extends Plain>(
  state: State<V>,
  { request }: WriteAck,
  from: NodeId,
  contest: OpenContest<V>,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  const { step } = contest;
  if (step.at !== 'repair') return state;
  const waiting = step.waiting.filter((node) => node !== from);
  if (waiting.length === step.waiting.length) return state;
  if (waiting.length === 0) return decided(state, String(request), contest, step.merged, ctx, plan);
  return changed(state, String(request), { ...contest, step: { ...step, waiting } });
}

/** What was read decides what is proposed, and what the client is told if that is accepted. */
export function decided<V extends Plain>(
  state: State<V>,
  request: string,
  contest: OpenContest<V>,
  merged: V | null,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  const { swap } = contest;
  const { value } = plan.rules.shown(merged);
  if (swap === null) return proposed(state, request, contest, null, { ok: true, value }, ctx, plan);
  if (equalPlain(value, swap.from)) {
    const result: Result = { ok: true, value: swap.to };
    return proposed(state, request, contest, { value: swap.to }, result, ctx, plan);
  }
  return proposed(state, request, contest, null, { ok: false, code: 'cas-mismatch', value }, ctx, plan);
}
