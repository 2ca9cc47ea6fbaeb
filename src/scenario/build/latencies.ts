// How long messages take: a range, a table of quantiles, or a mixture of distributions.
import type { LatencyMixture, LatencyPart, LinkConditions } from '../../contract/faults.ts';
import type { Duration } from '../../contract/time.ts';
import { boundsOf } from '../../network/mixture.ts';
import {
  exponentialTable,
  normalTable,
  type PercentilePoint,
  percentileTable,
  type QuantileTable,
} from '../../network/quantiles.ts';
import type { Problems } from '../problem.ts';
import {
  type DistributionDocument,
  type LatencyDocument,
  type PartDocument,
  type PercentileName,
  percentiles,
} from '../schema/conditions.ts';
import { oneOf } from '../suggest.ts';
import type { Path } from '../text/position.ts';
import { durationText } from '../words.ts';
import { buildWeights } from './shares.ts';

type Latency = Pick<LinkConditions, 'latencyMin' | 'latencyMax' | 'latencyTable' | 'latencyMixture'>;

export function buildLatency(latency: LatencyDocument, path: Path, problems: Problems): Partial<Latency> {
  const even = { latencyTable: undefined, latencyMixture: undefined };
  if ('max' in latency) return { ...even, latencyMin: latency.min, latencyMax: latency.max };
  const { plus = 0 } = latency;
  const kind = kindOf(latency, ['mixture'], path, problems);
  if (kind === 'mixture' || kind === 'pareto') {
    const parts =
      kind === 'mixture' ? partsOf(latency.mixture!, [...path, 'mixture'], problems) : wholeOf(latency, path, problems);
    if (parts === undefined) return {};
    const latencyMixture: LatencyMixture = { parts, plus };
    const { min, max } = boundsOf(latencyMixture);
    return { latencyMin: min, latencyMax: max, latencyTable: undefined, latencyMixture };
  }
  const table = kind && tableOf(kind, latency, path, problems);
  if (table === undefined) return {};
  const latencyTable = plus === 0 ? table : table.map((value) => value + plus);
  return { latencyMin: latencyTable[0]!, latencyMax: latencyTable.at(-1)!, latencyTable, latencyMixture: undefined };
}

/** What latencies are like in size: their greatest, and where there is none the greatest of means and least values. */
export function scaleOf({ latencyMax, latencyMixture }: LinkConditions | Omit<LinkConditions, 'reorderBy'>): Duration {
  if (latencyMixture === undefined) return latencyMax;
  const scales = latencyMixture.parts.map((part) => {
    if (part.kind === 'exponential') return part.mean;
    if (part.kind === 'pareto') return part.least;
    return part.kind === 'uniform' ? part.max : part.table.at(-1)!;
  });
  return latencyMixture.plus + Math.max(...scales);
}

type Kind = 'exponential' | 'pareto' | 'normal' | 'percentiles' | 'mixture' | 'uniform';

/** Which distribution it is: the one of these keys that is there. `more`: what is known here beside the usual ones. */
function kindOf(
  written: DistributionDocument,
  more: readonly ('mixture' | 'uniform')[],
  path: Path,
  problems: Problems,
): Kind | undefined {
  const points = pointsOf(written);
  const named = (['exponential', 'pareto', 'normal', ...more] as const).filter((key) => written[key] !== undefined);
  const keys = [...named, ...(points.length === 0 ? [] : [points[0]!.name])];
  if (keys.length !== 1) {
    const found = keys.length === 0 ? 'found none of them' : `found ${oneOf(keys, 'and')}: keep one`;
    const known = ['exponential', 'pareto', 'normal', ...(more.includes('uniform') ? ['uniform'] : ['a mixture'])];
    const message = `a distribution is ${known.join(', ')}, or given by percentiles p0 to p100: ${found}`;
    problems.add('contradiction', keys.length === 0 ? path : [...path, keys[1]!], message, { part: 'key' });
    return undefined;
  }
  const kind = named[0] ?? 'percentiles';
  for (const [key, owner] of Object.entries({ shape: 'pareto', deviation: 'normal', least: 'normal' } as const)) {
    if (written[key as 'shape'] === undefined || owner === kind) continue;
    const name = owner === 'pareto' ? 'Pareto' : owner;
    problems.add('contradiction', [...path, key], `${key} is of a ${name} distribution: leave it out`, { part: 'key' });
  }
  return kind;
}

