// Properties: promised by the system, or named by the scenario to hold or to be violated.
import { LINEARIZABLE } from '../build/properties.ts';
import { judgeLinearizable } from '../judge-history.ts';
import { durationText } from '../words.ts';
import { type Evidence, type Measure, measure, unknown } from './finding.ts';

export function judgeProperty(property: string, holds: boolean, evidence: Evidence): Measure {
  const { verdict, found, event } = verdictOn(property, evidence);
  if (verdict === 'unknown') return unknown(found);
  return measure((verdict === 'held') === holds, found, event);
}

/** Whether the property held, whatever the scenario expects. */
function verdictOn(property: string, { scenario, result }: Evidence): Measure {
  if (property === LINEARIZABLE) {
    const { verdict: judged, event } = judgeLinearizable(result.history, scenario.model);
    if (judged.verdict === 'ok') return measure(true, `${result.history.length} lines of history judged`);
    return judged.verdict === 'unknown' ? unknown(judged.reason) : measure(false, judged.reason, event);
  }
  const violation = result.violations.find((candidate) => candidate.property === property);
  if (violation !== undefined) {
    return measure(false, `${violation.reason}, at ${durationText(violation.time)}`, violation.event);
  }
  return result.exercised[property] === true ? measure(true, 'never violated') : unknown('never exercised');
}
