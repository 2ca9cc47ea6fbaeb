// Where a session stands: its cursor, its branch, and how much of that is known.
import { nextVisible, timelineOf } from './queries/events.ts';
import { type Branch, branchOf, type Session } from './session.ts';

/** The session with its current branch changed. */
export function withBranch(session: Session, change: Partial<Branch>, id = session.current): Session {
  const branches = session.branches.map((branch) => (branch.id === id ? { ...branch, ...change } : branch));
  return { ...session, branches };
}

/** The session with at least so many events of a branch known, if it has them. */
export function reach(session: Session, events: number, id = session.current): Session {
  const branch = session.branches[id]!;
  if (branch.isDone || branch.known >= events) return session;
  const timeline = session.engine.timeline(branch.interventions);
  timeline.run(events);
  const known = Math.max(branch.known, Math.min(timeline.known, events));
  return withBranch(session, { known, isDone: timeline.isDone && known === timeline.known }, id);
}

/** The cursor on a known event; where there is none of that index, on the nearest. */
export function moveTo(session: Session, event: number): Session {
  const { known } = branchOf(session);
  const cursor = Math.max(0, Math.min(event, known - 1));
  const { selection } = session;
  const node = selection.isPinned || known === 0 ? undefined : timelineOf(session).event(cursor).node;
  const isElsewhere = node !== undefined && node !== selection.node;
  return {
    ...session,
    cursor,
    isFollowing: false,
    selection: isElsewhere ? { ...selection, node, field: undefined } : selection,
  };
}

/** One visible event on, or back; the same session where there is none. */
export function stepOne(session: Session, by: 1 | -1): Session {
  let here = session;
  for (;;) {
    const next = nextVisible(here, here.cursor, by);
    if (next !== undefined) return moveTo(here, next);
    const { known, isDone } = branchOf(here);
    if (by < 0 || isDone) return session;
    // With a filter that hides all of what is known there may be more behind it.
    here = reach(here, known + 64);
    if (branchOf(here).known === known && !branchOf(here).isDone) return session;
  }
}

export function say(session: Session, text: string, isProblem = false): Session {
  return { ...session, notice: { text, isProblem } };
}
