// A lightweight transaction: a compare-and-set by Paxos (Cassandra: StorageProxy.cas), or a SERIAL read, which is one that
// changes nothing. Four round trips of coordinator and replicas, three where nothing is to change:
//
//   prepare ──a majority promises──▶ read ──▶ propose ──a majority accepts──▶ commit ──as many as the write level──▶ answered
//      ▲ │ │                          ▲                      │                   │
//      │ │ └─somebody lacks a commit─▶ catchUp               │                   │ of another's proposal: anew
//      │ └───another's proposal is accepted somewhere──▶ propose that first ─────┤
//      └──────pause ◀── refused: a later ballot was promised ┘◀──────────────────┘
import type { Plain } from '../../base/plain.ts';
import { withItem } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { RequestId } from '../kv/index.ts';
import { versionsOf } from './acceptor.ts';
import { answer, changed, closed, giveUp, opened, refuse } from './answers.ts';
import { isAfter, isSame, latest, latestTime } from './ballots.ts';
import { reading } from './comparing.ts';
import { again, commit, contestOf, givenUp, majorityOf, paused, prepared, stepped, withBallot } from './contests.ts';
import { hinted } from './hints.ts';
import type { Committed, Promised } from './messages.ts';
import { proposed } from './proposing.ts';
import type { Ctx, OpenContest, Plan, State, Step, Swap } from './state.ts';
import { targetsOf } from './targets.ts';

type Asked = { readonly id: RequestId; readonly key: string; readonly swap: Swap | null };

export function beginContest<V extends Plain>(state: State<V>, asked: Asked, ctx: Ctx<V>, plan: Plan<V>): State<V> {
  const { targets, missing } = targetsOf(state, asked.key, ctx, plan);
  if (targets.length < majorityOf(plan)) {
    refuse(asked.id, ctx);
    return state;
  }
  const nodes = targets.map(({ node }) => node);
  const [stamped, ballot] = withBallot(state, asked.key, 0, ctx);
  const step: Step<V> = { at: 'prepare', ledgers: {} };
  const contest = {
    phase: 'contest',
    ...asked,
    since: ctx.monotonic,
    ballot,
    targets: nodes,
    missing,
    step,
  } as const;
  const next = opened<V>(stamped, contest, plan.settings.writeTimeout, ctx);
  return prepared(next, String(next.requests), contest, ctx);
}

export function onPromised<V extends Plain>(
  state: State<V>,
  { request, ballot, isPromised, ledger }: Promised,
  from: NodeId,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  const contest = contestOf(state, request, ballot);
  if (contest?.step.at !== 'prepare' || !contest.targets.includes(from)) return state;
  if (Object.hasOwn(contest.step.ledgers, from)) return state;
  const id = String(request);
  if (!isPromised) return paused(state, id, contest, latestTime(ledger), ctx, plan);
  const ledgers = { ...contest.step.ledgers, [from]: ledger };
  const nodes = Object.keys(ledgers);
  if (nodes.length < majorityOf(plan)) return changed(state, id, { ...contest, step: { at: 'prepare', ledgers } });
  const known = Object.values(ledgers);
  const accepted = latest(known.map((one) => one.accepted));
  const committed = latest(known.map((one) => one.committed));
  // It may have been chosen: to propose another value now could undo what a client was told. The latest one decides, also
  // where it changes nothing: an older one that was not seen by whoever proposed that can never be chosen any more.
  if (accepted !== null && accepted.update !== null && isAfter(accepted.ballot, committed?.ballot ?? null)) {
    return proposed(state, id, contest, accepted.update, null, ctx, plan);
  }
  const lacking = nodes.filter((node) => isAfter(committed?.ballot ?? null, ledgers[node]!.committed?.ballot ?? null));
  if (committed === null || lacking.length === 0) return reading(state, id, contest, ctx, plan);
  for (const node of lacking) commit(request, contest.key, committed, node, ctx);
  return stepped(state, id, contest, { at: 'catchUp', waiting: lacking }, ctx, plan);
}

export function onCommitted<V extends Plain>(
  state: State<V>,
  { request, ballot }: Committed,
  from: NodeId,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  const id = String(request);
  const open = state.open[id];
  if (open?.phase !== 'contest') return state;
  const { step, targets } = open;
  if (step.at === 'catchUp') {
    const waiting = step.waiting.filter((node) => node !== from);
    if (waiting.length === step.waiting.length) return state;
    if (waiting.length === 0) return reading(state, id, open, ctx, plan);
    return changed(state, id, { ...open, step: { ...step, waiting } });
  }
  if (step.at !== 'commit' || !isSame(step.proposal.ballot, ballot) || !targets.includes(from)) return state;
  const acked = withItem(step.acked, from);
  if (acked === step.acked) return state;
  const isEnough = acked.length >= plan.settings.writeNeeds;
  if (isEnough && step.result === null) return again(state, id, open, step.proposal.ballot.time, ctx, plan);
  if (isEnough && !step.isAnswered) answer(open.id, step.result!, ctx);
  if (acked.length === targets.length) return closed(state, id, ctx);
  return changed(state, id, { ...open, step: { ...step, acked, isAnswered: step.isAnswered || isEnough } });
}

export function onAgain<V extends Plain>(state: State<V>, request: string, ctx: Ctx<V>, plan: Plan<V>): State<V> {
  const open = state.open[request];
  return open?.phase === 'contest' && open.step.at === 'pause'
    ? again(state, request, open, open.ballot.time, ctx, plan)
    : state;
}

/** Too few answered in time. What a majority has accepted is chosen, and those that were silent get it as a hint. */
export function onContestTimeout<V extends Plain>(
  state: State<V>,
  request: string,
  contest: OpenContest<V>,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  const { id, key, targets, step } = contest;
  if (step.at !== 'commit') return givenUp(state, request, contest, ctx);
  if (!step.isAnswered) giveUp(id, ctx);
  const silent = targets.filter((node) => !step.acked.includes(node));
  const versions = versionsOf(step.proposal, plan);
  const next = closed(state, request, ctx);
  return versions === null ? next : hinted(next, silent, { key, versions }, ctx, plan);
}
