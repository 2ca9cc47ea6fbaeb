// How a leader changes who the members are (§6; thesis §4): it is told the voters and learners that there are to be, and
// finds the way there, one configuration after the other, each committed before the next.
//
//   newcomers ──▶ learners ──▶ caught up ──▶ single: one voter in, or one out, at a time      (thesis §4.1)
//                                            joint:  C_old,new, then C_new                     (§6)
import type { NodeId } from '../../contract/ids.ts';
import type { ChangeMembers } from './admin/messages.ts';
import { beginCatchUp, finishRound, isRoundDone, slowRound } from './catch-up.ts';
import { type Configuration, inOrder, isJoint } from './configuration.ts';
import { appendConfiguration, sendNewEntry } from './leading.ts';
import { isForgetful } from './rejoin.ts';
import { type Change, type Ctx, type Duties, type Leader, type Settings, type State, withDuties } from './state.ts';

export function onChangeMembers(
  state: State,
  message: ChangeMembers,
  from: NodeId,
  ctx: Ctx,
  settings: Settings,
): State {
  const { request, voters, learners } = message;
  const refusal = refusalOf(state, message, from);
  if (refusal !== undefined || state.role !== 'leader') {
    const reason = refusal ?? 'not the leader';
    ctx.send(from, { kind: 'AdminReply', request, outcome: 'refused', reason, leader: state.leader });
    return state;
  }
  if (state.duties.change !== null) return state;
  const change = { request, admin: from, voters: inOrder(voters), learners: inOrder(learners), ready: [] };
  return pursueChange(withDuties(state, { change }), ctx, settings);
}

function refusalOf(state: State, { request, voters }: ChangeMembers, from: NodeId): string | undefined {
  if (state.role !== 'leader') return 'not the leader';
  if (voters.length === 0) return 'a cluster needs a voter';
  const { transferee, change } = state.duties;
  if (transferee !== null) return 'the leadership is being transferred';
  // A copy of the request that is under way is no other one. Each administrator counts its own.
  const isOther = change !== null && (change.request !== request || change.admin !== from);
  return isOther ? 'another change is under way' : undefined;
}

/** The next step of the change, if its time has come. */
export function pursueChange(state: Leader, ctx: Ctx, settings: Settings): Leader {
  const { configuration } = state;
  const { change } = state.duties;
  if (!mayChange(state)) return state;
  // Whoever began it: a joint configuration is never left as it is.
  if (isJoint(configuration)) return enter(state, { ...configuration, outgoing: [] }, ctx, settings);
  if (change === null) return state;
  const next = nextConfiguration(state, change, settings, ctx.self);
  if (next === 'reached') return conclude(state, change, 'done', '', ctx);
  return next === 'catching up' ? catchUpNext(state, change, ctx, settings) : enter(state, next, ctx, settings);
}

/**
 * One change at a time: the latest configuration must be committed (thesis §4.1). And an entry of this term must be: a
 * leader that does not know how far its predecessors came could begin a change beside one of theirs that is committed
 * elsewhere, and the two could have quorums without a common server (the correction of 2015 to thesis §4.1).
 */
function mayChange({ configurationIndex, commitIndex, termStart }: Leader): boolean {
  return configurationIndex <= commitIndex && commitIndex >= termStart;
}

function nextConfiguration(
  state: Leader,
  { voters, learners, ready }: Change,
  { change: kind }: Settings,
  self: NodeId,
): Configuration | 'reached' | 'catching up' {
  const { configuration } = state;
  const { blanks } = state.duties;
  const newcomers = voters.filter((id) => !configuration.voters.includes(id));
  const wanted = [...newcomers, ...learners.filter((id) => !configuration.voters.includes(id))];
  if (wanted.some((id) => !configuration.learners.includes(id) || isForgetful(state, id))) {
    return withLearners(configuration, wanted, blanks);
  }
  const caughtUp = newcomers.filter((id) => ready.includes(id));
  const leaving = configuration.voters.filter((id) => !voters.includes(id));
  if (kind === 'joint' && caughtUp.length < newcomers.length) return 'catching up';
  if (kind === 'joint' && newcomers.length + leaving.length > 0) {
    return { ...configuration, voters, outgoing: configuration.voters, learners };
  }
  if (caughtUp.length > 0) return withVoter(configuration, caughtUp[0]!);
  if (newcomers.length > 0) return 'catching up';
  if (leaving.length > 0) return withoutVoter(configuration, leaving, learners, self);
  const isSame = configuration.learners.every((id) => learners.includes(id));
  return isSame ? 'reached' : { ...configuration, learners };
}

