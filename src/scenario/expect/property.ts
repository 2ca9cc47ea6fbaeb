// Properties: promised by the system, or named by the scenario to hold or to be violated.
import { isConsistencyLevel, judgeLevel } from '../../checkers/index.ts';
import { counted, durationText } from '../words.ts';
import { type Evidence, type Measure, measure, unknown, vacuous } from './finding.ts';

export function judgeProperty(property: string, holds: boolean, evidence: Evidence): Measure {
  const judged = verdictOn(property, evidence);
  const { verdict, found, event } = judged;
  if (verdict === 'unknown') return judged;
  return measure((verdict === 'held') === holds, found, event);
}

/** Whether the property held, whatever the scenario expects. */
function verdictOn(property: string, { scenario, result }: Evidence): Measure {
  if (isConsistencyLevel(property)) {
    const { verdict: judged, event, isVacuous } = judgeLevel(result.history, scenario.model, property);
    if (judged.verdict === 'ok') return measure(true, `${counted(result.history.length, 'line')} of history judged`);
    if (judged.verdict === 'violated') return measure(false, judged.reason, event);
    return isVacuous ? vacuous(judged.reason) : unknown(judged.reason);
  }
  const violation = result.violations.find((candidate) => candidate.property === property);
  if (violation !== undefined) {
    return measure(false, `${violation.reason}, at ${durationText(violation.time)}`, violation.event);
  }
  return result.exercised[property] === true ? measure(true, 'never violated') : vacuous('never exercised');
}
