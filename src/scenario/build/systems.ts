// Several systems under one workload and the same faults: the scenario once for each, and for each row of its sweep. What
// an entry has of its own is laid over the scenario, as the rows of a sweep are.
import { sortedSet } from '../../base/sorted.ts';
import type { Problem, Problems } from '../problem.ts';
import type { Row, Scenario } from '../scenario.ts';
import type { Draft } from '../schema/draft.ts';
import type { EntryDocument } from '../schema/schema.ts';
import type { Path } from '../text/position.ts';
import { quoted } from '../text/printable.ts';
import { refuseUnknownWrites } from './figures.ts';
import { type Build, isWrittenIn, laidOver } from './rows.ts';

export function buildSystems(draft: Draft, problems: Problems, build: Build): Scenario | undefined {
  const names = new Set<string>();
  const found: { readonly name: string; readonly problems: readonly Problem[] }[] = [];
  const measured: Scenario[] = [];
  let first: Scenario | undefined;
  const rows = draft.systems!.flatMap((written, index): readonly Row[] => {
    const at = ['systems', index];
    const entry = typeof written === 'string' ? { system: written } : written;
    const name = entry.name ?? entry.system;
    if (names.has(name)) {
      problems.add('repeated', at, `a system is named ${quoted(name)} already: give this one a name of its own`);
    }
    names.add(name);
    const placeOf = (path: Path) => placeIn(written, at, path);
    const own = problems.from(placeOf);
    const scenario = build(withEntry(draft, entry), own, placeOf);
    found.push({ name, problems: own.all });
    if (scenario === undefined) return [];
    first ??= scenario;
    measured.push(scenario);
    return rowsOf(name, scenario);
  });
  problems.takeEach(found);
  checkMeasures(measured, problems);
  if (first === undefined) return undefined;
  const { seeds, quick } = draft.sweep ?? { seeds: 1, quick: 1 };
  return { ...first, compares: [...names], sweep: { seeds, quick: Math.min(quick ?? 5, seeds), rows } };
}

/** A measure is of something that one of the systems has, at least. */
function checkMeasures(scenarios: readonly Scenario[], problems: Problems): void {
  const [first] = scenarios;
  checkWrites(scenarios, problems);
  first?.measures.forEach(({ name }, index) => {
    if (!scenarios.every(({ measures }) => measures.every((each) => each.name !== name || each.kind === 'nothing')))
      return;
    const message = `none of the systems has what ${quoted(name)} is a measure of`;
    problems.add('unknown-name', ['measure', index], message, { part: 'key' });
  });
}

/** The kinds of writes are known where each of the systems lists them. */
function checkWrites(scenarios: readonly Scenario[], problems: Problems): void {
  if (scenarios.some(({ system }) => system.writes === undefined)) return;
  const known = sortedSet(scenarios.flatMap(({ system }) => Object.keys(system.writes!)));
  scenarios[0]?.measures.forEach((measure, index) => {
    if (measure.kind !== 'kinds' || measure.of !== 'writes') return;
    const path = ['measure', index, 'writes'];
    refuseUnknownWrites(measure.kinds ?? [], { known, who: 'none of the systems has', path }, problems);
  });
}

function rowsOf(system: string, scenario: Scenario): readonly Row[] {
  const { rows } = scenario.sweep ?? {};
  if (rows === undefined) return [rowOf(scenario, system, undefined)];
  return rows.map(({ name, scenario: own }) => rowOf(own, system, name));
}

function rowOf(scenario: Scenario, system: string, row: string | undefined): Row {
  const name = row === undefined ? system : `${system} / ${row}`;
  return { name, scenario: { ...scenario, row: name, compared: { system, row } } };
}

function withEntry(draft: Draft, { name: _, ...parts }: EntryDocument | { system: string; name?: string }): Draft {
  return { ...(laidOver(draft, parts) as Draft), systems: undefined, isCompared: true };
}

/** Where a part of an entry's scenario stands: in the entry, or where it stands for all. */
function placeIn(written: string | EntryDocument, at: Path, path: Path): Path {
  if (typeof written === 'string') return path[0] === 'system' ? at : path;
  return isWrittenIn(written, path) ? [...at, ...path] : path;
}
