// What the meters of a system recorded in a window, and messages and writes by kind.
import type { Sample } from '../../contract/figures.ts';
import type { Bounds, FigureExpectation, KindsExpectation, Percentile, Sampling, Window } from '../scenario.ts';
import { counted, valueText } from '../words.ts';
import { isWithin } from './counts.ts';
import { type Evidence, type Measure, measure, unknown } from './finding.ts';
import { percentileOf } from './latency.ts';
import { EVERYBODY, segmentsOf } from './segments.ts';

/** Ascending by value. */
export function samplesIn(
  { of, window }: { readonly of: string; readonly window: Window },
  evidence: Evidence,
): readonly Sample[] | { readonly unknown: string } {
  const found = segmentsOf(window, EVERYBODY, evidence);
  if ('unknown' in found) return found;
  const { samples = [], time: end } = evidence.result;
  const isIn = ({ time }: Sample) =>
    found.segments.some(({ from, to }) => time >= from && (time < to || (to === end && time === end)));
  return samples.filter((sample) => sample.figure === of && isIn(sample)).sort((a, b) => a.value - b.value);
}

/** Undefined: nothing was recorded, and of nothing there is no maximum. */
export function sampled(samples: readonly Sample[], sampling: Sampling): number | undefined {
  const values = samples.map(({ value }) => value);
  if (sampling === 'count') return values.length;
  if (sampling === 'total') return values.reduce((total, value) => total + value, 0);
  if (values.length === 0) return undefined;
  return sampling === 'min' ? values[0] : percentileOf(values, sampling satisfies Percentile);
}

export function judgeFigure(expectation: FigureExpectation, evidence: Evidence): Measure {
  const samples = samplesIn(expectation, evidence);
  if ('unknown' in samples) return unknown(samples.unknown);
  const { unit, of, bounds } = expectation;
  const found = bounds.map((each) => ({ ...each, value: sampled(samples, each.sampling) }));
  const text = found.flatMap(({ sampling, value }) =>
    value === undefined || sampling === 'count' ? [] : [`${sampling} ${valueText(value, unit)}`],
  );
  const told = [...text, `${counted(samples.length, 'sample')} of ${of}`].join(', ');
  const broken = found.find(({ value, bounds: within }) => value !== undefined && !isWithin(value, within));
  if (broken !== undefined) return measure(false, told, momentOf(samples, broken));
  return found.some(({ value }) => value === undefined)
    ? unknown(`nothing was recorded of ${of}`)
    : measure(true, told);
}

/** Of too much the sample that shows it: the largest, or the first that is one too many. */
function momentOf(
  samples: readonly Sample[],
  {
    sampling,
    value,
    bounds,
  }: { readonly sampling: Sampling; readonly value: number | undefined; readonly bounds: Bounds },
): number | undefined {
  const isTooMuch = value! > (bounds.atMost ?? value!);
  if (sampling !== 'count') return samples[isTooMuch ? samples.length - 1 : 0]?.event;
  return isTooMuch ? [...samples].sort((a, b) => a.event - b.event)[bounds.atMost!]?.event : undefined;
}

export function countOfKinds(
  { of, kinds }: Pick<KindsExpectation, 'of' | 'kinds'>,
  { result }: Pick<Evidence, 'result'>,
): number {
  const counts = result.kindCounts?.[of === 'messages' ? 'sent' : 'written'] ?? {};
  return (kinds ?? Object.keys(counts)).reduce(
    (total, kind) => total + (Object.hasOwn(counts, kind) ? counts[kind]! : 0),
    0,
  );
}

export function judgeKinds(expectation: KindsExpectation, evidence: Evidence): Measure {
  const count = countOfKinds(expectation, evidence);
  const noun = expectation.of === 'messages' ? 'message' : 'write';
  return measure(isWithin(count, expectation.bounds), counted(count, noun));
}
