// What `faultline hunt` prints at its end, and the exit code that goes with it.

import { huntCard, stepOfGroup } from '../../display/hunt-card.ts';
import type { HuntReport } from '../../display/hunt-report.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { complain, print, styleFor } from '../terminal.ts';
import type { HuntFlags } from './flags.ts';

/** What the clock on the wall says: apart from the report, which says the same every time. */
export type Rates = { readonly wallMs: number; readonly seeds: number; readonly jobs: number };

export function showHunt(
  report: HuntReport,
  flags: HuntFlags,
  { rates, interrupted }: { readonly rates?: Rates; readonly interrupted: ExitCode | undefined },
): ExitCode {
  const isPartial = interrupted === undefined ? {} : { interrupted: true };
  if (flags.json === true) {
    const speed = rates === undefined ? {} : { rates: { ...rates, seedsPerSecond: perSecond(rates) } };
    print(JSON.stringify({ ...withSteps(report), ...isPartial, ...speed }, null, 2));
  } else if (flags.ndjson === true) print(JSON.stringify({ ...withSteps(report), ...isPartial }));
  else {
    const style = styleFor(process.stdout, flags.color);
    const lines = huntCard(report, style, process.stdout.columns);
    const { done, asked } = report.seeds;
    const end = `INTERRUPTED  ${done} of ${asked} seeds were finished: the same command with --resume goes on`;
    print([...lines, ...(interrupted === undefined ? [] : [style.unsure(end)])].join('\n'));
    if (rates !== undefined && rates.seeds > 0) complain(ratesText(rates));
  }
  return interrupted ?? codeOf(report);
}

/** Each failure with the command that opens it. */
function withSteps(report: HuntReport): object {
  const failures = report.failures.map((group) => ({ ...group, step: stepOfGroup(group, report) }));
  return { ...report, failures };
}

function codeOf({ verdict }: HuntReport): ExitCode {
  const { ok, violated, inconclusive, notDeterministic } = exitCodes;
  return {
    clean: ok,
    failed: violated,
    open: inconclusive,
    untested: inconclusive,
    'not deterministic': notDeterministic,
  }[verdict];
}

function perSecond({ wallMs, seeds }: Rates): number {
  return wallMs === 0 ? 0 : Math.round((10_000 * seeds) / wallMs) / 10;
}

function ratesText(rates: Rates): string {
  const { wallMs, seeds, jobs } = rates;
  return `rate: ${perSecond(rates)} seeds/s (${seeds} seeds in ${(wallMs / 1000).toFixed(1)} s, --jobs ${jobs})`;
}
