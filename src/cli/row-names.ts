// The rows that `--row` may name, as errors say it: a few in a sentence, many on lines of their own.
import { nearBehind, oneOf } from '../scenario/index.ts';
import { Exit, exitCodes } from './exit.ts';

const FEW = 8;
const LINES_MAX = 40;

/** Between the name of a system and that of a row, where systems are compared. */
const BETWEEN = ' / ';

export function noSuchRow(row: string, known: readonly string[]): Exit {
  const expected =
    known.length === 0 ? 'the scenario has no rows' : `expected ${rowsText(known, nearBehind(row, known))}`;
  return new Exit(exitCodes.usage, `--row ${row}: there is no such row, ${expected}`);
}

export function noRowNamed(known: readonly string[]): Exit {
  const mark = known.length <= FEW ? ':' : ',';
  return new Exit(exitCodes.usage, `the scenario is a sweep over rows: name one with --row${mark} ${rowsText(known)}`);
}

function rowsText(rows: readonly string[], hint = ''): string {
  if (rows.length <= FEW) return `${oneOf(rows)}${hint}`;
  const systems = partsOf(rows, 0);
  const inner = partsOf(rows, 1);
  const isProduct = systems.every((system) => inner.every((each) => rows.includes(`${system}${BETWEEN}${each}`)));
  if (!isProduct || systems.length * inner.length !== rows.length) return `one of these${hint}:${listed(rows)}`;
  return `one of these systems, " / ", and one of these rows${hint}:${listed(systems)}\n${listed(inner)}`;
}

function partsOf(rows: readonly string[], at: 0 | 1): readonly string[] {
  return [...new Set(rows.map((row) => row.split(BETWEEN)[at] ?? ''))];
}

function listed(names: readonly string[]): string {
  const left = names.length - LINES_MAX;
  const shown = names.slice(0, LINES_MAX).map((name) => `\n  ${name}`);
  return `${shown.join('')}${left > 0 ? `\n  … and ${left} more` : ''}`;
}
