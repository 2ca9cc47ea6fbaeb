// What `--json` prints of a run: stable names, integers in the units that the names say.
import type { Parted } from '../campaign/repeat.ts';
import type { RunReport } from '../contract/report.ts';
import { stepOf } from '../display/card.ts';
import type { ScenarioSummary } from '../display/summary.ts';

export function jsonRun(report: RunReport, step = stepOf(report)): { readonly [field: string]: unknown } {
  const { scenario, seed, verdict, reason, fingerprint, events, simulatedUs, wallMs, consistency, moment } = report;
  const { modules, isInterrupted } = report;
  return {
    scenario,
    seed: jsonSeed(seed),
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
    availability: Object.fromEntries(
      report.availability.map(({ of, answered, invoked, longestGap }) => [
        of,
        { answered, invoked, longestGapUs: longestGap ?? null },
      ]),
    ),
    latency: Object.fromEntries(
      report.latency.map(({ f, count, p50, p99, max }) => [f, { count, p50Us: p50, p99Us: p99, maxUs: max }]),
    ),
    faults: report.windows.map(({ name, text, from, to, nodes, skipped }) => ({
      name,
      text,
      fromUs: from,
      toUs: to ?? null,
      nodes,
      skipped: skipped ?? null,
    })),
    failures: report.failures.map(({ what, reason: why, event, time, isExpected }) => ({
      what,
      reason: why,
      event,
      timeUs: time,
      expected: isExpected,
    })),
    counts: report.counts,
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
  };
}
