// Findings over many seeds: an expectation holds at every seed, `violates` at one or more.
import {
  isUntestedPromise,
  type JudgedExpectation,
  type RunReport,
  type RunVerdict,
  type SweepExpectation,
  type SweepReport,
  type Unjudged,
} from '../../contract/report.ts';
import { counted } from '../words.ts';

export type SeedReport = Pick<RunReport, 'seed' | 'reason' | 'expectations'>;

export type JoinedRuns = Pick<SweepReport, 'verdict' | 'expectations'>;

/** `isQuick`: there are fewer runs than the scenario has seeds. `isOneSeed`: because one of them was asked for. */
export type SweepChoices = { readonly isQuick: boolean; readonly isOneSeed?: boolean };

export function judgeSweep(runs: readonly SeedReport[], choices: SweepChoices): JoinedRuns {
  const byKey = new Map<string, Seen[]>();
  for (const { seed, expectations } of runs) {
    for (const expectation of expectations) {
      const list = byKey.get(expectation.key);
      if (list === undefined) byKey.set(expectation.key, [{ expectation, seed }]);
      else list.push({ expectation, seed });
    }
  }
  // A fault is listed where it did nothing: at the other seeds it struck.
  const seen = [...byKey.values()].filter((all) => all[0]!.expectation.kind !== 'fault' || all.length === runs.length);
  const expectations = seen.map((list) => combined(list, choices));
  const deciding = expectations.filter((item) => item.verdict !== 'not judged' && !isUntestedPromise(item));
  return { verdict: overall(deciding, runs), expectations };
}

/** Why there are fewer runs than the scenario has seeds: one that was asked for says as little as a quick sweep does. */
export function partOf({ isQuick, isOneSeed }: SweepChoices): Unjudged {
  return isQuick && isOneSeed !== true ? 'quick' : 'one seed';
}

type Seen = { readonly expectation: JudgedExpectation; readonly seed: string };

function combined(all: readonly Seen[], choices: SweepChoices): SweepExpectation {
  const { isQuick } = choices;
  const exercised = all.filter(({ expectation }) => !isUntestedPromise(expectation));
  const list = exercised.length === 0 ? all : exercised;
  const { key, kind, text, quantifier } = list[0]!.expectation;
  const needed: RunVerdict = quantifier === 'some' ? 'held' : 'failed';
  const otherwise: RunVerdict = quantifier === 'some' ? 'failed' : 'held';
  const deciding =
    list.find(({ expectation }) => expectation.verdict === needed) ??
    list.find(({ expectation }) => expectation.verdict === 'unknown');
  // Where no seed decides, because all are alike, the first one stands for them.
  const shown = deciding ?? list[0]!;
  const verdict = deciding?.expectation.verdict ?? otherwise;
  const isOpen = isQuick && quantifier === 'some' && verdict !== 'held';
  return {
    key,
    kind,
    text,
    verdict: isOpen ? 'not judged' : verdict,
    ...(isOpen ? { unjudged: partOf(choices) } : {}),
    found: `${tally(all)}; seed ${shown.seed}: ${shown.expectation.found}`,
    isVacuous: exercised.length === 0,
    seed: deciding?.seed,
    event: deciding?.expectation.event,
  };
}

/** `held at 198 of 200 seeds, unknown at 2` */
function tally(list: readonly Seen[]): string {
  const count = (verdict: RunVerdict) => list.filter(({ expectation }) => expectation.verdict === verdict).length;
  const vacuous = list.filter(({ expectation }) => isUntestedPromise(expectation)).length;
  const [failed, unsure] = [count('failed'), count('unknown') - vacuous];
  return (
    `held at ${count('held')} of ${counted(list.length, 'seed')}` +
    `${failed > 0 ? `, failed at ${failed}` : ''}${unsure > 0 ? `, unknown at ${unsure}` : ''}` +
    `${vacuous > 0 ? `, never exercised at ${vacuous}` : ''}`
  );
}

function overall(deciding: readonly SweepExpectation[], runs: readonly SeedReport[]): RunVerdict {
  if (deciding.some(({ verdict }) => verdict === 'failed')) return 'failed';
  const isUntested = deciding.length === 0 || runs.every(({ reason }) => reason !== undefined);
  return isUntested || deciding.some(({ verdict }) => verdict === 'unknown') ? 'unknown' : 'held';
}
