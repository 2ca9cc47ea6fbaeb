// The rows of a sweep: the scenario several times, each time with a row's own parts in the place of the scenario's. A
// mapping is laid over the scenario's, key by key; a list, a number or a duration replaces it. What is wrong is reported
// where it is written, in the row or in the scenario, and once.
import type { Problems } from '../problem.ts';
import type { Row, Scenario } from '../scenario.ts';
import type { Draft } from '../schema/draft.ts';
import { isRecord } from '../schema/issues.ts';
import type { RowDocument } from '../schema/schema.ts';
import type { Path } from '../text/position.ts';
import { quoted } from '../text/printable.ts';

export type Build = (draft: Draft, problems: Problems, placeOf: (path: Path) => Path) => Scenario | undefined;

export function buildRows(draft: Draft, problems: Problems, build: Build): readonly Row[] {
  const names = new Set<string>();
  return (draft.sweep?.over ?? []).flatMap((row, index): readonly Row[] => {
    // It was wrong in its shape, which has been reported.
    if (row === undefined) return [];
    const at = ['sweep', 'over', index];
    if (names.has(row.name)) {
      problems.add('repeated', [...at, 'name'], `a row is named ${quoted(row.name)} already: choose another name`);
    }
    names.add(row.name);
    const placeOf = (path: Path) => (isOwn(row, path) ? [...at, ...path] : path);
    const own = problems.from(placeOf);
    const scenario = build(withRow(draft, row), own, placeOf);
    problems.take(own.all, row.name);
    return scenario === undefined ? [] : [{ name: row.name, scenario: { ...scenario, row: row.name } }];
  });
}

/** Whether a part of the row's scenario stands in the row. */
function isOwn(row: RowDocument, path: Path): boolean {
  const [key, inner] = path;
  if (key === 'sweep') return inner === 'seeds' && row.seeds !== undefined;
  return isWrittenIn(row, path);
}

/** Whether a part is among those that are laid over the scenario's own. A name is no such part. */
export function isWrittenIn(parts: { readonly [key: string]: unknown }, [key, inner]: Path): boolean {
  const part = key === undefined || key === 'name' ? undefined : parts[key];
  if (part === undefined) return false;
  return !isRecord(part) || inner === undefined || Object.hasOwn(part, inner);
}

export function laidOver(draft: Draft, parts: { readonly [key: string]: unknown }): { [key: string]: unknown } {
  const merged: { [key: string]: unknown } = { ...draft };
  for (const [key, part] of Object.entries(parts)) {
    const base = merged[key];
    merged[key] = isRecord(part) && isRecord(base) ? { ...base, ...part } : part;
  }
  return merged;
}

function withRow(draft: Draft, { name: _, seeds, ...parts }: RowDocument): Draft {
  const merged = laidOver(draft, parts);
  // A row that lists its faults draws none.
  if (parts.faults !== undefined) merged['generate'] = undefined;
  const { sweep } = draft;
  const all = seeds ?? sweep!.seeds;
  merged['sweep'] = { seeds: all, quick: Math.min(sweep!.quick ?? 5, all) };
  return merged as Draft;
}
