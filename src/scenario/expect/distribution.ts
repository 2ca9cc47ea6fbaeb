// Judges what a scenario claims of its measures over all seeds of a sweep. Claims on distributions need all of them: a
// quick sweep judges none.
import {
  countWithin,
  type Distribution,
  distributionOf,
  type Figure,
  figureOf,
  type MeasuredReport,
  sizeOf,
} from '../../contract/distribution.ts';
import type { SweepExpectation, Unjudged } from '../../contract/report.ts';
import type { Ratio } from '../../contract/system.ts';
import { errorText, pointsText } from '../../display/distribution.ts';
import {
  type Bounds,
  type DistributionExpectation,
  isSweepClaim,
  type PublishedExpectation,
  type Scenario,
  type SweepClaim,
} from '../scenario.ts';
import { counted, valueText } from '../words.ts';
import type { Judged } from './finding.ts';
import { expectationText } from './text.ts';

/** What has to be known of a scenario to judge its measures: plain data. */
export type Sheet = {
  readonly measures: readonly Pick<MeasuredReport, 'name' | 'unit'>[];
  readonly published: Scenario['published'];
  readonly claims: readonly { readonly index: number; readonly claim: SweepClaim }[];
};

export function sheetOf({ measures, published, expectations }: Scenario): Sheet {
  return {
    measures: measures.map(({ name, unit }) => ({ name, unit })),
    published,
    claims: expectations.flatMap((claim, index) => (isSweepClaim(claim) ? [{ index, claim }] : [])),
  };
}

type Measured = { readonly measures: readonly MeasuredReport[] };

export function distributionsOf({ measures }: Pick<Sheet, 'measures'>, runs: readonly Measured[]) {
  return measures.map(({ name, unit }): Distribution => {
    const values = runs.flatMap((run) => run.measures.filter((measured) => measured.name === name));
    return distributionOf(name, unit, values);
  });
}

/** `runs`: those that the distributions are of. A claim that failed names the one that lies farthest out. `unjudged`: why not. */
export function judgeDistributions(
  { claims }: Sheet,
  distributions: readonly Distribution[],
  { unjudged, runs = [] }: { readonly unjudged?: Unjudged | undefined; readonly runs?: readonly SeededRun[] } = {},
): readonly SweepExpectation[] {
  return claims.map(({ index, claim }) => {
    const distribution = distributions.find(({ measure }) => measure === claim.of);
    const size = distribution === undefined ? 0 : sizeOf(distribution);
    const parts = distribution === undefined || size === 0 ? [] : judgeClaim(claim, distribution);
    const verdict = parts.length === 0 ? 'unknown' : verdictOfAll(parts.map((part) => part.verdict));
    const found = parts.length === 0 ? 'nothing was measured' : parts.map((part) => part.found).join(', ');
    const far = unjudged !== undefined ? undefined : farthest(claim, parts, runs);
    return {
      key: `expect.${index}`,
      kind: 'expectation',
      text: expectationText({ ...claim, line: 0 }),
      verdict: unjudged === undefined ? verdict : 'not judged',
      unjudged,
      found: `${found} of ${counted(size, 'run')}${openText(distribution)}${far === undefined ? '' : `; ${far.text}`}`,
      isVacuous: false,
      seed: far?.seed,
      event: undefined,
    };
  });
}

function openText(distribution: Distribution | undefined): string {
  const { beyond = [], unmeasured = 0 } = distribution ?? {};
  const open = beyond.length === 0 ? '' : `; ${beyond.length} ended first`;
  return open + (unmeasured === 0 ? '' : `; ${unmeasured} not measured`);
}

type SeededRun = Measured & { readonly seed: string };

/** The run that is worth opening: the one with the most where a figure is too high, else the one with the least. */
function farthest(
  { of, unit }: SweepClaim,
  parts: readonly Part[],
  runs: readonly SeededRun[],
): { readonly seed: string; readonly text: string } | undefined {
  const failed = parts.find(({ verdict, side }) => verdict === 'failed' && side !== undefined);
  if (failed === undefined) return undefined;
  const isMost = failed.side === 'above';
  const seen = runs.flatMap(({ seed, measures }) => {
    const { value, beyond } = measures.find(({ name }) => name === of) ?? {};
    // Of one that ended first it is known that it would have been more.
    const least = beyond ?? value;
    return least === undefined ? [] : [{ seed, least, isMore: beyond !== undefined }];
  });
  const order = (a: (typeof seen)[number], b: (typeof seen)[number]) =>
    Number(a.isMore) - Number(b.isMore) || a.least - b.least;
  const [first, ...others] = seen;
  if (first === undefined) return undefined;
  const far = others.reduce((a, b) => ((isMost ? order(b, a) : order(a, b)) > 0 ? b : a), first);
  const figure = figureText({ value: far.least, isMore: far.isMore }, unit);
  return { seed: far.seed, text: `the ${isMost ? 'most' : 'least'} is ${figure}, at seed ${far.seed}` };
}

