// What a run shows of a system that is compared with others.
import type { LevelVerdict } from '../checkers/index.ts';
import type { Part, Standing } from '../contract/comparison.ts';
import type { MeasuredReport } from '../contract/distribution.ts';
import type { RunResult } from '../kernel/result.ts';
import { agreementIn } from './expect/agreement.ts';
import type { Availability } from './expect/available.ts';
import type { Evidence } from './expect/finding.ts';
import { clientOperations } from './expect/operations.ts';
import { EVERYBODY } from './expect/segments.ts';
import { lostIn, stalenessIn } from './expect/stored.ts';
import type { Scenario } from './scenario.ts';
import { phasesIn, type Summary } from './summary.ts';

const WHOLE = { who: EVERYBODY, window: { during: undefined, from: undefined, to: undefined } };

export function standingOf(
  scenario: Scenario,
  result: RunResult,
  summary: Summary,
  levels: readonly LevelVerdict[],
  measured: readonly MeasuredReport[],
): Standing {
  const evidence: Evidence = { scenario, result, operations: clientOperations(result, scenario.workload?.deadline) };
  const phases = phasesIn(scenario, result);
  const p99 = (wanted: string) => phases.find(({ phase }) => phase === wanted)?.latency.p99;
  const side = (wanted: string) => sumOf(summary.sides.filter((each) => each.side === wanted));
  return {
    levels: levels.map(({ level, verdict }) => ({ level, verdict: verdict.verdict })),
    converged: convergedIn(evidence),
    lost: lost(evidence),
    staleness: staleness(evidence),
    answered: { whole: partOf(summary.availability), majority: side('majority'), minority: side('minority') },
    longestGap: summary.availability.invoked === 0 ? undefined : summary.availability.longestGap,
    p99: { before: p99('before'), during: p99('during'), after: p99('after') },
    measures: measured.map(({ name, unit, value, beyond }, index) => {
      const isProperty = scenario.measures[index]!.kind === 'held';
      return { name, unit, isProperty, value: value ?? beyond };
    }),
  };
}

function convergedIn(evidence: Evidence): Standing['converged'] {
  const found = agreementIn(evidence);
  if (found.kind === 'agreed') return found.took;
  return found.kind === 'differ' ? 'never' : undefined;
}

function lost(evidence: Evidence): Part | undefined {
  const found = lostIn(WHOLE, evidence);
  return 'unknown' in found || found.acknowledged === 0
    ? undefined
    : { part: found.lost.length, whole: found.acknowledged };
}

function staleness(evidence: Evidence): number | undefined {
  const found = stalenessIn(WHOLE, evidence);
  return 'unknown' in found ? undefined : found.age?.max;
}

function partOf({ answered, invoked }: Pick<Availability, 'answered' | 'invoked'>): Part | undefined {
  return invoked === 0 ? undefined : { part: answered, whole: invoked };
}

function sumOf(sides: Summary['sides']): Part | undefined {
  const sum = (pick: 'answered' | 'invoked') =>
    sides.reduce((total, { availability }) => total + availability[pick], 0);
  return partOf({ answered: sum('answered'), invoked: sum('invoked') });
}