function withLearners(
  configuration: Configuration,
  wanted: readonly NodeId[],
  blanks: Duties['blanks'],
): Configuration {
  const learners = inOrder([...configuration.learners, ...wanted]);
  const lives = wanted.filter((id) => blanks[id] !== undefined).map((id) => [id, blanks[id]!] as const);
  if (lives.length === 0) return { ...configuration, learners };
  return { ...configuration, learners, readmitted: { ...configuration.readmitted, ...Object.fromEntries(lives) } };
}

function withVoter(configuration: Configuration, id: NodeId): Configuration {
  const learners = configuration.learners.filter((other) => other !== id);
  return { ...configuration, voters: inOrder([...configuration.voters, id]), learners };
}

/** One voter less, this leader last: until then it counts itself. */
function withoutVoter(
  configuration: Configuration,
  leaving: readonly NodeId[],
  learners: readonly NodeId[],
  self: NodeId,
): Configuration {
  const first = leaving.find((id) => id !== self) ?? self;
  const voters = configuration.voters.filter((id) => id !== first);
  const isDemoted = learners.includes(first);
  return {
    ...configuration,
    voters,
    learners: isDemoted ? inOrder([...configuration.learners, first]) : configuration.learners,
  };
}

function enter(state: Leader, configuration: Configuration, ctx: Ctx, settings: Settings): Leader {
  return sendNewEntry(appendConfiguration(state, configuration, ctx, settings), ctx, settings);
}

function conclude(state: Leader, change: Change, outcome: 'done' | 'failed', reason: string, ctx: Ctx): Leader {
  ctx.send(change.admin, { kind: 'AdminReply', request: change.request, outcome, reason, leader: ctx.self });
  if (state.duties.catchUp !== null) ctx.cancelTimer('catchUp');
  return withDuties(state, { change: null, catchUp: null });
}

/** The next newcomer begins its rounds, unless one is at it. */
function catchUpNext(state: Leader, change: Change, ctx: Ctx, settings: Settings): Leader {
  if (state.duties.catchUp !== null) return state;
  const { voters } = state.configuration;
  const server = change.voters.find((id) => !voters.includes(id) && !change.ready.includes(id))!;
  return onLearnerProgress(beginCatchUp(state, server, ctx, settings), server, ctx, settings);
}

/** A member has acknowledged more: perhaps a learner is through with its round. */
export function onLearnerProgress(state: Leader, from: NodeId, ctx: Ctx, settings: Settings): Leader {
  const { catchUp, change } = state.duties;
  if (catchUp?.server !== from || change === null || !isRoundDone(state, catchUp)) return state;
  const next = finishRound(state, catchUp, ctx, settings);
  if (next.duties.catchUp !== null) return next;
  const ready = [...change.ready, from];
  return pursueChange(withDuties(next, { change: { ...change, ready } }), ctx, settings);
}

/** A round has lasted an election timeout: it is too slow to be the last, and one of many that are is given up. */
export function onCatchUpTimeout(state: State, ctx: Ctx, settings: Settings): State {
  if (state.role !== 'leader') return state;
  const { catchUp, change } = state.duties;
  if (catchUp === null || change === null) return state;
  const slow = slowRound(catchUp, ctx, settings);
  if (slow !== undefined) return withDuties(state, { catchUp: slow });
  return conclude(state, change, 'failed', `${catchUp.server} does not catch up`, ctx);
}
