// How a server comes up: boot and recovery are one path. What was not on disk is gone, and the state machine begins at the
// snapshot; entries after it are applied again as a leader's commit index arrives.
import { emptyMachine } from '../kv/index.ts';
import { resetElectionTimer } from './election-timer.ts';
import { firstConfiguration, latestIn } from './in-force.ts';
import { emptyLog, type Log, lastTerm, logAfter, termAt } from './log.ts';
import { sayLostDisk } from './rejoin.ts';
import type { Snapshot } from './snapshot.ts';
import type { Ballot, Ctx, Durable, Follower, Settings } from './state.ts';

const UNBORN: Ballot = { term: 0, votedFor: null };

export function start(ctx: Ctx, durable: Readonly<Partial<Durable>>, settings: Settings): Follower {
  const { disk, incarnation } = ctx.boot;
  const hasForgotten = disk === 'empty' && incarnation > 1;
  if (hasForgotten && settings.emptyDisk === 'refuse') {
    ctx.halt('nothing is on its disk, and it was a member before');
  }
  const blank = hasForgotten && settings.emptyDisk === 'learn' ? { ...UNBORN, blankSince: incarnation } : UNBORN;
  // So that an empty disk says that this server was never here, or has lost all it knew.
  if (disk === 'empty' && (incarnation === 1 || blank !== UNBORN)) ctx.persist({ vote: blank }, { kind: 'vote' });
  resetElectionTimer(ctx, settings);
  const state = restored(ctx, { vote: blank, ...durable }, settings);
  sayLostDisk(state, ctx);
  return state;
}

function restored(ctx: Ctx, durable: Readonly<Partial<Durable>>, settings: Settings): Follower {
  const { vote, log: written = emptyLog } = durable;
  const snapshot = durable.snapshot ?? null;
  const log = snapshot === null || reaches(written, snapshot) ? written : logAfter(snapshot.index, snapshot.term);
  const index = snapshot?.index ?? 0;
  return {
    ...ballotOf(vote, log, ctx.self),
    leader: null,
    log,
    commitIndex: index,
    lastApplied: index,
    machine: snapshot?.machine ?? { ...emptyMachine, values: settings.machine.empty },
    snapshot,
    ...latestIn(log, snapshot, firstConfiguration(ctx, settings)),
    reads: [],
    // It may have promised a leader's lease not to vote, and has forgotten it.
    hasFreshLeader: settings.reads === 'lease' && ctx.boot.incarnation > 1,
    role: 'follower',
    asked: [],
  };
}

/** A snapshot that was installed may have been written without the log that begins after it. */
function reaches(log: Log, { index, term }: Snapshot): boolean {
  return termAt(log, index) === term;
}

/**
 * The term and vote to go on with. A log may be ahead of its term: where both are one write (`writes: together`) that was
 * torn, or where it was put there by hand. What may have been voted in that term is not known then: the vote counts as
 * spent.
 */
function ballotOf(vote: Ballot | undefined, log: Log, self: string): Ballot {
  const ballot = vote ?? UNBORN;
  return lastTerm(log) > ballot.term ? { ...ballot, term: lastTerm(log), votedFor: self } : ballot;
}
