// How a learner catches up (thesis §4.2.1): round by round it is sent all that the log held when the round began. It is
// ready when a round took less than an election timeout: then what it still lacks costs no more than an election would.
// What follows from it is in `membership.ts`.
import type { NodeId } from '../../contract/ids.ts';
import { lastIndex } from './log.ts';
import { type CatchUp, type Ctx, type Leader, type Settings, withDuties } from './state.ts';

/** Rounds after which a learner counts as too slow, or unreachable (thesis §4.2.1: "a fixed number of rounds (such as 10)"). */
const ROUNDS_MAX = 10;

export function beginCatchUp(state: Leader, server: NodeId, ctx: Ctx, { electionTimeoutMin }: Settings): Leader {
  ctx.setTimer({ kind: 'catchUp' }, electionTimeoutMin);
  return withDuties(state, { catchUp: roundOf(state, server, 1) });
}

function roundOf(state: Leader, server: NodeId, round: number): CatchUp {
  return { server, round, target: lastIndex(state.log), isSlow: false };
}

export function isRoundDone({ matchIndex }: Leader, { server, target }: CatchUp): boolean {
  return (matchIndex[server] ?? 0) >= target;
}

/** Another round after one that took too long; none after one that was quick enough. */
export function finishRound(state: Leader, { server, round, isSlow }: CatchUp, ctx: Ctx, settings: Settings): Leader {
  if (isSlow) {
    ctx.setTimer({ kind: 'catchUp' }, settings.electionTimeoutMin);
    return withDuties(state, { catchUp: roundOf(state, server, round + 1) });
  }
  ctx.cancelTimer('catchUp');
  return withDuties(state, { catchUp: null });
}

/** The round once an election timeout has passed; undefined if there have been enough. */
export function slowRound(catchUp: CatchUp, ctx: Ctx, { electionTimeoutMin }: Settings): CatchUp | undefined {
  if (catchUp.round >= ROUNDS_MAX) return undefined;
  ctx.setTimer({ kind: 'catchUp' }, electionTimeoutMin);
  return { ...catchUp, round: catchUp.round + 1, isSlow: true };
}
