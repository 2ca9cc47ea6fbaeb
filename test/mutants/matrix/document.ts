// The kill matrix as a document, and as the JSON that tools read.
import type { Mutant } from '../apply.ts';
import { profiles } from './profiles.ts';
import type { Budget, Catch, Cell, ColumnName, Row } from './row.ts';
import { PAIRS_MIN, SIGNIFICANCE } from './statistics.ts';

export type Inexpressible = { readonly id: string; readonly reason: string };
type Pair = { readonly mutant: Mutant; readonly row: Row };

/** `seeds`: how many were run, over all profiles, until it was caught. */
export function summaryOf(pairs: readonly Pair[]) {
  const planted = pairs.filter(({ mutant }) => mutant.kind !== 'benign');
  const benign = pairs.filter(({ mutant }) => mutant.kind === 'benign');
  return {
    killed: planted.flatMap(({ row }) =>
      row.killed === undefined ? [] : [{ id: row.id, property: row.killed.property, seeds: seedsOf(row) }],
    ),
    survived: planted.filter(({ row }) => row.killed === undefined).map(({ row }) => ({ id: row.id })),
    benignFlagged: benign.flatMap(({ row }) =>
      row.killed === undefined ? [] : [{ id: row.id, property: row.killed.property, seeds: seedsOf(row) }],
    ),
  };
}

const seedsOf = ({ cells }: Row): number => cells.reduce((sum, { seeds }) => sum + seeds, 0);
const secondsOf = ({ cells }: Row): number => cells.reduce((sum, { seconds }) => sum + seconds, 0);

export function documentOf(
  pairs: readonly Pair[],
  {
    budget,
    inexpressible,
    notes,
  }: { readonly budget: Budget; readonly inexpressible: readonly Inexpressible[]; readonly notes: readonly string[] },
): string {
  const planted = pairs.filter(({ mutant }) => mutant.kind !== 'benign');
  const benign = pairs.filter(({ mutant }) => mutant.kind === 'benign');
  const killed = planted.filter(({ row }) => row.killed !== undefined);
  const share = ((100 * killed.length) / Math.max(1, planted.length)).toFixed(1);
  const survivors = planted.filter(({ row }) => row.killed === undefined);
  return [
    '# The kill matrix: planted bugs of Raft, and what catches them',
    intro(budget),
    `**${killed.length} of ${planted.length} planted bugs were caught by a property that they were expected to violate (${share} %).** ` +
      `Of ${benign.length} changes that break nothing ${benign.filter(({ row }) => row.killed !== undefined).length} were flagged.`,
    ...notes,
    '## Planted bugs',
    table(planted),
    '## Survivors',
    survivors.length === 0
      ? 'None.'
      : survivors
          .map(({ mutant }) => `- **${mutant.id}** ${mutant.about} ${mutant.survives ?? 'Not explained.'}`)
          .join('\n'),
    '## Changes that break nothing',
    'They have to come through the whole budget without a violation: a checker that flags them is too strict.',
    table(benign),
    '## Bugs that this Raft cannot have',
    inexpressible.map(({ id, reason }) => `- **${id}** ${reason}`).join('\n'),
    '',
  ].join('\n\n');
}

function intro({ seeds }: Budget): string {
  return [
    '<!-- Written by `npm run mutants`; not edited by hand. -->\n',
    'A check that has never failed proves little. Each row below is a bug that real systems or the literature know, planted in a copy of this',
    'Raft (`test/mutants/raft.json` has the edits). A copy is run under nine profiles of faults (`test/mutants/profiles/`),',
    `${seeds} seeds each of 20 simulated seconds, the profile first that the row names, and stopped at the first violation of a`,
    'property that the row names. From 12 s on nothing goes wrong any more, and `recovers` asks for a write that is answered within 5 s.',
    'A cell says at which seed it was caught, and after how many seconds of one core; `–` that all seeds of the profile went by;',
    'nothing stands where the profile was not needed. Profiles take turns: 20 seeds each, then the rest.',
    'A scenario that was written for the bug (`test/mutants/directed/`) goes first, where there is one. A bug that only costs time is',
    `compared with runs without it, in the same worlds: a one-sided sign test over all seeds of its profile, at least ${PAIRS_MIN}, at p < ${SIGNIFICANCE}.`,
    '`green` is the scenario without faults, which a bug must leave alone.',
  ].join('\n');
}

const columns: readonly ColumnName[] = ['directed', ...profiles.map(({ name }) => name)];

function table(pairs: readonly Pair[]): string {
  const head = ['bug', 'what it is', 'green', ...columns, 'caught by', 'seeds', 'seconds'];
  const lines = pairs.map(({ mutant, row }) => {
    const cells = columns.map((name) => cellText(row.cells.find(({ profile }) => profile === name)));
    const other = row.other === undefined ? '' : ` (first ${foundText(row.other, mutant)})`;
    const by = (row.killed === undefined ? '**survived**' : foundText(row.killed, mutant)) + other;
    const caught = mutant.kind === 'benign' && row.killed === undefined ? `nothing${other}` : by;
    const isGreen = row.faultless === 'green' ? '✓' : '✗';
    return [row.id, mutant.about, isGreen, ...cells, caught, String(seedsOf(row)), secondsOf(row).toFixed(1)];
  });
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Of a test its outcome and significance, too. */
function foundText({ property, reason }: Catch, { compares }: Mutant): string {
  return compares === undefined ? property : reason;
}

function cellText(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  return cell.isKilled ? `${cell.seeds} (${cell.seconds.toFixed(1)} s)` : '–';
}
