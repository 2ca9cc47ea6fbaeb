// Capsules: a run as one readable file, with the scenario's own text inside. `replay` runs it again and compares.
import { Document, isCollection, isMap, isSeq } from 'yaml';
import { z } from 'zod';
import { parseBranch } from '../contract/branch-text.ts';
import type { Intervention } from '../contract/intervention.ts';
import type { RunReport } from '../contract/report.ts';
import type { RunResult } from '../kernel/index.ts';
import { type SmallFields, smallFields } from './capsule/small.ts';
import { isScenario, scenarioMessage } from './mixed-up.ts';
import { type Problem, Problems, problemAt, sortedProblems } from './problem.ts';
import { line, list, mapping, whole, word } from './schema/fields.ts';
import { isRecord, reportIssues } from './schema/issues.ts';
import { BYTES_MAX, type Kind, parseText } from './text/parse.ts';
import { linesBetween, type Path, withoutMark } from './text/position.ts';
import { shown } from './text/printable.ts';
import { walkTo } from './text/tree.ts';

/** How many marks of the fingerprint a capsule keeps: enough to say where a changed run parts from it. */
const MARKS_MAX = 64;

const hex = () =>
  z.string({ error: '16 hexadecimal digits' }).regex(/^[0-9a-f]{16}$/, { error: '16 hexadecimal digits' });

const violation = mapping('a violation, { property: …, reason: …, event: 418 }', {
  property: line('the name of a property', 200),
  rule: line('which rule was broken', 1_000).optional(),
  reason: z.string({ error: 'a sentence' }).max(10_000, { error: 'a sentence' }),
  event: whole(0, Number.MAX_SAFE_INTEGER),
});

const mark = mapping('a mark, { event: 1024, fingerprint: … }', {
  event: whole(0, Number.MAX_SAFE_INTEGER),
  fingerprint: hex(),
});

const seedText = 'a whole number, or a short word';

/** A seed that someone writes without quotes is a number to YAML, and the same seed. */
const seed = z
  .union([whole(0, Number.MAX_SAFE_INTEGER), word('a seed')], { error: seedText })
  .transform((value) => String(value));

const capsule = mapping('a capsule: a mapping that begins with "capsule: 1"', {
  capsule: z.literal(1, { error: 'format 1' }),
  faultline: line('a version', 60),
  file: line('a path', 4_000),
  seed,
  verdict: z.enum(['held', 'failed', 'unknown'], { error: 'held, failed or unknown' }),
  ending: line('how the run ended', 60),
  events: whole(0, Number.MAX_SAFE_INTEGER),
  fingerprint: hex(),
  checked: z.literal(true, { error: 'true (leave it out otherwise)' }).optional(),
  module: line('the path of a module, from the capsule', 4_000).optional(),
  branch: line('deeds such as crash.n2@418, joined by +', 100_000).optional(),
  violations: list('a list of violations', violation, 1_000).optional(),
  marks: list('a list of marks', mark, 1_000).optional(),
  ...smallFields,
  newlines: z.literal('crlf', { error: 'crlf (leave it out otherwise)' }).optional(),
  scenario: z.string({ error: 'the text of a scenario' }),
});

/** `scenario` is the text itself, whatever its line ends are. */
export type Capsule = Omit<z.output<typeof capsule>, 'newlines' | 'faults'> & SmallFields;

/** What a capsule keeps besides text and result. */
export type CapsuleFacts = {
  /** Every handler was run twice, so a replay has to do it too. */
  readonly isChecked?: boolean;
  /** Where the module lies that `use:` names, from the capsule's own folder. */
  readonly module?: string | undefined;
  /** What was done to the run by hand. */
  readonly branch?: string | undefined;
};

