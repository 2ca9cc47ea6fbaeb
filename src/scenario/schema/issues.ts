// What zod found, as problems in words. Zod knows paths and expectations; what was found is looked up in the value.
import type { z } from 'zod';
import { nearest } from '../../base/nearest.ts';
import { rowBranches, rowText } from '../capsule/rows.ts';
import type { Problems } from '../problem.ts';
import { didYouMean, oneOf } from '../suggest.ts';
import type { Path } from '../text/position.ts';
import { quoted, shown } from '../text/printable.ts';
import { expectBranches, expectText } from './expect.ts';
import { faultBranches, faultText } from './faults.ts';
import { measureBranches, measureText } from './measure.ts';

type Issue = z.core.$ZodIssue;
type UnionIssue = Extract<Issue, { code: 'invalid_union' }>;

type ActionList = { readonly what: string; readonly branches: { readonly [action: string]: z.ZodType } };

/** Lists whose items are named by one of their keys: that key decides which branch an item is judged by. */
const actionLists: { readonly [list: string]: ActionList } = {
  faults: { what: faultText, branches: faultBranches },
  expect: { what: expectText, branches: expectBranches },
  measure: { what: measureText, branches: measureBranches },
  schedule: { what: rowText, branches: rowBranches },
};

/** Adds a problem for each issue that zod found in `root`. */
export function reportIssues(issues: readonly Issue[], root: unknown, problems: Problems): void {
  const items = new Set<string>();
  const others = issues.filter((issue) => {
    const path = itemOf(issue.path.map((step) => (typeof step === 'number' ? step : String(step))));
    if (path === undefined) return true;
    // Of an item the union may have tried the wrong branch: it is judged again below, once.
    const item = path.join('.');
    if (!items.has(item)) reportItem(actionLists[String(path.at(-2))]!, path, root, problems);
    items.add(item);
    return false;
  });
  reportAll(others, root, problems, []);
}

/** The item of such a list that a path leads into: of the document's own, a row's of its sweep, or of `explore:`. */
function itemOf(path: Path): Path | undefined {
  const from = path[0] === 'sweep' && path[1] === 'over' ? 3 : path[0] === 'explore' ? 1 : 0;
  const isItem = typeof path[from + 1] === 'number' && Object.hasOwn(actionLists, String(path[from]));
  return isItem ? path.slice(0, from + 2) : undefined;
}

function reportItem({ what, branches }: ActionList, path: Path, root: unknown, problems: Problems): void {
  const value = valueAt(root, path);
  if (!isRecord(value)) return problems.add('wrong-value', path, `found ${shown(value)}, expected ${what}`);
  const action = actionOf(value, path, { what, branches }, problems);
  const checked = action === undefined ? undefined : branches[action]?.safeParse(value);
  if (checked?.success === false) reportAll(checked.error.issues, root, problems, path);
}

function reportAll(issues: readonly Issue[], root: unknown, problems: Problems, base: Path): void {
  const said = new Set<string>();
  const misspelt = misspeltKeys(issues, root, base);
  for (const issue of issues) {
    if (misspelt.has([...base, ...issue.path].join('.'))) continue;
    const path = [...base, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
    // A number out of bounds can break several rules at once; one sentence covers them.
    const once = `${path.join('.')} ${issue.code === 'custom' || issue.code === 'unrecognized_keys' ? issue.code : ''}`;
    if (said.has(once)) continue;
    said.add(once);
    reportIssue(issue, path, valueAt(root, path), root, problems);
  }
}

/** Keys that are there under a name one slip away: to say that they are missing too would be to say it twice. */
function misspeltKeys(issues: readonly Issue[], root: unknown, base: Path): ReadonlySet<string> {
  const keys = issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [];
    const path = [...base, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
    const owner = valueAt(root, path);
    const free = issue.message.split(' ').filter((name) => !isRecord(owner) || !Object.hasOwn(owner, name));
    return issue.keys.map((key) => [...path, nearest(key, free) ?? '-'].join('.'));
  });
  return new Set(keys);
}

function reportIssue(issue: Issue, path: Path, value: unknown, root: unknown, problems: Problems): void {
  switch (issue.code) {
    case 'unrecognized_keys':
      for (const key of issue.keys) reportUnknownKey([...path, key], issue.message.split(' '), value, problems);
      return;
    case 'invalid_union':
      return reportUnion(issue, path, value, root, problems);
    case 'custom':
      return problems.add('wrong-value', path, issue.message);
    default:
      reportValue(path, value, issue.message, problems);
  }
}