/** `side`: where the runs lie that break it. Undefined: a miss that is none, to which all belong. */
type Part = { readonly verdict: Judged; readonly found: string; readonly side?: 'above' | 'below' | undefined };

function judgeClaim(claim: SweepClaim, distribution: Distribution): readonly Part[] {
  return claim.kind === 'distribution' ? judgeBounds(claim, distribution) : judgePublished(claim, distribution);
}

function judgeBounds({ unit, bounds, shares }: DistributionExpectation, distribution: Distribution): readonly Part[] {
  return [
    ...bounds.map(({ statistic, bounds: within }): Part => {
      const figure = figureOf(distribution, statistic)!;
      const side = within.atMost !== undefined && figure.value > within.atMost ? 'above' : 'below';
      return { verdict: isFigureWithin(figure, within), found: `${statistic} ${figureText(figure, unit)}`, side };
    }),
    ...shares.map(({ within, atLeast, atMost }): Part => {
      const { least, most } = countWithin(distribution, within);
      const size = sizeOf(distribution);
      const isSure = between(least / size, most / size, { atLeast: share(atLeast), atMost: share(atMost) });
      const side = atLeast !== undefined && most / size < share(atLeast)! ? 'above' : 'below';
      return { verdict: isSure, found: shareText(least, size, valueText(within, unit)), side };
    }),
  ];
}

function judgePublished(claim: PublishedExpectation, distribution: Distribution): readonly Part[] {
  const { unit, isMiss } = claim;
  const turned = (verdict: Judged): Judged =>
    !isMiss || verdict === 'unknown' ? verdict : verdict === 'held' ? 'failed' : 'held';
  return [
    ...claim.figures.map(({ statistic, value, tolerance }): Part => {
      const figure = figureOf(distribution, statistic)!;
      const by = value * share(tolerance)!;
      const verdict = isFigureWithin(figure, { atLeast: value - by, atMost: value + by });
      const error = figure.isMore ? '' : ` (${errorText(figure.value, value)})`;
      const side = isMiss ? undefined : figure.value > value ? 'above' : 'below';
      return { verdict: turned(verdict), found: `${statistic} ${figureText(figure, unit)}${error}`, side };
    }),
    ...claim.shares.map(({ within, share: published, tolerance }): Part => {
      const { least, most } = countWithin(distribution, within);
      const size = sizeOf(distribution);
      const [middle, by] = [share(published)!, share(tolerance)!];
      const verdict = between(least / size, most / size, { atLeast: middle - by, atMost: middle + by });
      const error = ` (${pointsText(least / size, middle)})`;
      const side = isMiss ? undefined : least / size < middle ? 'above' : 'below';
      return { verdict: turned(verdict), found: `${shareText(least, size, valueText(within, unit))}${error}`, side };
    }),
  ];
}

/** Exact, as claims are: a bound may be as near. */
function figureText({ value, isMore }: Figure, unit: Distribution['unit']): string {
  return `${isMore ? 'more than ' : ''}${valueText(value, unit)}`;
}

function shareText(count: number, size: number, limit: string): string {
  return `${valueText(count / size, 'share')} within ${limit}`;
}

function share(ratio: Ratio | undefined): number | undefined {
  return ratio && ratio.numerator / ratio.denominator;
}

/** A figure that is only known to be more than something may break an upper bound, and keep a lower one. */
function isFigureWithin({ value, isMore }: Figure, bounds: Bounds): Judged {
  return between(value, isMore ? Number.POSITIVE_INFINITY : value, bounds);
}

/** Whether all from `least` to `most` is within the bounds, or nothing of it. */
function between(least: number, most: number, { atLeast, atMost }: Bounds): Judged {
  const [low, high] = [atLeast ?? Number.NEGATIVE_INFINITY, atMost ?? Number.POSITIVE_INFINITY];
  if (most < low || least > high) return 'failed';
  return least >= low && most <= high ? 'held' : 'unknown';
}

function verdictOfAll(verdicts: readonly Judged[]): Judged {
  if (verdicts.includes('failed')) return 'failed';
  return verdicts.includes('unknown') ? 'unknown' : 'held';
}