/** The capsule of a run. `text` is the scenario's own text. */
export function capsuleOf(
  version: string,
  text: string,
  report: Pick<RunReport, 'scenario' | 'seed' | 'verdict'>,
  result: Pick<RunResult, 'ending' | 'events' | 'fingerprint' | 'marks' | 'violations'>,
  { isChecked = false, module, branch }: CapsuleFacts = {},
): Capsule {
  const violations = result.violations.map(({ property, reason, event }) => ({ property, reason, event }));
  const marks = thin(result.marks);
  return {
    capsule: 1,
    faultline: version,
    file: report.scenario,
    seed: report.seed,
    verdict: report.verdict,
    ending: result.ending,
    events: result.events,
    fingerprint: result.fingerprint,
    ...(isChecked ? { checked: true as const } : {}),
    ...(module === undefined ? {} : { module }),
    ...(branch === undefined ? {} : { branch }),
    ...(violations.length === 0 ? {} : { violations }),
    ...(marks.length === 0 ? {} : { marks: [...marks] }),
    scenario: text,
  };
}

/** At most `MARKS_MAX` of the marks, at even distances, the last one among them. */
function thin(marks: RunResult['marks']): RunResult['marks'] {
  const step = Math.ceil(marks.length / MARKS_MAX);
  return marks.filter((_, index) => (marks.length - 1 - index) % Math.max(step, 1) === 0);
}

const HEAD = '# A run of Faultline, to be repeated with: npx faultline replay <this file>\n';

/** The scenario stands inside as it was written, line by line, so that it can be read and edited. */
export function capsuleText({ scenario, ...rest }: Capsule): string {
  // A literal text of YAML has LF alone. Where line ends are mixed the library falls back to quotes, which is exact.
  const isCrlf = scenario.includes('\r') && !/[^\r]\n|^\n|\r(?!\n)/.test(scenario);
  const newlines = isCrlf ? { newlines: 'crlf' } : {};
  const value = { ...rest, ...newlines, scenario: isCrlf ? scenario.replaceAll('\r\n', '\n') : scenario };
  // Without anchors: they are refused where a capsule is read.
  const document = new Document(value, { aliasDuplicateObjects: false });
  // An entry of a schedule and a fault is a line each.
  for (const key of ['faults', 'schedule']) {
    const rows = isMap(document.contents) ? document.contents.get(key, true) : undefined;
    if (isSeq(rows)) for (const row of rows.items) if (isCollection(row)) row.flow = true;
  }
  return HEAD + document.toString({ blockQuote: 'literal', lineWidth: 0, flowCollectionPadding: true });
}

/** A capsule holds a whole scenario, and what was found. */
const capsuleKind: Kind = { noun: 'capsule', begins: 'capsule: 1', bytesMax: 2 * BYTES_MAX };

/** Reads a capsule. Never throws; all problems at once. The scenario inside is not looked into. */
export function parseCapsule(
  text: string,
  file: string,
): { readonly capsule: Capsule | undefined; readonly problems: readonly Problem[] } {
  const { tree, lines, problems: refused } = parseText(text, file, capsuleKind);
  if (tree === undefined || refused.length > 0) return { capsule: undefined, problems: sortedProblems(refused) };
  if (isScenario(tree.value)) {
    const { start, end } = walkTo(tree, ['faultline']).child.key ?? tree;
    return {
      capsule: undefined,
      problems: [problemAt(file, lines.span(start, end), 'a-scenario', scenarioMessage(file))],
    };
  }
  const locate = (path: Path, part: 'key' | 'value') => {
    const { child, isWhole } = walkTo(tree, path);
    const [first] = path.length === 0 ? tree.children.values() : [];
    const range = (part === 'key' || !isWhole ? (first?.key ?? child.key) : undefined) ?? child.tree;
    return lines.span(range.start, range.end);
  };
  const format = isRecord(tree.value) ? tree.value['capsule'] : undefined;
  if (format !== undefined && format !== 1) {
    const message = `found ${shown(format)}: this Faultline reads capsules of format 1; replay it with the one that wrote it`;
    const problem = problemAt(file, locate(['capsule'], 'value'), 'format-version', message, { path: 'capsule' });
    return { capsule: undefined, problems: [problem] };
  }
  const problems = new Problems(file, locate);
  const read = capsule.safeParse(tree.value);
  if (read.success) {
    const { newlines, scenario, faults, ...rest } = read.data;
    const exact = newlines === undefined ? scenario : scenario.replaceAll('\n', '\r\n');
    checkSchedule(read.data, problems);
    checkBranch(read.data, problems);
    if (problems.count > 0) return { capsule: undefined, problems: sortedProblems(problems.all) };
    // In their own words: the scenario's reader reads them once more, with the system at hand.
    const written = faults === undefined ? {} : { faults: (tree.value as { faults: unknown[] }).faults };
    return { capsule: { ...rest, ...written, scenario: exact }, problems: [] };
  }
  reportIssues(read.error.issues, tree.value, problems);
  return { capsule: undefined, problems: sortedProblems(problems.all) };
}