function partsOf(written: readonly PartDocument[], path: Path, problems: Problems): readonly LatencyPart[] | undefined {
  const weights = buildWeights(written, path, problems);
  const parts = written.map((part, index): LatencyPart | undefined => {
    const at = [...path, index];
    const kind = kindOf(part, ['uniform'], at, problems);
    return kind && partOf(kind, part, weights?.[index] ?? 1, at, problems);
  });
  return weights === undefined || parts.includes(undefined) ? undefined : (parts as readonly LatencyPart[]);
}

/** A Pareto by itself is a mixture of one: its tail fits into no table. */
function wholeOf(written: DistributionDocument, path: Path, problems: Problems): readonly LatencyPart[] | undefined {
  const part = partOf('pareto', written, 1, path, problems);
  return part && [part];
}

function partOf(
  kind: Kind,
  written: DistributionDocument,
  weight: number,
  path: Path,
  problems: Problems,
): LatencyPart | undefined {
  const { uniform, exponential, pareto, shape } = written;
  if (kind === 'uniform') return { weight, kind, ...uniform! };
  if (kind === 'exponential') return { weight, kind, mean: exponential! };
  if (kind !== 'pareto') {
    const table = tableOf(kind, written, path, problems);
    return table && { weight, kind: 'table', table };
  }
  if (shape === undefined) {
    missing('pareto', 'shape: 2', path, problems);
    return undefined;
  }
  if (pareto === 0) {
    const message = 'found 0s, expected some time: it is the least of a Pareto distribution, and all of it a multiple';
    problems.add('wrong-value', [...path, 'pareto'], message);
  }
  if (shape <= 0) {
    const message = `found ${shape}, expected a number above 0: the greater it is, the lighter the tail`;
    problems.add('wrong-value', [...path, 'shape'], message);
  }
  return pareto === 0 || shape <= 0 ? undefined : { weight, kind, least: pareto!, shape };
}

function missing(kind: string, example: string, path: Path, problems: Problems): void {
  const key = example.slice(0, example.indexOf(':'));
  const message = `the key "${key}" is missing: expected for example ${example}`;
  problems.add('missing', [...path, kind], message, { part: 'key' });
}

function tableOf(
  kind: Kind,
  { exponential, normal, deviation, least, ...rest }: DistributionDocument,
  path: Path,
  problems: Problems,
): QuantileTable | undefined {
  if (kind === 'exponential') return exponentialTable(exponential!);
  if (kind === 'percentiles') return percentilesOf(pointsOf(rest), path, problems);
  if (deviation !== undefined) return normalTable(normal!, deviation, least ?? 0);
  missing('normal', 'deviation: 1ms', path, problems);
  return undefined;
}

type Point = PercentilePoint & { readonly name: PercentileName };

function pointsOf(latency: DistributionDocument): readonly Point[] {
  return (Object.keys(percentiles) as PercentileName[]).flatMap((name) => {
    const value = latency[name];
    return value === undefined ? [] : [{ name, percent: percentiles[name], value }];
  });
}

function percentilesOf(points: readonly Point[], path: Path, problems: Problems): QuantileTable | undefined {
  const missing = (['p0', 'p100'] as const).filter((name) => !points.some((point) => point.name === name));
  if (missing.length > 0) {
    const message = `${oneOf(missing, 'and')} ${missing.length > 1 ? 'are' : 'is'} missing: percentiles go from the least, p0, to the greatest, p100`;
    problems.add('missing', path, message, { part: 'key' });
    return undefined;
  }
  const falls = points.findIndex((point, index) => index > 0 && point.value < points[index - 1]!.value);
  if (falls === -1) return percentileTable(points.map(({ percent, value }) => ({ percent, value })));
  const [before, point] = [points[falls - 1]!, points[falls]!];
  const message = `${durationText(point.value)} is less than ${before.name} with ${durationText(before.value)}: percentiles do not fall`;
  problems.add('contradiction', [...path, point.name], message);
  return undefined;
}
