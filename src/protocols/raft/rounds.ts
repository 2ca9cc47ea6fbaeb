// Rounds of heartbeats: how a leader learns that it still leads, without a word about logs (§8, thesis §6.4). An answer to
// round r says that its sender knew of no later term when it answered, so at some time after r was sent.
import { eachOther, reachedByQuorum } from './configuration.ts';
import { type Ctx, type Leader, type Settings, withIndex } from './state.ts';

/** Asks all members once more. */
export function startRound(state: Leader, ctx: Ctx, settings: Settings): Leader {
  const { term } = state;
  const round = state.round + 1;
  eachOther(state.configuration, ctx.self, (id) => ctx.send(id, { kind: 'Heartbeat', term, round }));
  const roundsAnswered = withIndex(state.roundsAnswered, ctx.self, round);
  const roundsSent =
    settings.reads === 'lease' ? [...state.roundsSent, { round, at: ctx.monotonic }] : state.roundsSent;
  return withLease({ ...state, round, roundsAnswered, roundsSent }, settings);
}

/** The latest round that a quorum has answered, this server included. */
export function confirmedRound({ configuration, roundsAnswered }: Leader): number {
  return reachedByQuorum(configuration, roundsAnswered);
}

/**
 * Thesis §6.4.1: no other leader can be elected until a quorum has not heard of this one for the shortest election
 * timeout, by their clocks. The time counts from when the round was sent, and is cut by how much faster those clocks may
 * run.
 */
export function withLease(state: Leader, { reads, electionTimeoutMin, clockDrift }: Settings): Leader {
  if (reads !== 'lease') return state;
  const confirmed = confirmedRound(state);
  const latest = state.roundsSent.findLast(({ round }) => round <= confirmed);
  if (latest === undefined) return state;
  const roundsSent = state.roundsSent.filter(({ round }) => round > confirmed);
  return { ...state, roundsSent, leaseUntil: latest.at + Math.floor((electionTimeoutMin * 100) / (100 + clockDrift)) };
}

/** Whether its lease runs by its own clock, which must be one that nobody can set. */
export function hasLease({ leaseUntil, isLeaseVoid }: Leader, ctx: Ctx): boolean {
  return !isLeaseVoid && leaseUntil !== null && ctx.monotonic < leaseUntil;
}
