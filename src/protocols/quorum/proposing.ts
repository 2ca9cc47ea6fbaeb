// The second half of a lightweight transaction: a proposal, and the commit of what a majority has accepted.
import type { Plain } from '../../base/plain.ts';
import { withItem } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Result } from '../kv/index.ts';
import { versionsOf } from './acceptor.ts';
import { answer, changed, closed } from './answers.ts';
import type { Proposal, Update } from './ballots.ts';
import { commit, contestOf, givenUp, majorityOf, paused, stepped } from './contests.ts';
import { hinted } from './hints.ts';
import type { Accepted } from './messages.ts';
import type { Ctx, OpenContest, Plan, State, Step } from './state.ts';

export function proposed<V extends Plain>(
  state: State<V>,
  request: string,
  contest: OpenContest<V>,
  update: Update,
  result: Result | null,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  const { key, ballot, targets } = contest;
  const proposal: Proposal = { ballot, update };
  for (const node of targets) ctx.send(node, { kind: 'Propose', request: Number(request), key, proposal });
  const step: Step<V> = { at: 'propose', proposal, result, accepted: [], refused: [], isDoubtful: false };
  return stepped(state, request, contest, step, ctx, plan);
}

export function onAccepted<V extends Plain>(
  state: State<V>,
  { request, ballot, isAccepted, isOvertaken, latestTime: later }: Accepted,
  from: NodeId,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  const contest = contestOf(state, request, ballot);
  if (contest?.step.at !== 'propose' || !contest.targets.includes(from)) return state;
  const { step } = contest;
  if (step.accepted.includes(from) || step.refused.includes(from)) return state;
  const accepted = isAccepted ? withItem(step.accepted, from) : step.accepted;
  const refused = isAccepted ? step.refused : withItem(step.refused, from);
  const id = String(request);
  if (accepted.length >= majorityOf(plan)) return chosen(state, id, contest, step, ctx, plan);
  const { proposal, result } = step;
  // Who has accepted may bring it to all, though it was refused here: only what nobody has accepted, for sure, can be
  // tried again. To finish another's proposal, or to propose nothing, can be tried again in any case.
  const isDoubtful = step.isDoubtful || isOvertaken;
  const isOwn = result !== null && proposal.update !== null;
  const isLost = isOwn
    ? refused.length === contest.targets.length && !isDoubtful
    : contest.targets.length - refused.length < majorityOf(plan);
  if (isLost) return paused(state, id, contest, later, ctx, plan);
  if (accepted.length + refused.length === contest.targets.length) return givenUp(state, id, contest, ctx);
  return changed(state, id, { ...contest, step: { ...step, accepted, refused, isDoubtful } });
}

export function chosen<V extends Plain>(
  state: State<V>,
  request: string,
  contest: OpenContest<V>,
  { proposal, result }: Extract<Step<V>, { readonly at: 'propose' }>,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  const { id, key, targets, missing } = contest;
  const versions = versionsOf(proposal, plan);
  // What changes nothing need not be committed: nobody would finish it.
  if (versions === null) {
    if (result !== null) answer(id, result, ctx);
    return closed(state, request, ctx);
  }
  for (const node of targets) commit(Number(request), key, proposal, node, ctx);
  const kept = hinted(state, missing, { key, versions }, ctx, plan);
  return stepped(kept, request, contest, { at: 'commit', proposal, result, acked: [], isAnswered: false }, ctx, plan);
}
