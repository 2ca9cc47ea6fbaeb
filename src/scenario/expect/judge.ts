// Judges a run: what the system promises, what the scenario expects, and how the run ended.
import { unreachable } from '../../base/assert.ts';
import { isConsistencyLevel } from '../../checkers/index.ts';
import { OutsideError } from '../../contract/outside.ts';
import { isUntestedPromise } from '../../contract/report.ts';
import type { RunResult } from '../../kernel/result.ts';
import { type Expectation, isSweepClaim, type Scenario, type SweepClaim } from '../scenario.ts';
import { judgeAvailable } from './available.ts';
import { judgeBecomes, judgeOperations, judgeStops } from './counts.ts';
import { judgeFigure, judgeKinds } from './figures.ts';
import type { Evidence, Finding, Judged, Judgement, Measure } from './finding.ts';
import { measure, unknown } from './finding.ts';
import { judgeConverges, judgeLost, judgeStale } from './judge-stored.ts';
import { judgeLatency } from './latency.ts';
import { clientOperations } from './operations.ts';
import { judgeProperty } from './property.ts';
import { judgeRecovers } from './recovers.ts';
import { judgeState } from './state.ts';
import { expectationText } from './text.ts';

/** A promise that was never exercised is shown as such and decides nothing; what the scenario expects itself does. */
export function judge(scenario: Scenario, result: RunResult): Judgement {
  const operations = clientOperations(result, scenario.workload?.deadline);
  const evidence: Evidence = { scenario, result, operations };
  const findings = [...expectations(evidence), ...promises(evidence), ...ending(evidence), ...idleFaults(evidence)];
  const deciding = findings.filter((finding) => !isUntestedPromise(finding));
  const isTested = deciding.some(({ kind }) => kind !== 'ending' && kind !== 'fault');
  const verdict = verdictOf(deciding);
  if (isTested || verdict === 'failed') return { verdict, reason: undefined, findings };
  const hasPromises = findings.some(({ kind }) => kind === 'promise');
  const why = hasPromises ? 'nothing that the system promises was exercised' : 'the system promises nothing here';
  const isSwept = scenario.expectations.some(isSweepClaim);
  const expected = isSwept ? 'what is expected is of a whole sweep' : 'nothing is expected';
  return { verdict: 'unknown', reason: `nothing was tested: ${why}, and ${expected}`, findings };
}

/** `failed` if any failed; else `unknown` if any is; `held` only if all held. */
export function verdictOf(findings: readonly { readonly verdict: Judged }[]): Judged {
  if (findings.some(({ verdict }) => verdict === 'failed')) return 'failed';
  return findings.length === 0 || findings.some(({ verdict }) => verdict === 'unknown') ? 'unknown' : 'held';
}

/**
 * Faults that the scenario lists and that did nothing: what it is there to show was not put to the test. Over a sweep a
 * fault has to strike at one seed or more. A plan that is drawn may have such faults, and a run that was cut short too.
 */
function idleFaults({ scenario, result }: Evidence): readonly Finding[] {
  if (scenario.generated !== undefined || result.ending !== 'completed') return [];
  return result.windows.flatMap(({ fault, text, skipped }): readonly Finding[] => {
    if (skipped === undefined) return [];
    const found = { verdict: 'unknown', found: skipped } as const;
    return [{ key: `fault.${fault}`, kind: 'fault', text: `strikes: ${text}`, line: 0, quantifier: 'some', ...found }];
  });
}

/**
 * What the scenario names itself is judged there; a history without a model cannot be, and no promise covers it. Of systems
 * side by side the table says which levels held, and with which options: only what the scenario names of them is a claim. A
 * property that it measures is a column there, and no claim either.
 */
