// What one run yields of each measure of its scenario. What the measures of many runs come to is in `distribution.ts`.
import { unreachable } from '../../base/assert.ts';
import type { MeasuredReport } from '../../contract/distribution.ts';
import type { RunResult } from '../../kernel/result.ts';
import type { Measure, Scenario } from '../scenario.ts';
import { agreementIn } from './agreement.ts';
import { availabilityOf, operationsIn } from './available.ts';
import { countsOf, happeningsIn } from './counts.ts';
import { countOfKinds, sampled, samplesIn } from './figures.ts';
import type { Evidence } from './finding.ts';
import { latenciesOf, percentileOf } from './latency.ts';
import { clientOperations } from './operations.ts';
import { judgeProperty } from './property.ts';
import { EVERYBODY, segmentsOf } from './segments.ts';
import { lostIn, stalenessIn } from './stored.ts';

type Value = Pick<MeasuredReport, 'value' | 'beyond'>;

const NOTHING: Value = { value: undefined, beyond: undefined };

export function measuredIn(scenario: Scenario, result: RunResult): readonly MeasuredReport[] {
  const evidence: Evidence = { scenario, result, operations: clientOperations(result, scenario.workload?.deadline) };
  let watch = 0;
  return scenario.measures.map((measure) => {
    const { name, unit } = measure;
    if (measure.kind === 'between') return { name, unit, ...between(result, watch++) };
    // Of a run that was ended from outside only that much is known.
    return { name, unit, ...(result.ending === 'interrupted' ? NOTHING : valueIn(measure, evidence)) };
  });
}

function between({ watched, time }: RunResult, index: number): Value {
  const { from, until } = watched?.[index] ?? { from: undefined, until: undefined };
  if (from === undefined) return NOTHING;
  return until === undefined ? { value: undefined, beyond: time - from } : { value: until - from, beyond: undefined };
}

function valueIn(measure: Exclude<Measure, { kind: 'between' }>, evidence: Evidence): Value {
  const { result, operations } = evidence;
  if (measure.kind === 'converges') return convergence(evidence);
  if (measure.kind === 'messages') return known(result.counts[measure.count]);
  if (measure.kind === 'nothing') return NOTHING;
  if (measure.kind === 'kinds') return known(countOfKinds(measure, evidence));
  if (measure.kind === 'held') {
    const { verdict } = judgeProperty(measure.property, true, evidence);
    return verdict === 'unknown' ? NOTHING : known(verdict === 'held' ? 1 : 0);
  }
  if (measure.kind === 'figure') {
    const samples = samplesIn(measure, evidence);
    const value = 'unknown' in samples ? undefined : sampled(samples, measure.sampling);
    return value === undefined ? NOTHING : known(value);
  }
  const who = 'who' in measure ? measure.who : EVERYBODY;
  const found = segmentsOf(measure.window, who, evidence);
  if ('unknown' in found) return NOTHING;
  const { segments } = found;
  switch (measure.kind) {
    case 'becomes': {
      const changes = result.roleChanges.filter(({ role }) => role === measure.role);
      return known(happeningsIn(segments, changes, result.time).length);
    }
    case 'available': {
      const { answered, invoked } = availabilityOf(segments, operations);
      return invoked === 0 ? NOTHING : known(answered / invoked);
    }
    case 'longestGap': {
      const { longestGap, invoked } = availabilityOf(segments, operations);
      return invoked === 0 ? NOTHING : known(longestGap);
    }
    case 'latency': {
      const latencies = latenciesOf(within(segments, measure.f, evidence));
      return latencies.length === 0 ? NOTHING : known(percentileOf(latencies, measure.percentile));
    }
    case 'lost': {
      const lost = lostIn(measure, evidence);
      return 'unknown' in lost ? NOTHING : known(lost.lost.length);
    }
    case 'stale': {
      const staleness = stalenessIn(measure, evidence);
      return 'unknown' in staleness || staleness.age === undefined ? NOTHING : known(staleness.age[measure.percentile]);
    }
    case 'staleReads': {
      const staleness = stalenessIn(measure, evidence);
      if ('unknown' in staleness || staleness.reads === 0) return NOTHING;
      return known(staleness.stale.length / staleness.reads);
    }
    case 'operations':
      return known(countsOf(within(segments, measure.f, evidence))[measure.count]);
    default:
      return unreachable(measure);
  }
}

/** What still differs when the run ends would have taken longer. */
function convergence(evidence: Evidence): Value {
  const found = agreementIn(evidence);
  if (found.kind === 'agreed') return known(found.took);
  return found.kind === 'unknown' ? NOTHING : { value: undefined, beyond: evidence.result.time - found.healed };
}

function within(segments: Parameters<typeof operationsIn>[0], f: string | undefined, { operations }: Evidence) {
  return operationsIn(segments, operations).filter((operation) => f === undefined || operation.f === f);
}

function known(value: number): Value {
  return { value, beyond: undefined };
}