function checkBranch({ branch, schedule }: z.output<typeof capsule>, problems: Problems): void {
  if (branch === undefined) return;
  const deeds = parseBranch(branch);
  if (typeof deeds === 'string') problems.add('wrong-value', ['branch'], deeds);
  if (schedule !== undefined)
    problems.add('contradiction', ['branch'], 'a schedule has no branch: its entries say all');
}

/** What is done by hand in the run of a capsule; nothing in most. */
export function deedsOfCapsule({ branch }: Pick<Capsule, 'branch'>): readonly Intervention[] {
  const deeds = branch === undefined ? [] : parseBranch(branch);
  return typeof deeds === 'string' ? [] : deeds;
}

/** What belongs together: a schedule, and what is violated at its end; its faults, and the entries that name them. */
function checkSchedule({ schedule, violations, faults = [] }: z.output<typeof capsule>, problems: Problems): void {
  if (schedule === undefined) return;
  if (violations === undefined) {
    problems.add('missing', ['schedule'], 'violations is missing: what the schedule leads to', { part: 'key' });
  }
  schedule.forEach((row, index) => {
    const key = 'begins' in row ? 'begins' : 'ends';
    const fault = 'begins' in row ? row.begins : 'ends' in row ? row.ends : 0;
    if (fault <= faults.length) return;
    const message = `there is no fault ${fault}: the list has ${faults.length}`;
    problems.add('unknown-name', ['schedule', index, key], message);
  });
}

/** Problems of the faults that a capsule with a schedule has of its own, at their places in its text; the others as they are. */
export function problemsInFaults(problems: readonly Problem[], text: string, file: string): readonly Problem[] {
  const { tree, lines } = parseText(text, file, capsuleKind);
  if (tree === undefined) return problems;
  return problems.map((problem) => {
    const path = problem.path?.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step)) ?? [];
    if (path[0] !== 'faults') return problem;
    const { start, end } = walkTo(tree, path).child.tree;
    return { ...problem, file, ...lines.span(start, end) };
  });
}

/**
 * Problems of the scenario in a capsule, at their places in the capsule's own text; undefined where it does not stand
 * there line by line.
 */
export function problemsInCapsule(
  problems: readonly Problem[],
  { scenario }: Capsule,
  text: string,
  file: string,
): readonly Problem[] | undefined {
  const rows = linesBetween(withoutMark(text), 1, Infinity);
  const before = rows.findIndex((row) => /^scenario: *[|]/.test(row)) + 1;
  const inner = linesBetween(scenario, 1, Infinity);
  const some = inner.findIndex((row) => row.trim() !== '');
  const indent = (rows[before + some]?.length ?? 0) - (inner[some]?.length ?? 0);
  const isThere = inner.every((row, i) => row === '' || rows[before + i]?.slice(indent) === row);
  if (before === 0 || some === -1 || !isThere) return undefined;
  return problems.map((each) => ({ ...each, file, line: each.line + before, column: each.column + indent }));
}
