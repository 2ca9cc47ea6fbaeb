// Judges a run: what the system promises, what the scenario expects, and how the run ended.
import { unreachable } from '../../base/assert.ts';
import { isUntestedPromise } from '../../contract/report.ts';
import type { RunResult } from '../../kernel/result.ts';
import { LINEARIZABLE } from '../build/properties.ts';
import type { Expectation, Scenario } from '../scenario.ts';
import { judgeAvailable } from './available.ts';
import { judgeBecomes, judgeOperations } from './counts.ts';
import type { Evidence, Finding, Judged, Judgement, Measure } from './finding.ts';
import { measure, unknown } from './finding.ts';
import { judgeLatency } from './latency.ts';
import { clientOperations } from './operations.ts';
import { judgeProperty } from './property.ts';
import { judgeState } from './state.ts';
import { expectationText } from './text.ts';

/** A promise that was never exercised is shown as such and decides nothing; what the scenario expects itself does. */
export function judge(scenario: Scenario, result: RunResult): Judgement {
  const operations = clientOperations(result, scenario.workload?.deadline);
  const evidence: Evidence = { scenario, result, operations };
  const findings = [...expectations(evidence), ...promises(evidence), ...ending(evidence)];
  const deciding = findings.filter((finding) => !isUntestedPromise(finding));
  const isTested = deciding.some(({ kind }) => kind !== 'ending');
  const verdict = verdictOf(deciding);
  if (isTested || verdict === 'failed') return { verdict, reason: undefined, findings };
  const hasPromises = findings.some(({ kind }) => kind === 'promise');
  const why = hasPromises ? 'nothing that the system promises was exercised' : 'the system promises nothing here';
  return { verdict: 'unknown', reason: `nothing was tested: ${why}, and nothing is expected`, findings };
}

/** `failed` if any failed; else `unknown` if any is; `held` only if all held. */
export function verdictOf(findings: readonly { readonly verdict: Judged }[]): Judged {
  if (findings.some(({ verdict }) => verdict === 'failed')) return 'failed';
  return findings.length === 0 || findings.some(({ verdict }) => verdict === 'unknown') ? 'unknown' : 'held';
}

/** What the scenario names itself is judged there; a history without a model cannot be, and no promise covers it. */
function promises(evidence: Evidence): readonly Finding[] {
  const { scenario } = evidence;
  const named = new Set(scenario.expectations.flatMap((item) => (item.kind === 'property' ? [item.property] : [])));
  return scenario.system.promises
    .filter(({ property }) => !named.has(property) && (property !== LINEARIZABLE || scenario.model !== undefined))
    .map(({ property }) => ({
      key: `promise.${property}`,
      kind: 'promise',
      text: `${property} (promised)`,
      line: 0,
      quantifier: 'every',
      ...judgeProperty(property, true, evidence),
    }));
}

function expectations(evidence: Evidence): readonly Finding[] {
  return evidence.scenario.expectations.map((expectation, index) => ({
    key: `expect.${index}`,
    kind: 'expectation',
    text: expectationText(expectation),
    line: expectation.line,
    quantifier: expectation.kind === 'property' && !expectation.holds ? 'some' : 'every',
    ...measureOf(expectation, evidence),
  }));
}

function measureOf(expectation: Expectation, evidence: Evidence): Measure {
  switch (expectation.kind) {
    case 'available':
      return judgeAvailable(expectation, evidence);
    case 'property':
      return judgeProperty(expectation.property, expectation.holds, evidence);
    case 'becomes':
      return judgeBecomes(expectation, evidence);
    case 'state':
      return judgeState(expectation, evidence);
    case 'operations':
      return judgeOperations(expectation, evidence);
    case 'latency':
      return judgeLatency(expectation, evidence);
    case 'ends': {
      const { result } = evidence;
      return measure(result.ending === expectation.ending, endingText(result), result.stop?.event);
    }
    default:
      return unreachable(expectation);
  }
}

/** A run that stopped short, unless the scenario expects an ending: out of budget tells nothing, the rest are failures. */
function ending({ scenario, result }: Evidence): readonly Finding[] {
  if (result.ending === 'completed' || scenario.expectations.some(({ kind }) => kind === 'ends')) return [];
  const stopped = result.ending === 'event budget' ? unknown(endingText(result)) : measure(false, endingText(result));
  const event = result.stop?.event;
  return [
    { key: 'ending', kind: 'ending', text: 'the run completes', line: 0, quantifier: 'every', ...stopped, event },
  ];
}

function endingText({ ending: how, stop }: RunResult): string {
  return stop === undefined ? 'the run completed' : `${how}: ${stop.reason}`;
}
