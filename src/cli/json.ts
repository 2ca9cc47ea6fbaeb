// What `--json` prints of a run: stable names, integers in the units that the names say.
import type { Parted } from '../campaign/repeat.ts';
import type { Part, StandingReport } from '../contract/comparison.ts';
import {
  type Distribution,
  figureOf,
  type MeasuredReport,
  type Published,
  statistics,
} from '../contract/distribution.ts';
import type { RowReport, RunReport } from '../contract/report.ts';
import { stepOf } from '../display/card.ts';
import type { ScenarioSummary } from '../display/summary.ts';

export function jsonRun(report: RunReport, step = stepOf(report)): { readonly [field: string]: unknown } {
  const { scenario, seed, verdict, reason, fingerprint, events, simulatedUs, wallMs, consistency, moment } = report;
  const { modules, isInterrupted, row } = report;
  return {
    scenario,
    seed: jsonSeed(seed),
    ...(row === undefined ? {} : { row }),
    verdict,
    ...(reason === undefined ? {} : { reason }),
    ...(isInterrupted === true ? { interrupted: true } : {}),
    ...(modules === undefined ? {} : { modules }),
    fingerprint: fingerprint ?? null,
    events,
    simulatedUs,
    wallMs,
    expectations: report.expectations.map(({ kind, text, verdict: judged, found }) => ({
      text,
      verdict: judged,
      found,
      kind,
    })),
    consistency,
    ...(report.levels === undefined ? {} : { levels: report.levels }),
    availability: Object.fromEntries(
      report.availability.map(({ of, answered, invoked, longestGap }) => [
        of,
        { answered, invoked, longestGapUs: longestGap ?? null },
      ]),
    ),
    latency: Object.fromEntries(
      report.latency.map(({ f, count, p50, p99, max }) => [f, { count, p50Us: p50, p99Us: p99, maxUs: max }]),
    ),
    faults: report.windows.map(({ name, text, from, to, nodes, skipped, note }) => ({
      name,
      text,
      fromUs: from,
      toUs: to ?? null,
      nodes,
      skipped: skipped ?? null,
      ...(note === undefined ? {} : { note }),
    })),
    failures: report.failures.map(({ what, reason: why, event, time, isExpected }) => ({
      what,
      reason: why,
      event,
      timeUs: time,
      expected: isExpected,
    })),
    counts: report.counts,
    ...(report.measures.length === 0 ? {} : { measures: Object.fromEntries(report.measures.map(jsonMeasure)) }),
    moment,
    step,
  };
}

/** Runs that were another one by themselves; nothing where there are none. */
export function jsonParted(parted: readonly Parted[]): { readonly notDeterministic?: readonly object[] } {
  if (parted.length === 0) return {};
  return {
    notDeterministic: parted.map(({ file, seed, fingerprint, alone }) => ({
      scenario: file,
      seed: jsonSeed(seed),
      fingerprint,
      alone,
    })),
  };
}

function jsonSeed(seed: string): number | string {
  return /^\d{1,15}$/.test(seed) ? Number(seed) : seed;
}

/** A scenario over all its seeds. */
export function jsonScenario({ reports, sweep }: ScenarioSummary): { readonly [field: string]: unknown } {
  return {
    scenario: reports[0]!.scenario,
    seeds: reports.length,
    verdict: sweep.verdict,
    expectations: sweep.expectations.map(({ text, verdict, found, kind }) => ({ text, verdict, found, kind })),
    ...(sweep.rows.some(({ distributions }) => distributions.length > 0) ? { rows: sweep.rows.map(jsonRow) } : {}),
    ...(sweep.rows.some(({ standing }) => standing !== undefined)
      ? { comparison: sweep.rows.flatMap(({ standing }) => (standing === undefined ? [] : [jsonStanding(standing)])) }
      : {}),
  };
}

/** A row over all its seeds, with the whole of each distribution; of a scenario without rows the one row has no name. */
function jsonRow({ row, runs, verdict, distributions, published }: RowReport): { readonly [field: string]: unknown } {
  const measures = distributions.map((distribution) => {
    const theirs = published.find(({ measure }) => measure === distribution.measure);
    return [distribution.measure, jsonDistribution(distribution, theirs)];
  });
  return { row: row ?? null, runs, verdict, measures: Object.fromEntries(measures) };
}

/** A system in a row of a comparison. `null`: there was nothing to measure. */
function jsonStanding({ system, row, seeds, standing }: StandingReport): object {
  const { levels, converged, lost, staleness, answered, longestGap, p99, measures } = standing;
  const part = (found: Part | undefined, of: string) =>
    found === undefined ? null : { [of]: found.part, invoked: found.whole };
  return {
    system,
    row: row ?? null,
    seeds,
    levels: Object.fromEntries(levels.map(({ level, verdict }) => [level, verdict])),
    convergedUs: converged ?? null,
    lost: lost === undefined ? null : { lost: lost.part, acknowledged: lost.whole },
    stalenessUs: staleness ?? null,
    answered: {
      whole: part(answered.whole, 'answered'),
      majority: part(answered.majority, 'answered'),
      minority: part(answered.minority, 'answered'),
    },
    longestGapUs: longestGap ?? null,
    p99Us: { before: p99.before ?? null, during: p99.during ?? null, after: p99.after ?? null },
    measures: Object.fromEntries(measures.map(({ name, value }) => [name, value ?? null])),
  };
}

/** Durations are in microseconds, shares from 0 to 1. `null`: all that is known is that it is more than `moreThan` has. */
function jsonDistribution(distribution: Distribution, published: Published | undefined): object {
  const { unit, values, beyond, unmeasured } = distribution;
  const figures = statistics.flatMap((name) => {
    const figure = figureOf(distribution, name);
    return figure === undefined ? [] : [{ name, ...figure }];
  });
  const open = figures.filter(({ isMore }) => isMore).map(({ name, value }) => [name, value] as const);
  return {
    unit: unit === 'duration' ? 'us' : unit,
    ...Object.fromEntries(figures.map(({ name, value, isMore }) => [name, isMore ? null : value])),
    ...(open.length === 0 ? {} : { moreThan: Object.fromEntries(open) }),
    values,
    beyond,
    unmeasured,
    ...(published === undefined ? {} : { published: jsonPublished(published) }),
  };
}

function jsonPublished({ figures, shares }: Published): object {
  const within = shares.map(({ within: limit, share }) => ({ limit, share: share.numerator / share.denominator }));
  return {
    ...Object.fromEntries(figures.map(({ statistic, value }) => [statistic, value])),
    ...(within.length === 0 ? {} : { within }),
  };
}

function jsonMeasure({ name, unit, value, beyond }: MeasuredReport): readonly [string, object] {
  const known = beyond === undefined ? {} : { moreThan: beyond };
  return [name, { unit: unit === 'duration' ? 'us' : unit, value: value ?? null, ...known }];
}
