// The simulation goes on, in slices: what is looked for is looked for, filters look at what is new, and the branch that is
// looked at runs on. The caller says how much; nothing here knows the time.
import { moveTo, reach } from './position.ts';
import { seekOn } from './seek.ts';
import { branchOf, type Session } from './session.ts';

export type Budget = {
  /** Events to run at most. Default: as many as the time allows. */
  readonly events?: number;
  /** Asked after every part of a few hundred events: true ends the slice. */
  readonly isTimeUp?: () => boolean;
};

/** Events of a part: about a millisecond of a Raft cluster. */
const PART = 256;

/** Something is left to do. */
export function isBusy(session: Session): boolean {
  return session.seek !== undefined || idleBranch(session) !== undefined || !isScanned(session);
}

export function advance(session: Session, { events = Number.POSITIVE_INFINITY, isTimeUp }: Budget): Session {
  let here = session;
  for (let left = events; left > 0 && isBusy(here); left -= PART) {
    here = part(here, Math.min(PART, left));
    if (isTimeUp?.() === true) break;
  }
  return here;
}

function part(session: Session, events: number): Session {
  let here = seekOn(session, events * 4);
  scanOn(here, events * 4);
  const id = idleBranch(here);
  if (id !== undefined) here = reach(here, here.branches[id]!.known + events, id);
  return here.isFollowing ? { ...moveTo(here, branchOf(here).known - 1), isFollowing: !branchOf(here).isDone } : here;
}

/** The branch that has more to come: the current one, then the one that it is compared with. */
function idleBranch(session: Session): number | undefined {
  const { current, comparedWith, branches } = session;
  return [current, comparedWith].find((id) => id !== undefined && branches[id]?.isDone === false);
}

function filtersOf({ search, hidden }: Session): readonly string[] {
  return [search, hidden].filter((text) => text !== undefined);
}

function isScanned(session: Session): boolean {
  const { interventions, known } = branchOf(session);
  return filtersOf(session).every((text) => session.engine.matches(interventions, text).scanned >= known);
}

function scanOn(session: Session, events: number): void {
  const { interventions } = branchOf(session);
  for (const text of filtersOf(session)) session.engine.matches(interventions, text).scan(events);
}
