// Looking for an event, a part at a time: among what is known, and as more becomes known. `undefined` from a part of the
// search means that it goes on with the next part.
import { countWhile } from '../base/halving.ts';
import { equalPlain } from '../base/plain.ts';
import { breaksAt } from './breakpoints.ts';
import { valueAt } from './diff.ts';
import { moveTo, say } from './position.ts';
import { timelineOf } from './queries/events.ts';
import { branchOf, type Seek, type Session } from './session.ts';

/** One part of the search: about so many events are looked at. */
export function seekOn(session: Session, events: number): Session {
  const { seek } = session;
  if (seek === undefined) return session;
  switch (seek.for) {
    case 'opening':
      return seekOpening(session);
    case 'event':
      return seekEvent(session, seek.event);
    case 'time':
      return seekTime(session, seek.time);
    case 'landmark':
      return seekLandmark(session, seek);
    case 'match':
      return scan(session, seek, events, `nothing ${direction(seek)} matches ${seek.filter}`, (event) =>
        session.engine.matches(branchOf(session).interventions, seek.filter).has(event),
      );
    case 'breakpoint':
      return scan(session, seek, events, `no breakpoint ${direction(seek)}`, breaksAt(session));
    case 'writer':
      return seekWriter(session, seek);
  }
}

function direction({ isBackwards }: { readonly isBackwards: boolean }): string {
  return isBackwards ? 'before this event' : 'after this event';
}

function found(session: Session, event: number): Session {
  return { ...moveTo(session, event), seek: undefined };
}

function failed(session: Session, text: string): Session {
  return say({ ...session, seek: undefined }, text, true);
}

function seekOpening(session: Session): Session {
  const timeline = timelineOf(session);
  const violation = timeline.nearest('violation', -1, false);
  if (violation !== undefined && violation < branchOf(session).known) return found(session, violation);
  if (!branchOf(session).isDone) return session;
  const event = timeline.judgement?.event;
  return event === undefined ? { ...session, seek: undefined } : found(session, event);
}

function seekEvent(session: Session, event: number): Session {
  const { known, isDone } = branchOf(session);
  if (event < known) return found(session, event);
  return isDone ? failed(moveTo(session, known - 1), `the run has ${known} events, 0 to ${known - 1}`) : session;
}

/** The last event at the time, or before it. */
function seekTime(session: Session, time: number): Session {
  const { known, isDone } = branchOf(session);
  const timeline = timelineOf(session);
  if (!isDone && timeline.event(known - 1).time <= time) return session;
  return found(session, countWhile(known, (at) => timeline.event(at).time <= time) - 1);
}

export const landmarkWords = {
  fault: 'fault',
  turn: 'change of role or term',
  violation: 'violation',
  note: 'sentence',
} as const;

function seekLandmark(session: Session, { kind }: Extract<Seek, { for: 'landmark' }>): Session {
  const { known, isDone } = branchOf(session);
  const event = timelineOf(session).nearest(kind, session.cursor, false);
  if (event !== undefined && event < known) return found(session, event);
  return isDone ? failed(session, `no ${landmarkWords[kind]} after this event`) : session;
}

/** Event by event, from `seek.from` on. */
function scan(
  session: Session,
  seek: Extract<Seek, { for: 'match' | 'breakpoint' }>,
  events: number,
  nothing: string,
  test: (event: number) => boolean,
): Session {
  const { known, isDone } = branchOf(session);
  const by = seek.isBackwards ? -1 : 1;
  let event = seek.from + by;
  for (let left = events; left > 0 && event >= 0 && event < known; left--, event += by) {
    if (test(event)) return found(session, event);
  }
  const isOver = seek.isBackwards ? event < 0 : event >= known && isDone;
  return isOver ? failed(session, nothing) : { ...session, seek: { ...seek, from: event - by } };
}

/** Back, a stretch at a time: within one the node's changes are all known at once. */
function seekWriter(session: Session, seek: Extract<Seek, { for: 'writer' }>): Session {
  const node = session.engine.nodes.indexOf(seek.node);
  const timeline = timelineOf(session);
  const last = timeline.changeBefore(node, seek.from);
  if (last === undefined) return failed(session, `${seek.field} of ${seek.node} is as it was at the start`);
  const { from, changes } = timeline.stretch(node, last);
  const writer = changes.findLast(({ event, before, after }) => {
    if (event >= seek.from) return false;
    const [was, is] = [valueAt(before, seek.field), valueAt(after, seek.field)];
    return was !== is && (was === undefined || is === undefined || !equalPlain(was, is));
  });
  if (writer === undefined) return { ...session, seek: { ...seek, from } };
  const there = found({ ...session, selection: { ...session.selection, isPinned: true } }, writer.event);
  return say(there, `event ${writer.event} last wrote ${seek.field === '' ? 'the state' : seek.field} of ${seek.node}`);
}
