// The time after which a server stands for election (§5.2), and how long it keeps to a leader it has heard of
// (thesis §4.2.3).
//
//   without stickiness   |---- election: drawn from min to max ----|
//   with it              |---- quiet: min ----|-- election: the rest of max, drawn --|
//                         votes are refused     votes are given
//
// Both fire at times drawn evenly from min to max; with stickiness the draw is made only when the first part is over.
import type { Ctx, Settings, State } from './state.ts';

/** Drawn anew each time, so that split votes do not repeat (§5.2). */
export function resetElectionTimer(ctx: Ctx, { electionTimeoutMin, electionTimeoutMax, stickiness }: Settings): void {
  if (!stickiness) {
    ctx.setTimer({ kind: 'election' }, electionTimeoutMin, electionTimeoutMax);
    return;
  }
  ctx.cancelTimer('election');
  ctx.setTimer({ kind: 'quiet' }, electionTimeoutMin);
}

/** A leader of this or an earlier term spoke. */
export function hearLeader<S extends State>(state: S, ctx: Ctx, settings: Settings): S {
  if (!state.hasFreshLeader) {
    resetElectionTimer(ctx, settings);
    return settings.stickiness ? { ...state, hasFreshLeader: true } : state;
  }
  // The common case: the first part runs, so the second is not set.
  ctx.setTimer({ kind: 'quiet' }, settings.electionTimeoutMin);
  return state;
}

/** Nothing was heard of a leader for the shortest election timeout: from now on it may be replaced. */
export function onQuiet(state: State, ctx: Ctx, { electionTimeoutMin, electionTimeoutMax }: Settings): State {
  if (state.role === 'leader') return state;
  ctx.setTimer({ kind: 'election' }, 0, electionTimeoutMax - electionTimeoutMin);
  return state.hasFreshLeader ? { ...state, hasFreshLeader: false } : state;
}

/**
 * Thesis §4.2.3: a server that hears from a leader takes no part in replacing it, unless that leader asked for it. The
 * term does not matter: a lease may count on this time even where the server has meanwhile seen a higher term. So it is
 * for a leader itself, which checks its quorum to notice that it should make way.
 */
export function isLoyal(state: State, { stickiness, checkQuorum }: Settings): boolean {
  if (!stickiness) return false;
  return state.role === 'leader' ? checkQuorum : state.hasFreshLeader;
}
