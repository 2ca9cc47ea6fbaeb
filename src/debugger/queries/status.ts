// What the header and the status line say.
import { branchText } from '../../contract/branch-text.ts';
import type { RunVerdict } from '../../contract/report.ts';
import type { Time } from '../../contract/time.ts';
import { type Branch, branchOf, type Session } from '../session.ts';
import { deedText } from './deed-text.ts';
import { timelineOf, violationsKnown } from './events.ts';
import { propertiesAt } from './properties.ts';

export type Status = {
  readonly file: string;
  readonly name: string;
  readonly seed: string;
  readonly event: number;
  /** Events known by now. */
  readonly known: number;
  readonly isDone: boolean;
  readonly time: Time;
  /** Properties violated at the cursor, and in all that is known. */
  readonly violatedHere: number;
  readonly violated: number;
  /** Of the scenario, once the run is done. */
  readonly verdict: RunVerdict | undefined;
  readonly branch: Branch;
  readonly branches: number;
};

export function statusOf(session: Session): Status {
  const { source, cursor, branches } = session;
  const branch = branchOf(session);
  const timeline = timelineOf(session);
  const late =
    timeline.judgement?.properties.filter(({ verdict }) => verdict === 'violated').map(({ name }) => name) ?? [];
  return {
    file: source.file,
    name: source.name,
    seed: source.plan.seed,
    event: cursor,
    known: branch.known,
    isDone: branch.isDone,
    time: cursor < 0 ? 0 : timeline.event(cursor).time,
    violatedHere: propertiesAt(session).filter(({ status }) => status === 'violated').length,
    violated: new Set([...violationsKnown(session).map(({ property }) => property), ...late]).size,
    verdict: timeline.judgement?.verdict,
    branch,
    branches: branches.length,
  };
}

/** `scenario:seed:event`, and the branch if it is not the run itself. `--at` takes it. */
export function momentOf(session: Session): string {
  const { source, cursor } = session;
  const branch = branchText(branchOf(session).interventions);
  return `${source.file}:${source.plan.seed}:${cursor}${branch === '' ? '' : `:${branch}`}`;
}

export type HitsAt = {
  readonly count: number;
  /** How many of them are hidden. */
  readonly hidden: number;
  /** The cursor's among them, from 1; undefined: it is none. */
  readonly nth: number | undefined;
  /** All known events have been looked at. */
  readonly isComplete: boolean;
};

/** Matches of the search; undefined: nothing is searched for. */
export function hitsAt(session: Session): HitsAt | undefined {
  const { engine, search, hidden, cursor } = session;
  const { interventions, known } = branchOf(session);
  if (search === undefined) return undefined;
  const { list, scanned } = engine.matches(interventions, search);
  const away = hidden === undefined ? undefined : engine.matches(interventions, hidden).list;
  let both = 0;
  if (away !== undefined) for (let i = 0; i < list.length; i++) if (away.has(list.at(i))) both++;
  const nth = list.has(cursor) ? list.below(cursor) + 1 : undefined;
  return { count: list.length, hidden: both, nth, isComplete: scanned >= known };
}

/** How many of the known events are hidden. */
export function hiddenCount(session: Session): { readonly count: number; readonly isComplete: boolean } {
  const { engine, hidden } = session;
  const { interventions, known } = branchOf(session);
  if (hidden === undefined) return { count: 0, isComplete: true };
  const { list, scanned } = engine.matches(interventions, hidden);
  return { count: list.length, isComplete: scanned >= known };
}

/** The deeds of a branch in words, one each. */
export function deedsOf({ source }: Session, { interventions }: Branch): readonly string[] {
  return interventions.map((deed) => {
    return deed.do === 'skip' ? `skip event ${deed.at}` : `${deedText(source, deed)} before event ${deed.at}`;
  });
}
