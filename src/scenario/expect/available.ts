// Availability: operations invoked in a window and answered within the deadline ÷ operations invoked in it, and the
// longest time without an answered operation.
import type { Ratio } from '../../contract/system.ts';
import type { Duration, Time } from '../../contract/time.ts';
import type { AvailableExpectation } from '../scenario.ts';
import { counted, durationText, percentText } from '../words.ts';
import { type Evidence, type Measure, measure, unknown } from './finding.ts';
import { firstAnswer, firstEventFrom, firstWithoutAnswer } from './moments.ts';
import type { ClientOperation } from './operations.ts';
import { isIn, type Segment, segmentsOf } from './segments.ts';

export type Availability = {
  readonly invoked: number;
  readonly answered: number;
  /** Not counted: the run ended before their deadline passed. */
  readonly cutOff: number;
  /** Not counted: invoked while a fault lasted, and answered only after it had ended (docs/decisions/0011). */
  readonly healed: number;
  readonly longestGap: Duration;
};

/** An operation counts once, however many of the segments it was invoked in. */
export function operationsIn(
  segments: readonly Segment[],
  operations: readonly ClientOperation[],
): readonly ClientOperation[] {
  return operations.filter(({ client, invokedAt }) => segments.some((segment) => isIn(segment, client, invokedAt)));
}

export function availabilityOf(segments: readonly Segment[], operations: readonly ClientOperation[]): Availability {
  const within = operationsIn(segments, operations);
  const cutOff = within.filter(({ outcome }) => outcome === 'cut off').length;
  const healed = within.filter((operation) => isAnsweredByHeal(operation, segments)).length;
  const answered = within.filter(({ outcome }) => outcome === 'answered').length - healed;
  const longestGap = longestGapIn(segments, operations).length;
  return { invoked: within.length - cutOff - healed, answered, cutOff, healed, longestGap };
}

/** The operations that availability counts, in the order of their invocations. */
function countedIn(segments: readonly Segment[], operations: readonly ClientOperation[]): readonly ClientOperation[] {
  return operationsIn(segments, operations).filter(
    (operation) => operation.outcome !== 'cut off' && !isAnsweredByHeal(operation, segments),
  );
}

function isAnsweredByHeal({ client, invokedAt, answeredAt }: ClientOperation, segments: readonly Segment[]): boolean {
  if (answeredAt === undefined) return false;
  return segments.some((segment) => segment.isHealed && isIn(segment, client, invokedAt) && answeredAt >= segment.to);
}

/** `event`: the answer before it; undefined where the gap begins with its segment. */
type Gap = { readonly from: Time; readonly length: Duration; readonly event: number | undefined };

/** The first one of the longest. */
function longestGapIn(segments: readonly Segment[], operations: readonly ClientOperation[]): Gap {
  const gaps = segments.map((segment) => longestGapOf(segment, operations));
  const none: Gap = { from: 0, length: 0, event: undefined };
  return gaps.reduce((longest, gap) => (gap.length > longest.length ? gap : longest), none);
}

/** From the segment's start to its end, at the times when an answer arrived, whenever its operation was invoked. */
function longestGapOf(segment: Segment, operations: readonly ClientOperation[]): Gap {
  const { from, to, clients } = segment;
  const answers = operations.flatMap(({ client, answeredAt: time, completedEvent: event }) =>
    time !== undefined && time >= from && time <= to && clients?.has(client) !== false ? [{ time, event }] : [],
  );
  answers.sort((a, b) => a.time - b.time);
  let longest: Gap = { from, length: 0, event: undefined };
  let last: { readonly time: Time; readonly event: number | undefined } = { time: from, event: undefined };
  for (const next of [...answers, { time: to, event: undefined }]) {
    const length = next.time - last.time;
    if (length > longest.length) longest = { from: last.time, length, event: last.event };
    last = next;
  }
  return longest;
}

export function judgeAvailable(expectation: AvailableExpectation, evidence: Evidence): Measure {
  const found = segmentsOf(expectation.window, expectation.who, evidence);
  if ('unknown' in found) return unknown(found.unknown);
  const { segments } = found;
  const availability = availabilityOf(segments, evidence.operations);
  const { invoked, answered, longestGap } = availability;
  if (invoked === 0) return unknown(`no operation was invoked in it${cutOffText(availability)}`);
  const { atLeast, atMost, longestGap: gapAtMost, gapAtLeast } = expectation;
  const text = availabilityText(availability, gapAtMost !== undefined || gapAtLeast !== undefined);
  const failed = (event: number | undefined) => measure(false, text, event);
  const all = () => countedIn(segments, evidence.operations);
  if (atLeast !== undefined && compare(answered, invoked, atLeast) < 0) return failed(firstWithoutAnswer(all()));
  if (atMost !== undefined && compare(answered, invoked, atMost) > 0) return failed(firstAnswer(all()));
  if (longestGap <= (gapAtMost ?? longestGap) && longestGap >= (gapAtLeast ?? longestGap)) return measure(true, text);
  const gap = longestGapIn(segments, evidence.operations);
  return failed(gap.event ?? firstEventFrom(gap.from, evidence.result));
}

/** The sign of answered / invoked − ratio, in integers: up to 10^9 × 10^6 is exact. */
export function compare(answered: number, invoked: number, { numerator, denominator }: Ratio): number {
  return answered * denominator - numerator * invoked;
}

/** `0 of 118 operations answered (0 %), longest gap 5s; 3 not counted, …` */
export function availabilityText(availability: Availability, withGap: boolean): string {
  const { invoked, answered, longestGap } = availability;
  const share = `${answered} of ${counted(invoked, 'operation')} answered (${percentText(answered, invoked)})`;
  const gap = withGap ? `, longest gap ${durationText(longestGap)}` : '';
  return share + gap + cutOffText(availability);
}

function cutOffText({ cutOff, healed }: Availability): string {
  const ended = cutOff === 0 ? '' : `; ${cutOff} not counted, the run ended before their deadline`;
  return ended + (healed === 0 ? '' : `; ${healed} not counted, answered only after the fault had ended`);
}
