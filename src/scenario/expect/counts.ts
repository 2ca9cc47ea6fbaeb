// How many operations came to which end, and how often a role was taken.
import type { Time } from '../../contract/time.ts';
import type {
  BecomesExpectation,
  Bounds,
  OperationCount,
  OperationsExpectation,
  StopsExpectation,
  Window,
} from '../scenario.ts';
import { counted, durationText, operationText } from '../words.ts';
import { operationsIn } from './available.ts';
import { type Evidence, type Measure, measure, unknown } from './finding.ts';
import { momentOfCount } from './moments.ts';
import type { ClientOperation } from './operations.ts';
import { EVERYBODY, type Segment, segmentsOf } from './segments.ts';

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
  const changes = evidence.result.roleChanges.filter(({ role: taken }) => taken === role);
  return judgeTimes(changes, window, bounds, evidence);
}

export function judgeStops({ of, window, bounds }: StopsExpectation, evidence: Evidence): Measure {
  const { nodes } = evidence.scenario;
  const isMeant = (id: string): boolean =>
    of === undefined ||
    (of.select === 'node'
      ? of.node === id
      : nodes.some((node) => node.id === id && 'group' in of && node.group === of.group));
  return judgeTimes(
    evidence.result.halts.filter(({ node }) => isMeant(node)),
    window,
    bounds,
    evidence,
  );
}

type Happening = { readonly node: string; readonly time: Time; readonly event: number };

/** A window up to the end of the run includes its last instant. */
export function happeningsIn<H extends Happening>(
  segments: readonly Segment[],
  all: readonly H[],
  end: Time,
): readonly H[] {
  return all.filter(({ time }) =>
    segments.some(({ from, to }) => time >= from && (time < to || (time === to && to === end))),
  );
}

/** How often something happened to a node within a window. */
function judgeTimes(all: readonly Happening[], window: Window, bounds: Bounds, evidence: Evidence): Measure {
  const found = segmentsOf(window, EVERYBODY, evidence);
  if ('unknown' in found) return unknown(found.unknown);
  const within = happeningsIn(found.segments, all, evidence.result.time);
  const isHeld = isWithin(within.length, bounds);
  // Too few have none: what did not happen has no event.
  const deciding = bounds.atMost === undefined ? undefined : within[bounds.atMost];
  const who = within.slice(0, 5).map(({ node, time }) => `${node} at ${durationText(time)}`);
  const list = who.length === 0 ? '' : ` (${who.join(', ')}${within.length > who.length ? ', …' : ''})`;
  return measure(isHeld, counted(within.length, 'time') + list, deciding?.event);
}
