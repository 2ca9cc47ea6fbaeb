// Two branches side by side, at the first event at which they are not the same.
import { equalPlain } from '../../base/plain.ts';
import type { TraceEvent } from '../../contract/trace.ts';
import { branchOf, type Session } from '../session.ts';
import type { Timeline } from '../timeline.ts';
import { type PropertyAt, propertiesAt } from './properties.ts';

export type Comparison = {
  readonly one: number;
  readonly other: number;
  /** The first event that differs; undefined: as far as both are known they are the same. */
  readonly event: number | undefined;
  /** What happens there in each; undefined: that branch has ended. */
  readonly here: TraceEvent | undefined;
  readonly there: TraceEvent | undefined;
  /** Properties whose status differs at the end of what is known of each. */
  readonly properties: readonly { readonly name: string; readonly here: PropertyAt; readonly there: PropertyAt }[];
  /** Both have been run to their ends. */
  readonly isComplete: boolean;
};

/** The current branch and the one that it is compared with; undefined: with none. */
export function comparison(session: Session): Comparison | undefined {
  const other = session.branches[session.comparedWith ?? -1];
  if (other === undefined) return undefined;
  const one = branchOf(session);
  const [a, b] = [one, other].map(({ interventions }) => session.engine.timeline(interventions)) as [
    Timeline,
    Timeline,
  ];
  const event = firstDifference(session, a, b);
  const at = (timeline: Timeline) =>
    event === undefined || event >= timeline.known ? undefined : timeline.event(event);
  const elsewhere = { ...session, current: other.id };
  const there = propertiesAt(elsewhere, b.known - 1);
  const properties = propertiesAt(session, a.known - 1).flatMap((here) => {
    const counterpart = there.find(({ name }) => name === here.name)!;
    return counterpart.status === here.status ? [] : [{ name: here.name, here, there: counterpart }];
  });
  const isComplete = a.isDone && b.isDone;
  return { one: one.id, other: other.id, event, here: at(a), there: at(b), properties, isComplete };
}

/** Two branches that part at an event are the same before it: the search begins where they part. */
function firstDifference(session: Session, a: Timeline, b: Timeline): number | undefined {
  const both = Math.min(a.known, b.known);
  let event = sharedEvents(session);
  while (event < both && isSame(a.event(event), b.event(event))) event++;
  if (event < both) return event;
  const isShorter = (timeline: Timeline) => timeline.isDone && timeline.known === both;
  return a.known !== b.known && (isShorter(a) || isShorter(b)) ? both : undefined;
}

function sharedEvents(session: Session): number {
  const [one, other] = [branchOf(session), session.branches[session.comparedWith!]!];
  const [a, b] = [one.interventions, other.interventions];
  const common = a.findIndex((deed, i) => b[i] === undefined || JSON.stringify(deed) !== JSON.stringify(b[i]));
  const from = common === -1 ? Math.min(a.length, b.length) : common;
  return Math.min(
    a[from]?.at ?? Number.POSITIVE_INFINITY,
    b[from]?.at ?? Number.POSITIVE_INFINITY,
    one.known,
    other.known,
  );
}

/** Sequence numbers count what was sent, so they part before the events do. */
function isSame(one: TraceEvent, other: TraceEvent): boolean {
  return (
    one.kind === other.kind &&
    one.time === other.time &&
    one.node === other.node &&
    one.from === other.from &&
    equalPlain(one.payload, other.payload)
  );
}
