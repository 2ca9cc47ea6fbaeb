// A scenario over all its seeds, row by row: what each run found, joined (`sweep.ts`), and what the measures of all of
// them come to (`distribution.ts`).
import { joinStandings, type StandingReport } from '../../contract/comparison.ts';
import type { RowReport, RunReport, RunVerdict, SweepReport } from '../../contract/report.ts';
import { isUntestedPromise } from '../../contract/report.ts';
import type { Compared, Scenario, Sweep } from '../scenario.ts';
import { distributionsOf, judgeDistributions, type Sheet, sheetOf } from './distribution.ts';
import { judgeSweep, partOf, type SweepChoices } from './sweep.ts';

/** What has to be known of a row before it is run: plain data. A scenario without rows is one, without a name. */
export type RowOutline = {
  readonly row: string | undefined;
  readonly sweep: Pick<Sweep, 'seeds' | 'quick'> | undefined;
  readonly sheet: Sheet;
  /** Of a scenario that compares systems: which of them, and in which row. */
  readonly compared?: Compared | undefined;
};

export function rowsOf(scenario: Scenario): readonly RowOutline[] {
  const outlineOf = (row: string | undefined, { sweep, ...rest }: Scenario): RowOutline => {
    const seeds = sweep && { seeds: sweep.seeds, quick: sweep.quick };
    return { row, sweep: seeds, sheet: sheetOf({ sweep, ...rest }), compared: rest.compared };
  };
  const { rows } = scenario.sweep ?? {};
  return rows === undefined
    ? [outlineOf(undefined, scenario)]
    : rows.map(({ name, scenario: own }) => outlineOf(name, own));
}

/** The scenario of a row; undefined where there is none of that name. */
export function scenarioOfRow(scenario: Scenario, row: string | undefined): Scenario | undefined {
  if (row === undefined) return scenario;
  return scenario.sweep?.rows?.find(({ name }) => name === row)?.scenario;
}

export type RowRuns = {
  readonly outline: RowOutline;
  readonly reports: readonly RunReport[];
  /** How many runs there were to be. */
  readonly planned: number;
};

/** `isQuick`: of some rows there are fewer seeds than the scenario has. `isOneSeed`: one was asked for. */
export function judgeRows(rows: readonly RowRuns[], choices: SweepChoices): SweepReport {
  const reports = rows.flatMap((row) => (row.reports.length === 0 ? [] : [judgeRow(row, choices)]));
  const expectations = reports.flatMap(({ row, expectations: own }) =>
    own.map((item) => (row === undefined ? item : { ...item, row, text: `${row}: ${item.text}` })),
  );
  return { verdict: verdictOfAll(claiming(reports).map(({ verdict }) => verdict)), expectations, rows: reports };
}

/** Of systems side by side some promise nothing: they are there to be looked at. But one of them has to claim something. */
function claiming(rows: readonly RowReport[]): readonly RowReport[] {
  const found = rows.filter((row) => row.standing === undefined || hasDeciding(row.expectations));
  return found.length === 0 ? rows : found;
}

function judgeRow({ outline, reports, planned }: RowRuns, choices: SweepChoices): RowReport {
  const { row, sweep, sheet } = outline;
  const seeds = sweep?.seeds ?? 1;
  const finished = reports.filter(({ isInterrupted }) => isInterrupted !== true).length;
  const isPart = planned < seeds;
  const joined = judgeSweep(reports, { ...choices, isQuick: choices.isQuick && isPart });
  const distributions = distributionsOf(sheet, reports);
  const unjudged = isPart ? partOf(choices) : finished < planned ? 'interrupted' : undefined;
  const claims = judgeDistributions(sheet, distributions, { unjudged, runs: reports });
  const expectations = [...joined.expectations, ...claims].sort((a, b) => placeOf(a.key) - placeOf(b.key));
  const own = seeds === 1 ? reports[0]!.verdict : joined.verdict;
  const isClaimedOnly = own === 'unknown' && !hasDeciding(joined.expectations);
  const judged = claims.flatMap(({ verdict }) => (verdict === 'not judged' ? [] : [verdict]));
  const verdict = verdictOfAll(isClaimedOnly && judged.length > 0 ? judged : [own, ...judged]);
  const isWhole = finished === planned || verdict === 'failed';
  const { published } = sheet;
  const standing = standingIn(outline, reports);
  return {
    row,
    runs: reports.length,
    verdict: isWhole ? verdict : 'unknown',
    expectations,
    distributions,
    published,
    ...(standing === undefined ? {} : { standing }),
  };
}

function standingIn({ compared }: RowOutline, reports: readonly RunReport[]): StandingReport | undefined {
  const standings = reports.flatMap(({ standing }) => standing ?? []);
  if (compared === undefined || standings.length === 0) return undefined;
  return { ...compared, seeds: standings.length, standing: joinStandings(standings) };
}

/** Whether anything in the runs themselves counts for a verdict. */
function hasDeciding(expectations: RowReport['expectations']): boolean {
  return expectations.some((item) => !isUntestedPromise(item));
}

/** Claims in the order of the file, before promises and whatever else there is. */
function placeOf(key: string): number {
  const [kind, number] = key.split('.');
  return kind === 'expect' ? Number(number) : Number.POSITIVE_INFINITY;
}

function verdictOfAll(verdicts: readonly RunVerdict[]): RunVerdict {
  if (verdicts.includes('failed')) return 'failed';
  return verdicts.length === 0 || verdicts.includes('unknown') ? 'unknown' : 'held';
}
