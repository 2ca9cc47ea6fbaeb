// Systems side by side: what a run shows of one of them, and what several runs of it come to. Plain data and pure functions.
import type { Unit } from './distribution.ts';
import type { Duration } from './time.ts';
import type { VerdictName } from './verdict.ts';

/** A part of a whole: operations answered of those invoked. */
export type Part = { readonly part: number; readonly whole: number };

/** What the scenario measures besides; of several runs the median, of a property the share of runs in which it held. */
export type MeasuredStanding = {
  readonly name: string;
  readonly unit: Unit;
  readonly isProperty: boolean;
  readonly value: number | undefined;
};

/** Undefined: there was nothing to measure. */
export type Standing = {
  /** By level, strongest first; empty where the workload has none. */
  readonly levels: readonly { readonly level: string; readonly verdict: VerdictName }[];
  /** From the last heal until all servers held the same; `never`: at the end they still differed. */
  readonly converged: Duration | 'never' | undefined;
  readonly lost: Part | undefined;
  /** Of the oldest read. */
  readonly staleness: Duration | undefined;
  readonly answered: { readonly [of in 'majority' | 'minority' | 'whole']: Part | undefined };
  readonly longestGap: Duration | undefined;
  readonly p99: { readonly [phase in 'before' | 'during' | 'after']: Duration | undefined };
  readonly measures: readonly MeasuredStanding[];
};

/** One cell block of the table: a system in a row, over its seeds. */
export type StandingReport = {
  readonly system: string;
  /** Undefined: the scenario has no rows. */
  readonly row: string | undefined;
  readonly seeds: number;
  readonly standing: Standing;
};

const worst: readonly VerdictName[] = ['violated', 'unknown', 'ok'];

/** A level counts as violated if it is at one seed; figures are medians, the lower one of two. */
export function joinStandings(runs: readonly Standing[]): Standing {
  const durations = (pick: (run: Standing) => Duration | undefined) => median(runs.flatMap((run) => pick(run) ?? []));
  const parts = (pick: (run: Standing) => Part | undefined): Part | undefined => {
    const found = runs.flatMap((run) => pick(run) ?? []);
    return found.length === 0 ? undefined : { part: sum(found, 'part'), whole: sum(found, 'whole') };
  };
  return {
    levels: joinLevels(runs),
    converged: joinConverged(runs),
    lost: parts(({ lost }) => lost),
    staleness: durations(({ staleness }) => staleness),
    answered: {
      whole: parts(({ answered }) => answered.whole),
      majority: parts(({ answered }) => answered.majority),
      minority: parts(({ answered }) => answered.minority),
    },
    longestGap: durations(({ longestGap }) => longestGap),
    p99: {
      before: durations(({ p99 }) => p99.before),
      during: durations(({ p99 }) => p99.during),
      after: durations(({ p99 }) => p99.after),
    },
    measures: joinMeasures(runs),
  };
}

function joinLevels(runs: readonly Standing[]): Standing['levels'] {
  const names = [...new Set(runs.flatMap(({ levels }) => levels.map(({ level }) => level)))];
  return names.map((level) => {
    const found = runs.flatMap(({ levels }) => levels.filter((each) => each.level === level));
    const verdict = worst.find((name) => found.some((each) => each.verdict === name)) ?? 'unknown';
    return { level, verdict };
  });
}

function joinMeasures(runs: readonly Standing[]): Standing['measures'] {
  return (runs[0]?.measures ?? []).map((measure, index) => {
    const values = runs.flatMap(({ measures }) => measures[index]?.value ?? []);
    const held = values.filter((value) => value === 1).length;
    const share = values.length === 0 ? undefined : held / values.length;
    return { ...measure, value: measure.isProperty ? share : median(values) };
  });
}

function joinConverged(runs: readonly Standing[]): Standing['converged'] {
  const found = runs.flatMap(({ converged }) => converged ?? []);
  if (found.includes('never')) return 'never';
  return median(found.filter((each) => each !== 'never'));
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length / 2) - 1];
}

function sum(parts: readonly Part[], key: keyof Part): number {
  return parts.reduce((total, part) => total + part[key], 0);
}
