// Findings over many seeds: an expectation holds at every seed, `violates` at one or more.
import { counted } from '../words.ts';
import type { Finding, Judged, Judgement } from './finding.ts';

/** `not judged`: a quick sweep, and no seed of it showed what one seed of the whole sweep has to show. */
export type SweepFinding = Omit<Finding, 'verdict' | 'event'> & {
  readonly verdict: Judged | 'not judged';
  /** The first seed that decides the verdict, with its event. */
  readonly seed: string | undefined;
  readonly event: number | undefined;
};

export type SweepJudgement = { readonly verdict: Judged; readonly findings: readonly SweepFinding[] };

export type SeedJudgement = { readonly seed: string; readonly judgement: Judgement };

export function judgeSweep(runs: readonly SeedJudgement[], choices: { readonly isQuick: boolean }): SweepJudgement {
  const byKey = new Map<string, { finding: Finding; seed: string }[]>();
  for (const { seed, judgement } of runs) {
    for (const finding of judgement.findings) {
      const list = byKey.get(finding.key);
      if (list === undefined) byKey.set(finding.key, [{ finding, seed }]);
      else list.push({ finding, seed });
    }
  }
  const findings = [...byKey.values()].map((list) => combined(list, choices.isQuick));
  const judged = findings.filter(({ verdict }) => verdict !== 'not judged');
  return { verdict: overall(judged, runs), findings };
}

type Seen = readonly { readonly finding: Finding; readonly seed: string }[];

function combined(list: Seen, isQuick: boolean): SweepFinding {
  const first = list[0]!.finding;
  const needed: Judged = first.quantifier === 'some' ? 'held' : 'failed';
  const otherwise: Judged = first.quantifier === 'some' ? 'failed' : 'held';
  const deciding =
    list.find(({ finding }) => finding.verdict === needed) ?? list.find(({ finding }) => finding.verdict === 'unknown');
  const verdict = deciding?.finding.verdict ?? otherwise;
  const isOpen = isQuick && first.quantifier === 'some' && verdict !== 'held';
  return {
    ...first,
    verdict: isOpen ? 'not judged' : verdict,
    found: `${tally(list)}${deciding === undefined ? '' : `; seed ${deciding.seed}: ${deciding.finding.found}`}`,
    seed: deciding?.seed,
    event: deciding?.finding.event,
  };
}

/** `held at 198 of 200 seeds, unknown at 2` */
function tally(list: Seen): string {
  const count = (verdict: Judged) => list.filter(({ finding }) => finding.verdict === verdict).length;
  const [failed, unsure] = [count('failed'), count('unknown')];
  const more = `${failed > 0 ? `, failed at ${failed}` : ''}${unsure > 0 ? `, unknown at ${unsure}` : ''}`;
  return `held at ${count('held')} of ${counted(list.length, 'seed')}${more}`;
}

function overall(judged: readonly SweepFinding[], runs: readonly SeedJudgement[]): Judged {
  if (judged.some(({ verdict }) => verdict === 'failed')) return 'failed';
  const isUntested = judged.length === 0 || runs.some(({ judgement }) => judgement.reason !== undefined);
  return isUntested || judged.some(({ verdict }) => verdict === 'unknown') ? 'unknown' : 'held';
}