function reportValue(path: Path, value: unknown, expectation: string, problems: Problems): void {
  const key = path[path.length - 1];
  if (value === undefined && typeof key === 'string') {
    // The missing key has no place of its own: the mapping that lacks it is shown, by its first key.
    return problems.add('missing', path.slice(0, -1), `the key ${quoted(key)} is missing: expected ${expectation}`, {
      part: 'key',
    });
  }
  if (path.length === 1 && key === 'faultline') {
    return problems.add(
      'format-version',
      path,
      `found ${shown(value)}: this Faultline reads format 1, write "faultline: 1"`,
    );
  }
  const choices = expectation.startsWith('one of ') ? expectation.slice(7).split(', ') : [];
  const hint = typeof value === 'string' ? didYouMean(value, choices) : undefined;
  const code = path.length === 0 ? 'not-a-mapping' : 'wrong-value';
  problems.add(
    code,
    path,
    `found ${describe(value)}, expected ${withOr(expectation, choices)}${unitAdvice(value, expectation)}`,
    { hint },
  );
}

/** A list that is too long is shown by its length. */
function describe(value: unknown): string {
  return Array.isArray(value) && value.length > 1 ? `a list of ${value.length}` : shown(value);
}

function withOr(expectation: string, choices: readonly string[]): string {
  return choices.length > 0 ? oneOf(choices) : expectation;
}

function unitAdvice(value: unknown, expectation: string): string {
  if (typeof value !== 'number') return '';
  if (expectation.startsWith('a duration')) return ': write the unit';
  return expectation.startsWith('a share') ? ': write the percent sign' : '';
}

function reportUnknownKey(path: Path, known: readonly string[], owner: unknown, problems: Problems): void {
  const key = String(path[path.length - 1]);
  const free = known.filter((name) => !isRecord(owner) || !Object.hasOwn(owner, name));
  const hint = didYouMean(key, free);
  const expectation = hint === undefined ? `: expected ${oneOf(free.length > 0 ? free : known)}` : '';
  problems.add('unknown-key', path, `unknown key ${quoted(key)}${expectation}`, { hint, part: 'key' });
}

/** Of a union's branches the one that takes this kind of value is reported. */
function reportUnion(issue: UnionIssue, path: Path, value: unknown, root: unknown, problems: Problems): void {
  const fitting = issue.errors.filter(
    (branch) => !branch.some((inner) => inner.path.length === 0 && isMismatch(inner, value)),
  );
  if (fitting.length === 1) reportAll(fitting[0]!, root, problems, path);
  else reportValue(path, value, issue.message, problems);
}

/** The value is of another kind than this branch takes; a fraction is a number still, if no whole one. */
function isMismatch(issue: Issue, value: unknown): boolean {
  if (issue.code === 'invalid_type') return !(typeof value === 'number' && ['int', 'number'].includes(issue.expected));
  return issue.code === 'invalid_value';
}

function actionOf(
  value: { readonly [key: string]: unknown },
  path: Path,
  { what, branches }: ActionList,
  problems: Problems,
): string | undefined {
  const actions = Object.keys(branches);
  const item = what.slice(0, what.indexOf(','));
  const found = actions.filter((action) => Object.hasOwn(value, action));
  // `restart` beside `crash` or `replace` is how long after; beside anything else it is a second action.
  const doing =
    found.includes('crash') || found.includes('replace') ? found.filter((action) => action !== 'restart') : found;
  if (doing.length === 1) return doing[0];
  if (doing.length > 1) {
    const message = `${item} does one thing: found ${oneOf(doing, 'and')}; make them items of their own`;
    problems.add('several-actions', [...path, doing[1]!], message, { part: 'key' });
    return undefined;
  }
  const slip = Object.keys(value).find((key) => didYouMean(key, actions) !== undefined);
  const at = slip === undefined ? path : [...path, slip];
  const hint = slip === undefined ? undefined : didYouMean(slip, actions);
  const message = `${item} says what it is by one of the keys ${oneOf(actions)}: found none of them`;
  problems.add('no-action', at, message, { hint, part: 'key' });
  return undefined;
}

export function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as { readonly [key: string | number]: unknown })[step];
  }
  return value;
}
