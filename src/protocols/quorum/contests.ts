// What the steps of a lightweight transaction share: ballots, the next step, a pause, another try. See `contest.ts`.
import { ownItem, type Plain } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';
import { ms } from '../../contract/time.ts';
import { changed, closed, giveUp, opened } from './answers.ts';
import { type Ballot, isSame, type Proposal } from './ballots.ts';
import type { Ctx, OpenContest, Plan, State, Step } from './state.ts';

/** Pause before another try, at most (Cassandra: StorageProxy, up to 100 ms at random). */
const PAUSE_MAX = ms(100);

export function majorityOf<V extends Plain>({ settings }: Plan<V>): number {
  return Math.floor(settings.replicas / 2) + 1;
}

/** A ballot later than all that it has given to the key, and later than `after`, which is known of others. */
export function withBallot<V extends Plain>(
  state: State<V>,
  key: string,
  after: number,
  ctx: Ctx<V>,
): readonly [State<V>, Ballot] {
  const time = Math.max(ctx.now, 1, (ownItem(state.stamps, key) ?? 0) + 1, after + 1);
  const stamps = { ...state.stamps, [key]: time };
  return [
    { ...state, stamps },
    { time, node: ctx.self, life: state.generation },
  ];
}

export function prepared<V extends Plain>(
  state: State<V>,
  request: string,
  contest: OpenContest<V>,
  ctx: Ctx<V>,
): State<V> {
  const { key, ballot, targets } = contest;
  for (const node of targets) ctx.send(node, { kind: 'Prepare', request: Number(request), key, ballot });
  return changed(state, request, { ...contest, step: { at: 'prepare', ledgers: {} } });
}

/** The next step, with a timeout of its own. */
export function stepped<V extends Plain>(
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

export function contestOf<V extends Plain>(
  state: State<V>,
  request: number,
  ballot: Ballot,
): OpenContest<V> | undefined {
  const open = state.open[String(request)];
  return open?.phase === 'contest' && isSame(open.ballot, ballot) ? open : undefined;
}

export function commit<V extends Plain>(
  request: number,
  key: string,
  proposal: Proposal,
  node: NodeId,
  ctx: Ctx<V>,
): void {
  ctx.send(node, { kind: 'Commit', request, key, proposal });
}

/** Another one was ahead: a pause, so that not both go on getting ahead of each other. */
export function paused<V extends Plain>(
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

/** From the beginning, under a new ballot and a new number: a late answer to what was read before must not count now. */
export function again<V extends Plain>(
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

export function givenUp<V extends Plain>(
  state: State<V>,
  request: string,
  { id }: OpenContest<V>,
  ctx: Ctx<V>,
): State<V> {
  giveUp(id, ctx);
  return closed(state, request, ctx);
}
