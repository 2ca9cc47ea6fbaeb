// What is claimed of a measure over all runs of a sweep, and what others have published of it. A value is written in the
// measure's own unit.
import { type Published, type Statistic, statistics, type Unit } from '../../contract/distribution.ts';
import type { Ratio } from '../../contract/system.ts';
import type { DistributionExpectation, PublishedExpectation, SweepClaim } from '../scenario.ts';
import type { ExpectDocument } from '../schema/expect.ts';
import type { DistributionDocument, ReproducesDocument } from '../schema/measure.ts';
import { didYouMean, oneOf } from '../suggest.ts';
import type { Path } from '../text/position.ts';
import { quoted } from '../text/printable.ts';
import type { Context } from './context.ts';
import { unitOf } from './measures.ts';
import { parsed, readValue } from './values.ts';

type ClaimDocument = Extract<ExpectDocument, { distribution: unknown } | { reproduces: unknown } | { misses: unknown }>;

export function buildSweepClaim(item: ClaimDocument, path: Path, context: Context): SweepClaim | undefined {
  if (context.draft.sweep === undefined) {
    const message = 'a distribution is of many runs: write sweep: { seeds: 200, quick: 5 }';
    context.problems.add('contradiction', path, message, { part: 'key' });
  }
  if ('distribution' in item) return distribution(item.distribution, [...path, 'distribution'], context);
  const isMiss = 'misses' in item;
  return isMiss
    ? againstPublished(item.misses, isMiss, [...path, 'misses'], context)
    : againstPublished(item.reproduces, isMiss, [...path, 'reproduces'], context);
}

function distribution(
  written: DistributionDocument,
  path: Path,
  context: Context,
): DistributionExpectation | undefined {
  const { problems } = context;
  const unit = measured(written.of, [...path, 'of'], context);
  if (unit === undefined) return undefined;
  const bounds = statistics.flatMap((statistic) => {
    const { atLeast, atMost } = written[statistic] ?? {};
    if (written[statistic] === undefined) return [];
    const at = [...path, statistic];
    const pair = {
      atLeast: atLeast === undefined ? undefined : readValue(atLeast, unit, [...at, 'atLeast'], context),
      atMost: atMost === undefined ? undefined : readValue(atMost, unit, [...at, 'atMost'], context),
    };
    checkBounds([atLeast, atMost], isBelow(pair.atMost, pair.atLeast), at, context);
    if (pair.atLeast === 0) {
      problems.add('vacuous-claim', [...at, 'atLeast'], 'nothing is less than 0: it cannot fail; leave it out');
    }
    return [{ statistic, bounds: pair }];
  });
  const shares = Object.entries(written.within ?? {}).map(([limit, { atLeast, atMost }]) => {
    const at = [...path, 'within', limit];
    const isCrossed = atLeast !== undefined && atMost !== undefined && isBelow(real(atMost), real(atLeast));
    checkBounds([atLeast, atMost], isCrossed, at, context);
    const isVacuous = atLeast?.numerator === 0 || (atMost !== undefined && real(atMost) === 1);
    if (isVacuous) problems.add('vacuous-claim', at, 'every share is from 0% to 100%: it cannot fail; leave it out');
    return { within: readValue(limit, unit, at, context, 'key') ?? 0, atLeast, atMost };
  });
  if (bounds.length + shares.length === 0) nothingClaimed('median, mean, max or within', path, context);
  return { kind: 'distribution', of: written.of, unit, bounds, shares };
}

function isBelow(a: number | undefined, b: number | undefined): boolean {
  return a !== undefined && b !== undefined && a < b;
}

function real({ numerator, denominator }: Ratio): number {
  return numerator / denominator;
}

function checkBounds(bounds: readonly unknown[], isCrossed: boolean, path: Path, context: Context): void {
  if (bounds.every((bound) => bound === undefined)) nothingClaimed('atLeast or atMost', path, context);
  if (!isCrossed) return;
  context.problems.add('contradiction', [...path, 'atMost'], 'it is less than atLeast: the two cannot both be');
}

function nothingClaimed(examples: string, path: Path, { problems }: Context): void {
  problems.add('nothing-claimed', path, `nothing is claimed here: add ${examples}`, { part: 'key' });
}

/** Each figure that is claimed has to be published; of a scenario with rows its rows may publish it. */
function againstPublished(
  written: ReproducesDocument,
  isMiss: boolean,
  path: Path,
  context: Context,
): PublishedExpectation | undefined {
  const { problems, draft } = context;
  const unit = measured(written.of, [...path, 'of'], context);
  if (unit === undefined) return undefined;
  const claimed = [...statistics, 'within' as const].filter((key) => written[key] !== undefined);
  if (claimed.length === 0) nothingClaimed('median: 10%, or another figure with its tolerance', path, context);
  const base = { kind: 'published', of: written.of, unit, isMiss } as const;
  if (draft.sweep?.over !== undefined) return { ...base, figures: [], shares: [] };
  const published = draft.published?.[written.of];
  for (const key of claimed) {
    if (published?.[key] !== undefined) continue;
    const message = `no ${key} of ${written.of} is published: write published: { ${written.of}: { ${key}: … } }`;
    problems.add('contradiction', [...path, key], message, { part: 'key' });
  }
  const own = publishedOf(written.of, unit, context, []);
  const figures = own.figures.flatMap(({ statistic, value }) => {
    const tolerance = written[statistic];
    return tolerance === undefined ? [] : [{ statistic, value, tolerance }];
  });
  const { within } = written;
  const shares = within === undefined ? [] : own.shares.map((share) => ({ ...share, tolerance: within }));
  return { ...base, figures, shares };
}

export function buildPublished(context: Context): readonly Published[] {
  return Object.keys(context.draft.published ?? {}).flatMap((name) => {
    const path = ['published', name];
    const unit = measured(name, path, context, 'key');
    return unit === undefined ? [] : [publishedOf(name, unit, context, path)];
  });
}

/** With an empty path nothing is reported: that is done once, where the figures are read first. */
function publishedOf(name: string, unit: Unit, context: Context, path: Path): Published {
  const figures = context.draft.published?.[name] ?? {};
  const read = (written: string | number, at: Path, part?: 'key'): number | undefined =>
    path.length === 0 ? parsed(written, unit).value : readValue(written, unit, at, context, part);
  return {
    measure: name,
    figures: statistics.flatMap((statistic: Statistic) => {
      const written = figures[statistic];
      const value = written === undefined ? undefined : read(written, [...path, statistic]);
      return value === undefined ? [] : [{ statistic, value }];
    }),
    shares: Object.entries(figures.within ?? {}).flatMap(([limit, share]) => {
      const within = read(limit, [...path, 'within', limit], 'key');
      return within === undefined ? [] : [{ within, share }];
    }),
  };
}

/** The unit of the measure of this name. */
function measured(name: string, path: Path, context: Context, part?: 'key'): Unit | undefined {
  const { draft, problems } = context;
  const found = draft.measure.find((measure) => measure?.name === name);
  if (found !== undefined) return unitOf(found, context);
  const names = draft.measure.flatMap((measure) => measure?.name ?? []);
  const hint = didYouMean(name, names);
  // A measure that is wrong itself may be the one that is meant.
  if (hint === undefined && draft.measure.includes(undefined)) return undefined;
  const known = names.length === 0 ? 'the scenario has no measure' : `expected ${oneOf(names)}`;
  problems.add('unknown-name', path, `there is no measure ${quoted(name)}: ${known}`, { hint, ...(part && { part }) });
  return undefined;
}
