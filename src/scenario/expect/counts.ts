// How many operations came to which end, and how often a role was taken.
import type { BecomesExpectation, Bounds, OperationCount, OperationsExpectation } from '../scenario.ts';
import { counted, durationText, operationText } from '../words.ts';
import { operationsIn } from './available.ts';
import { type Evidence, type Measure, measure, unknown } from './finding.ts';
import { momentOfCount } from './moments.ts';
import type { ClientOperation } from './operations.ts';
import { EVERYBODY, segmentsOf } from './segments.ts';

export type OperationCounts = { readonly [C in OperationCount]: number };

/** `invoked` is the sum of the others; what the end of the run cut off is not counted. */
export function countsOf(operations: readonly ClientOperation[]): OperationCounts {
  const count = (outcome: ClientOperation['outcome']) =>
    operations.filter((operation) => operation.outcome === outcome).length;
  return {
    invoked: operations.length - count('cut off'),
    answered: count('answered'),
    refused: count('refused'),
    unknown: count('unknown'),
  };
}

export function isWithin(value: number, { atLeast, atMost }: Bounds): boolean {
  return value >= (atLeast ?? value) && value <= (atMost ?? value);
}

export function judgeOperations(expectation: OperationsExpectation, evidence: Evidence): Measure {
  const { window, who, f } = expectation;
  const found = segmentsOf(window, who, evidence);
  if ('unknown' in found) return unknown(found.unknown);
  const within = operationsIn(found.segments, evidence.operations).filter(
    (operation) => f === undefined || operation.f === f,
  );
  const counts = countsOf(within);
  const broken = expectation.counts.find(({ count, bounds }) => !isWithin(counts[count], bounds));
  const isHeld = broken === undefined;
  // No operation at all proves nothing but that: only a claim on how many were invoked can rest on it.
  const isVacuous = counts.invoked === 0 && isHeld && expectation.counts.every(({ count }) => count !== 'invoked');
  if (isVacuous) return unknown(`no ${operationText(f)} was invoked in it`);
  const figures = expectation.counts.map(({ count }) => `${counts[count]} ${count}`).join(', ');
  const cutOff = within.length - counts.invoked;
  const more = cutOff === 0 ? '' : `; ${cutOff} not counted, the run ended before their deadline`;
  const judged = within.filter(({ outcome }) => outcome !== 'cut off');
  const event = broken && momentOfCount(broken.count, counts[broken.count], broken.bounds, judged);
  return measure(isHeld, figures + more, event);
}

export function judgeBecomes({ role, window, bounds }: BecomesExpectation, evidence: Evidence): Measure {
  const found = segmentsOf(window, EVERYBODY, evidence);
  if ('unknown' in found) return unknown(found.unknown);
  const { roleChanges, time: end } = evidence.result;
  // A window up to the end of the run includes its last instant.
  const changes = roleChanges.filter(
    ({ role: taken, time }) =>
      taken === role &&
      found.segments.some(({ from, to }) => time >= from && (time < to || (time === to && to === end))),
  );
  const isHeld = isWithin(changes.length, bounds);
  // Too few have none: what did not happen has no event.
  const deciding = bounds.atMost === undefined ? undefined : changes[bounds.atMost];
  const who = changes.slice(0, 5).map(({ node, time }) => `${node} at ${durationText(time)}`);
  const list = who.length === 0 ? '' : ` (${who.join(', ')}${changes.length > who.length ? ', …' : ''})`;
  return measure(isHeld, counted(changes.length, 'time') + list, deciding?.event);
}
