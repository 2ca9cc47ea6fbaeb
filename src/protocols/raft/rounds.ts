// Rounds of heartbeats: how a leader learns that it still leads, without a word about logs (§8, thesis §6.4). An answer to
// round r says that its sender knew of no later term when it answered, so at some time after r was sent.
import type { NodeId } from '../../contract/ids.ts';
import type { Duration } from '../../contract/time.ts';
import { type Configuration, eachOther, reachedByQuorum } from './configuration.ts';
import { type Ctx, type Leader, type Rounds, type Settings, withIndex } from './state.ts';

/** Asks all members once more, and answers at once itself. `reads`: what waits from now on, if that has changed. */
export function startRound(state: Leader, ctx: Ctx, settings: Settings, reads = state.reads): Leader {
  const { term, configuration } = state;
  const { latest, answered: before, sent: earlier, leaseUntil } = state.rounds;
  const round = latest + 1;
  eachOther(configuration, ctx.self, (id) => ctx.send(id, { kind: 'Heartbeat', term, round }));
  const now = ctx.monotonic;
  // A round so old that its lease would be over is of no use any more; without answers they would only become more.
  const useful = earlier.filter(({ at }) => now < at + leaseTime(settings));
  const sent = settings.reads === 'lease' ? [...useful, { round, at: now }] : earlier;
  const rounds = { latest: round, answered: withIndex(before, ctx.self, round), sent, leaseUntil };
  return { ...state, reads, rounds: withLease(configuration, rounds, settings) };
}

/** A member has answered a round. */
export function answered(state: Leader, from: NodeId, round: number, settings: Settings): Leader {
  const { latest, answered: before, sent, leaseUntil } = state.rounds;
  const rounds = { latest, answered: withIndex(before, from, round), sent, leaseUntil };
  return { ...state, rounds: withLease(state.configuration, rounds, settings) };
}

/** The latest round that a quorum has answered, this server included. */
export function confirmedRound({ configuration, rounds }: Pick<Leader, 'configuration' | 'rounds'>): number {
  return reachedByQuorum(configuration, rounds.answered);
}

/**
 * Thesis §6.4.1: no other leader can be elected until a quorum has not heard of this one for the shortest election
 * timeout, by their clocks. The time counts from when the round was sent, and is cut by how much faster those clocks may
 * run.
 */
function withLease(configuration: Configuration, rounds: Rounds, settings: Settings): Rounds {
  if (settings.reads !== 'lease') return rounds;
  const confirmed = confirmedRound({ configuration, rounds });
  const latest = rounds.sent.findLast(({ round }) => round <= confirmed);
  if (latest === undefined) return rounds;
  const sent = rounds.sent.filter(({ round }) => round > confirmed);
  return { ...rounds, sent, leaseUntil: latest.at + leaseTime(settings) };
}

function leaseTime({ electionTimeoutMin, clockDrift }: Settings): Duration {
  return Math.floor((electionTimeoutMin * 100) / (100 + clockDrift));
}

/** Whether its lease runs by its own clock, which must be one that nobody can set. */
export function hasLease({ rounds, duties }: Leader, ctx: Ctx): boolean {
  return !duties.isLeaseVoid && rounds.leaseUntil !== null && ctx.monotonic < rounds.leaseUntil;
}
