// A lightweight transaction: a compare-and-set by Paxos (Cassandra: StorageProxy.cas), or a SERIAL read, which is one that
// changes nothing. Four round trips of coordinator and replicas, three where nothing is to change:
//
//   prepare ──a majority promises──▶ read ──▶ propose ──a majority accepts──▶ commit ──as many as the write level──▶ answered
//      ▲ │ │                          ▲                      │                   │
//      │ │ └─somebody lacks a commit─▶ catchUp               │                   │ of another's proposal: anew
//      │ └───another's proposal is accepted somewhere──▶ propose that first ─────┤
//      └──────pause ◀── refused: a later ballot was promised ┘◀──────────────────┘
import { equalPlain, type Plain } from '../../base/plain.ts';
import { withItem } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import { ms } from '../../contract/time.ts';
import type { RequestId, Result } from '../kv/index.ts';
import { versionsOf } from './acceptor.ts';
import { answer, changed, closed, giveUp, opened, refuse } from './answers.ts';
import { type Ballot, isAfter, isSame, latest, latestTime, type Proposal, type Update } from './ballots.ts';
import { hinted } from './hints.ts';
import type { Accepted, Committed, Promised, ReadAnswer, WriteAck } from './messages.ts';
import { compared, mismatched, repair } from './reading.ts';
import type { Ctx, OpenContest, Plan, State, Step, Swap } from './state.ts';
import { targetsOf } from './targets.ts';

/** Pause before another try, at most (Cassandra: StorageProxy, up to 100 ms at random). */
const PAUSE_MAX = ms(100);

type Asked = { readonly id: RequestId; readonly key: string; readonly swap: Swap | null };

function majorityOf<V extends Plain>({ settings }: Plan<V>): number {
  return Math.floor(settings.replicas / 2) + 1;
}

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

/** A ballot later than all that it has given to the key, and later than `after`, which is known of others. */
function withBallot<V extends Plain>(
  state: State<V>,
  key: string,
  after: number,
  ctx: Ctx<V>,
): readonly [State<V>, Ballot] {
  const time = Math.max(ctx.now, 1, (state.stamps[key] ?? 0) + 1, after + 1);
  const stamps = { ...state.stamps, [key]: time };
  return [
    { ...state, stamps },
    { time, node: ctx.self, life: state.generation },
  ];
}

function prepared<V extends Plain>(state: State<V>, request: string, contest: OpenContest<V>, ctx: Ctx<V>): State<V> {
  const { key, ballot, targets } = contest;
  for (const node of targets) ctx.send(node, { kind: 'Prepare', request: Number(request), key, ballot });
  return changed(state, request, { ...contest, step: { at: 'prepare', ledgers: {} } });
}

/** The next step, with a timeout of its own. */
function stepped<V extends Plain>(
  state: State<V>,
  request: string,
  contest: OpenContest<V>,
  step: Step<V>,
  ctx: Ctx<V>,
  { settings }: Plan<V>,
): State<V> {
  const isRead = step.at === 'read' || step.at === 'repair';
  ctx.setTimer({ kind: 'timeout', key: request }, isRead ? settings.readTimeout : settings.writeTimeout);
  return changed(state, request, { ...contest, step });
}

function contestOf<V extends Plain>(state: State<V>, request: number, ballot: Ballot): OpenContest<V> | undefined {
  const open = state.open[String(request)];
  return open?.phase === 'contest' && isSame(open.ballot, ballot) ? open : undefined;
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

function commit<V extends Plain>(request: number, key: string, proposal: Proposal, node: NodeId, ctx: Ctx<V>): void {
  ctx.send(node, { kind: 'Commit', request, key, proposal });
}

/** Of all that are alive, and of them the first majority: it has a member that knows of the latest commit. */
function reading<V extends Plain>(
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
function decided<V extends Plain>(
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

function proposed<V extends Plain>(
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
  const step: Step<V> = { at: 'propose', proposal, result, accepted: [], refused: [] };
  return stepped(state, request, contest, step, ctx, plan);
}

export function onAccepted<V extends Plain>(
  state: State<V>,
  { request, ballot, isAccepted, latestTime: later }: Accepted,
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
  // Who has accepted may bring it to all, though it was refused here: only what nobody has accepted can be tried again.
  // To finish another's proposal, or to propose nothing, can be tried again in any case.
  const isOwn = result !== null && proposal.update !== null;
  const isLost = isOwn
    ? refused.length === contest.targets.length
    : contest.targets.length - refused.length < majorityOf(plan);
  if (isLost) return paused(state, id, contest, later, ctx, plan);
  if (accepted.length + refused.length === contest.targets.length) return givenUp(state, id, contest, ctx);
  return changed(state, id, { ...contest, step: { ...step, accepted, refused } });
}

function chosen<V extends Plain>(
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

/** Another one was ahead: a pause, so that not both go on getting ahead of each other. */
function paused<V extends Plain>(
  state: State<V>,
  request: string,
  contest: OpenContest<V>,
  later: number,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  const { key, since } = contest;
  if (ctx.monotonic - since >= plan.settings.contentionTimeout) return givenUp(state, request, contest, ctx);
  const [next, ballot] = withBallot(state, key, later, ctx);
  ctx.cancelTimer('timeout', request);
  ctx.setTimer({ kind: 'again', key: request }, 0, PAUSE_MAX);
  return changed(next, request, { ...contest, ballot, step: { at: 'pause' } });
}

export function onAgain<V extends Plain>(state: State<V>, request: string, ctx: Ctx<V>, plan: Plan<V>): State<V> {
  const open = state.open[request];
  return open?.phase === 'contest' && open.step.at === 'pause'
    ? again(state, request, open, open.ballot.time, ctx, plan)
    : state;
}

/** From the beginning, under a new ballot and a new number: a late answer to what was read before must not count now. */
function again<V extends Plain>(
  state: State<V>,
  request: string,
  contest: OpenContest<V>,
  later: number,
  ctx: Ctx<V>,
  plan: Plan<V>,
): State<V> {
  if (ctx.monotonic - contest.since >= plan.settings.contentionTimeout) return givenUp(state, request, contest, ctx);
  const [stamped, ballot] = withBallot(closed(state, request, ctx), contest.key, later, ctx);
  const next = opened(stamped, { ...contest, ballot }, plan.settings.writeTimeout, ctx);
  return prepared(next, String(next.requests), { ...contest, ballot }, ctx);
}

function givenUp<V extends Plain>(state: State<V>, request: string, { id }: OpenContest<V>, ctx: Ctx<V>): State<V> {
  giveUp(id, ctx);
  return closed(state, request, ctx);
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
