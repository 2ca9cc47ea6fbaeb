// Properties as they stand after an event.
import type { Plain } from '../../base/plain.ts';
import { OutsideError } from '../../contract/outside.ts';
import type { Violation } from '../../contract/property.ts';
import type { Session } from '../session.ts';
import { timelineOf, violationsKnown } from './events.ts';
import { snapshotOf } from './nodes.ts';

export type PropertyStatus =
  /** It holds, and something has happened that could have violated it. */
  | 'held'
  | 'violated'
  /** It is judged once the run is over. */
  | 'pending'
  /** Nothing has happened yet that could have violated it. */
  | 'never exercised'
  /** It is judged, and nobody can tell. */
  | 'unknown';

export type PropertyAt = {
  readonly name: string;
  /** What must hold, as a sentence; undefined for what is judged from the history. */
  readonly sentence: string | undefined;
  readonly status: PropertyStatus;
  /** The event at which it was first violated; of one that holds at this event, where it will be, if that is known. */
  readonly since: number | undefined;
  /** Why it is violated or unknown; undefined otherwise. */
  readonly reason: string | undefined;
  readonly witness: Plain | undefined;
};

export function propertiesAt(session: Session, event = session.cursor): readonly PropertyAt[] {
  const { monitors } = session.source.plan;
  const { after } = snapshotOf(session, event);
  const watched = monitors.flatMap((monitor, index) =>
    monitor.properties.map(({ name, sentence }): PropertyAt => {
      const violation = after.violations.find(({ property }) => property === name);
      if (violation !== undefined) return { name, sentence, ...violatedBy(violation) };
      const isExercised = isMet(() => monitor.isExercised(after.memories[index]! as never, name));
      const later = violationsKnown(session).find(({ property }) => property === name)?.event;
      const status = isExercised ? 'held' : 'never exercised';
      return { name, sentence, status, since: later, reason: undefined, witness: undefined };
    }),
  );
  return [...watched, ...judgedAtEnd(session, event)];
}

function violatedBy({ event, reason, witness }: Violation): Omit<PropertyAt, 'name' | 'sentence'> {
  return { status: 'violated', since: event, reason, witness };
}

function isMet(ask: () => boolean): boolean {
  try {
    return ask();
  } catch (error) {
    if (error instanceof OutsideError) return false;
    throw error;
  }
}

function judgedAtEnd(session: Session, event: number): readonly PropertyAt[] {
  const { judgement } = timelineOf(session);
  return session.source.judgedAtEnd.map((name): PropertyAt => {
    const found = judgement?.properties.find((property) => property.name === name);
    const nothing = { sentence: undefined, since: undefined, reason: undefined, witness: undefined };
    if (found === undefined) return { name, status: 'pending', ...nothing };
    const { verdict, reason, event: since } = found;
    if (verdict === 'unknown') return { name, ...nothing, status: 'unknown', reason };
    if (verdict === 'ok') return { name, ...nothing, status: 'held' };
    const isHere = since === undefined || event >= since;
    return { name, ...nothing, status: isHere ? 'violated' : 'held', since, ...(isHere ? { reason } : {}) };
  });
}