function promises(evidence: Evidence): readonly Finding[] {
  const { scenario } = evidence;
  const isCompared = scenario.compared !== undefined;
  const claimed = scenario.expectations.flatMap((item) => (item.kind === 'property' ? [item.property] : []));
  const columns = scenario.measures.flatMap((item) => (isCompared && item.kind === 'held' ? [item.property] : []));
  const named = new Set([...claimed, ...columns]);
  const isClaimed = scenario.model !== undefined && !isCompared;
  return scenario.system.promises
    .filter(({ property }) => !named.has(property) && (!isConsistencyLevel(property) || isClaimed))
    .map(({ property }) => ({
      key: `promise.${property}`,
      kind: 'promise',
      text: `${property} (promised)`,
      line: 0,
      quantifier: 'every',
      ...asFarAsItWent(property, evidence, () => judgeProperty(property, true, evidence)),
    }));
}

function expectations(evidence: Evidence): readonly Finding[] {
  return evidence.scenario.expectations.flatMap((expectation, index): readonly Finding[] => {
    // One run is no distribution: `distribution.ts` judges that.
    if (isSweepClaim(expectation)) return [];
    const base = { key: `expect.${index}`, kind: 'expectation', text: expectationText(expectation) } as const;
    const quantifier = expectation.kind === 'property' && !expectation.holds ? 'some' : 'every';
    const found = asFarAsItWent(propertyOf(expectation), evidence, () => measured(expectation, evidence));
    return [{ ...base, line: expectation.line, quantifier, ...found }];
  });
}

/**
 * A run that was interrupted tells of no claim but this: a property of states that was violated by then. Its history is
 * not judged: that can take longer than whoever interrupted wants to wait.
 */
function asFarAsItWent(property: string | undefined, { result }: Evidence, judged: () => Measure): Measure {
  if (result.ending !== 'interrupted') return judged();
  if (property !== undefined && isConsistencyLevel(property)) return unknown('the run was interrupted');
  const found = judged();
  if (property !== undefined && found.event !== undefined) return found;
  return unknown(`${found.found}, when the run was interrupted`);
}

function propertyOf(expectation: Expectation): string | undefined {
  return expectation.kind === 'property' ? expectation.property : undefined;
}

/** A role or a view of the author's own that throws leaves nothing to judge by. */
function measured(expectation: RunExpectation, evidence: Evidence): Measure {
  try {
    return measureOf(expectation, evidence);
  } catch (error) {
    if (error instanceof OutsideError) return unknown(error.message);
    throw error;
  }
}

type RunExpectation = Exclude<Expectation, SweepClaim>;

function measureOf(expectation: RunExpectation, evidence: Evidence): Measure {
  switch (expectation.kind) {
    case 'available':
      return judgeAvailable(expectation, evidence);
    case 'property':
      return judgeProperty(expectation.property, expectation.holds, evidence);
    case 'becomes':
      return judgeBecomes(expectation, evidence);
    case 'stops':
      return judgeStops(expectation, evidence);
    case 'state':
      return judgeState(expectation, evidence);
    case 'operations':
      return judgeOperations(expectation, evidence);
    case 'latency':
      return judgeLatency(expectation, evidence);
    case 'lost':
      return judgeLost(expectation, evidence);
    case 'stale':
      return judgeStale(expectation, evidence);
    case 'converges':
      return judgeConverges(expectation, evidence);
    case 'figure':
      return judgeFigure(expectation, evidence);
    case 'kinds':
      return judgeKinds(expectation, evidence);
    case 'recovers':
      return judgeRecovers(expectation, evidence);
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
  if (result.ending === 'completed') return [];
  if (result.ending !== 'interrupted' && scenario.expectations.some(({ kind }) => kind === 'ends')) return [];
  const isOpen = result.ending === 'event budget' || result.ending === 'interrupted';
  const stopped = isOpen ? unknown(endingText(result)) : measure(false, endingText(result));
  const event = result.stop?.event;
  return [
    { key: 'ending', kind: 'ending', text: 'the run completes', line: 0, quantifier: 'every', ...stopped, event },
  ];
}

function endingText({ ending: how, stop }: RunResult): string {
  return stop === undefined ? 'the run completed' : `${how}: ${stop.reason}`;
}
