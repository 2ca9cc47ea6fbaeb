// Many runs in one table, a line each.
import { onOneLine, printable, widthOf } from '../base/printable.ts';
import {
  type AvailabilityReport,
  isUntestedPromise,
  type RunReport,
  type RunVerdict,
  type SweepExpectation,
  type SweepReport,
} from '../contract/report.ts';
import { formatCount, formatDuration, formatShare } from './format.ts';
import { type Style, verdictMark } from './style.ts';
import { type Cell, type Column, table } from './table.ts';

type Field = { readonly column: Column; readonly cell: (scenario: ScenarioSummary, style: Style) => Cell };

/** One scenario at all its seeds, judged as a whole. */
export type ScenarioSummary = {
  readonly reports: readonly RunReport[];
  /** How many seeds were to be run: more than there are reports if it was interrupted. */
  readonly planned: number;
  readonly sweep: SweepReport;
};

/** One row a scenario. `width`: columns of the screen; on a narrow one the less needed fields are left out. */
export function summaryTable(scenarios: readonly ScenarioSummary[], style: Style, width = 200): readonly string[] {
  const shown = width < 150 ? fields.filter(({ column }) => needed.has(column.title)) : fields;
  const drawn = table(
    shown.map(({ column }) => column),
    scenarios.map((scenario) => shown.map(({ cell }) => cell(scenario, style))),
  );
  const rest = width - Math.max(...drawn.map((line) => widthOf(line))) - 2;
  if (rest < FOUND_LEAST) return drawn;
  return table(
    [...shown.map(({ column }) => column), { title: 'what was found' }],
    scenarios.map((scenario) => [
      ...shown.map(({ cell }) => cell(scenario, style)),
      { text: headline(claimsOf(scenario), scenario.sweep.verdict, Math.min(rest, FOUND_MOST)) },
    ]),
  );
}

/** Columns of the last field: it is left out where fewer are free, and cut where it has more. */
const FOUND_LEAST = 20;
const FOUND_MOST = 110;

const right = (title: string): Column => ({ title, align: 'right' });
const needed: ReadonlySet<string> = new Set(['', 'scenario', 'expected', 'answered', 'longest gap']);

const fields: readonly Field[] = [
  {
    column: { title: '' },
    cell({ sweep }, style) {
      const [text, paint] = verdictMark(sweep.verdict, style);
      return { text, style: paint };
    },
  },
  { column: { title: 'scenario' }, cell: ({ reports }) => ({ text: printable(reports[0]!.name) }) },
  { column: { title: 'system' }, cell: (scenario) => ({ text: systemsText(scenario) }) },
  { column: right('seeds'), cell: ({ reports, planned }) => ({ text: seedsText(reports.length, planned) }) },
  {
    column: right('expected'),
    cell(scenario, style) {
      const claims = claimsOf(scenario);
      const held = claims.filter(({ verdict }) => verdict === 'held').length;
      return { text: `${held}/${claims.length}`, style: verdictMark(scenario.sweep.verdict, style)[1] };
    },
  },
  {
    column: right('answered'),
    cell({ reports }) {
      const of = reports.flatMap(ofAllClients);
      const sum = (pick: (item: AvailabilityReport) => number) => of.reduce((total, item) => total + pick(item), 0);
      return {
        text:
          of.length === 0
            ? '–'
            : formatShare(
                sum((item) => item.answered),
                sum((item) => item.invoked),
              ),
      };
    },
  },
  {
    column: right('longest gap'),
    cell({ reports }) {
      const gaps = reports.flatMap(ofAllClients).flatMap(({ longestGap }) => longestGap ?? []);
      return { text: gaps.length === 0 ? '–' : formatDuration(Math.max(...gaps)) };
    },
  },
  {
    column: right('events'),
    cell: ({ reports }) => ({ text: formatCount(reports.reduce((total, { events }) => total + events, 0)) }),
  },
];

/** Where systems are compared, by the names that the scenario gives them: one with other options is another line. */
function systemsText({ reports, sweep }: ScenarioSummary): string {
  const compared = sweep.rows.flatMap(({ standing }) => standing?.system ?? []);
  const names = [...new Set(compared.length > 0 ? compared : reports.map(({ system }) => system))];
  return names.length === 1 ? printable(names[0]!) : `${names.length} systems`;
}

function seedsText(done: number, planned: number): string {
  return done === planned ? String(done) : `${done} of ${planned}`;
}

function ofAllClients({ availability }: RunReport): readonly AvailabilityReport[] {
  return availability.filter((item) => item.of === 'all clients');
}

/** What counts as expected: a promise that was never exercised does not. */
function claimsOf({ reports, sweep }: ScenarioSummary): readonly Claim[] {
  const claims = reports.length === 1 ? reports[0]!.expectations : sweep.expectations;
  return claims.filter((claim) => !isUntestedPromise(claim));
}

type Claim = Pick<SweepExpectation, 'kind' | 'text' | 'found' | 'verdict' | 'isVacuous'>;

/**
 * The claim that decided the verdict; where all held, the first one, which is the scenario's own. Where there is little
 * room, the figure alone.
 */
function headline(claims: readonly Claim[], verdict: RunVerdict, width: number): string {
  const claim = claims.find((candidate) => candidate.verdict === verdict) ?? claims[0];
  if (claim === undefined) return '';
  const whole = onOneLine(`${claim.text}: ${claim.found}`);
  return whole.length <= width ? whole : cut(onOneLine(claim.found), width);
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
