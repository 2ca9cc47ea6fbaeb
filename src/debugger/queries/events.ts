// Events as the screen lists them, and what they have to do with each other.
import { countWhile } from '../../base/halving.ts';
import type { Violation } from '../../contract/property.ts';
import type { TraceEvent } from '../../contract/trace.ts';
import type { LostMessage } from '../../kernel/index.ts';
import type { Landmark, Told } from '../indexes.ts';
import { branchOf, type Session } from '../session.ts';
import type { Timeline } from '../timeline.ts';

export type StepEvent = TraceEvent & {
  /** Known events that it led to. */
  readonly effects: readonly number[];
  /** What its handler noted. */
  readonly remarks: readonly string[];
  /** What its handler sent and the network lost at once. */
  readonly lost: readonly LostMessage[];
  /** Sentences of the scenario that are told here. */
  readonly notes: readonly string[];
  /** Properties that are violated from here on. */
  readonly violated: readonly string[];
  readonly isHit: boolean;
  readonly isHidden: boolean;
  readonly isMarked: boolean;
  /** A node takes up or lays down a role, or comes into another term. */
  readonly isTurn: boolean;
};

export function timelineOf(session: Session): Timeline {
  return session.engine.timeline(branchOf(session).interventions);
}

/** A known event; undefined outside of what is known. */
export function eventAt(session: Session, index = session.cursor): StepEvent | undefined {
  const { known, interventions } = branchOf(session);
  if (index < 0 || index >= known) return undefined;
  const { engine, search, hidden, marks, current, source } = session;
  const timeline = timelineOf(session);
  const event = timeline.event(index);
  const told = timeline.is('note', index) ? timeline.told(index).filter((each) => each.event === index) : [];
  return {
    ...event,
    effects: timeline.effects(index).filter((effect) => effect < known),
    remarks: timeline.remarks(index),
    lost: timeline.losses(index),
    notes: told.map(({ note }) => source.notes[note]!.says),
    violated: timeline.is('violation', index) ? violatedAt(session, index) : [],
    isHit: search !== undefined && engine.matches(interventions, search).has(index),
    isHidden: hidden !== undefined && engine.matches(interventions, hidden).has(index),
    isMarked: marks.some((mark) => mark.branch === current && mark.event === index),
    isTurn: timeline.is('turn', index),
  };
}

/** All violations that are known by now, wherever the cursor is. */
export function violationsKnown(session: Session): readonly Violation[] {
  const { known } = branchOf(session);
  return known === 0 ? [] : timelineOf(session).snapshot(known - 1).after.violations;
}

/** Of one snapshot for all events: each of its own would be walked to. */
function violatedAt(session: Session, index: number): readonly string[] {
  return violationsKnown(session)
    .filter(({ event }) => event === index)
    .map(({ property }) => property);
}

/** The events that are listed: up to `before` of them before an event and `after` behind it, without the hidden ones. */
export function eventsAround(
  session: Session,
  before: number,
  after: number,
  center = session.cursor,
): readonly StepEvent[] {
  const { known } = branchOf(session);
  const found: StepEvent[] = [];
  for (let index = center, left = before; index > 0 && left > 0; left--) {
    const earlier = nextVisible(session, index, -1);
    if (earlier === undefined) break;
    index = earlier;
    found.unshift(eventAt(session, index)!);
  }
  if (center >= 0 && center < known) found.push(eventAt(session, center)!);
  for (let index = center, left = after; left > 0; left--) {
    const later = nextVisible(session, index, 1);
    if (later === undefined) break;
    index = later;
    found.push(eventAt(session, index)!);
  }
  return found;
}

/** The nearest known event that is not hidden. */
export function nextVisible(session: Session, from: number, by: 1 | -1): number | undefined {
  const { known, interventions } = branchOf(session);
  const { hidden, engine } = session;
  const matches = hidden === undefined ? undefined : engine.matches(interventions, hidden);
  for (let index = from + by; index >= 0 && index < known; index += by) {
    if (matches === undefined || !matches.has(index)) return index;
  }
  return undefined;
}

/** The cursor's event, what led to it, what led to that, and so on; the first of all last. */
export function causeChain(session: Session, most = 20, index = session.cursor): readonly StepEvent[] {
  const chain: StepEvent[] = [];
  for (let at: number | undefined = index; at !== undefined && chain.length < most; ) {
    const event: StepEvent | undefined = eventAt(session, at);
    if (event === undefined) break;
    chain.push(event);
    at = event.cause;
  }
  return chain;
}

/** The same chain as indexes alone. */
export function causeIndexes(session: Session, most: number): ReadonlySet<number> {
  const chain = new Set<number>();
  const timeline = timelineOf(session);
  const { known } = branchOf(session);
  for (let at: number | undefined = session.cursor; at !== undefined && chain.size < most; ) {
    if (at < 0 || at >= known) break;
    chain.add(at);
    at = timeline.event(at).cause;
  }
  return chain;
}

/** Event indexes of a kind among the known ones, `from` to `to` exclusive. */
export function landmarksBetween(session: Session, kind: Landmark, from: number, to: number): readonly number[] {
  return timelineOf(session).landmarks(kind, from, Math.min(to, branchOf(session).known));
}

export type NarrationAt = {
  readonly event: number;
  readonly says: string;
  /** How many sentences have been told by now, this one among them, and how many there are. */
  readonly nth: number;
  readonly of: number;
};

/** The sentence that was told last, at the cursor or before it, with its event. */
export function narration(session: Session): NarrationAt | undefined {
  const { notes } = session.source;
  const told = timelineOf(session).told(session.cursor);
  const last = told.reduce<Told | undefined>((a, b) => (a === undefined || b.event >= a.event ? b : a), undefined);
  return last && { event: last.event, says: notes[last.note]!.says, nth: told.length, of: notes.length };
}

/** How many events take place in each of `buckets` equal parts of the known events' time, and whether a fault lasts. */
export function activity(
  session: Session,
  buckets: number,
): readonly { readonly events: number; readonly from: number }[] {
  const { known } = branchOf(session);
  const timeline = timelineOf(session);
  if (known === 0 || buckets < 1) return [];
  const end = timeline.event(known - 1).time + 1;
  const firstAt = (time: number) => countWhile(known, (at) => timeline.event(at).time < time);
  const edges = Array.from({ length: buckets + 1 }, (_, i) => firstAt(Math.floor((end * i) / buckets)));
  return Array.from({ length: buckets }, (_, i) => ({ events: edges[i + 1]! - edges[i]!, from: edges[i]! }));
}
