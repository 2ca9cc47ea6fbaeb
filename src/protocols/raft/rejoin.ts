// Who may stand for election, and how a server that lost its disk comes back.
//
// A server without its disk has forgotten votes and entries that others count on. It may take part again only as a new
// member: left out of the configuration, let in as a learner, sent everything, made a voter. Its log, as it is filled
// again, also shows configurations of its former lives; so the change that lets it in names the life it is in now. Until
// it sees that one it gives no vote and wants none, and what it acknowledges counts for no quorum: it may have voted for
// a later leader than the one it hears now, and acknowledged other entries to that one.
import type { NodeId } from '../../contract/ids.ts';
import { isVoter } from './configuration.ts';
import { firstConfiguration, latestIn } from './in-force.ts';
import type { LostDisk } from './messages.ts';
import { type Ctx, type Indexes, type Leader, type Settings, type State, withDuties, withIndex } from './state.ts';

/**
 * Voters stand. So does a server whose removal is in its log but may not be committed yet: the change can need its vote,
 * or its very leadership, to be committed at all (thesis §4.2.2). One that was never a member, or only learns, does not.
 */
export function mayStand(state: State, ctx: Ctx, settings: Settings): boolean {
  const { configuration, configurationIndex, commitIndex, log, snapshot, blankSince } = state;
  if (blankSince !== undefined) return false;
  if (isVoter(configuration, ctx.self)) return true;
  if (configurationIndex <= commitIndex) return false;
  const before = latestIn(log, snapshot, firstConfiguration(ctx, settings), configurationIndex - 1);
  return isVoter(before.configuration, ctx.self);
}

/** Says to whoever leads that it has nothing any more; again at each election timeout, until it is let in. */
export function sayLostDisk(state: State, ctx: Ctx): void {
  const { blankSince: incarnation } = state;
  if (incarnation === undefined) return;
  for (const peer of ctx.peers) ctx.send(peer, { kind: 'LostDisk', incarnation });
}

/** The leader remembers it for the change that will let the server in. */
export function onLostDisk(state: State, { incarnation }: LostDisk, from: NodeId): State {
  return state.role === 'leader' ? withBlank(state, from, incarnation) : state;
}

/** What an acknowledgement says of this; nothing, in the common case. */
export function blankMark({ blankSince }: State): { readonly blankSince?: number } {
  return blankSince === undefined ? NO_MARK : { blankSince };
}

const NO_MARK = {} as const;

export function withBlank(state: Leader, from: NodeId, incarnation: number | undefined): Leader {
  const { blanks } = state.duties;
  if (incarnation === undefined || (blanks[from] ?? 0) >= incarnation) return state;
  return withDuties(state, { blanks: withIndex(blanks, from, incarnation) });
}

/** It lost its disk, and the configuration in force does not let it in in that life. */
export function isForgetful({ duties, configuration }: Leader, id: NodeId): boolean {
  const { blanks } = duties;
  return blanks[id] !== undefined && configuration.readmitted?.[id] !== blanks[id];
}

/** How far each member counts for a commit. */
export function countedMatches(state: Leader): Indexes {
  let counted = state.matchIndex;
  for (const id of Object.keys(state.duties.blanks)) if (isForgetful(state, id)) counted = withIndex(counted, id, 0);
  return counted;
}

/** Once it is let in as one that has nothing, nobody counts on what it forgot: it may become a voter again. */
export function rejoined<S extends State>(state: S, ctx: Ctx): S {
  const { blankSince, configuration, term, votedFor } = state;
  if (blankSince === undefined || isVoter(configuration, ctx.self)) return state;
  if (configuration.readmitted?.[ctx.self] !== blankSince) return state;
  ctx.persist({ vote: { term, votedFor } }, { kind: 'vote' });
  const { blankSince: _, ...rest } = state;
  return rest as S;
}
