// A problem with the lines around it: the line before, the line itself with its words underlined, the line after.

import { columnsOf, printable, printableCharacter } from '../base/printable.ts';
import type { Problem } from './problem.ts';
import { linesBetween, withoutMark } from './text/position.ts';

const TAB = '    ';
/** Columns of text in a frame: a longer line is cut to the part around the words found. */
const WIDTH = 110;
/** Code units that are looked at on either side of a column: a line may have a million. */
const REACH = 500;

/** The problem as a reader sees it: `file:line:column error path: message [code]`, then the code frame. */
export function formatProblem(problem: Problem<string>, text: string): string {
  const { file, line, column, path, message, hint, code } = problem;
  const place = line === 0 ? printable(file) : `${printable(file)}:${line}:${column}`;
  const about = path === undefined ? '' : `${printable(path)}: `;
  const guess = hint === undefined ? '' : ` (${printable(hint)})`;
  const head = `${place} error ${about}${printable(message)}${guess} [${code}]`;
  return line === 0 ? head : `${head}\n${codeFrame(text, line, column, problem.length ?? 1)}`;
}

/** Three lines of the text with carets under the `length` code units at `line:column`. */
export function codeFrame(text: string, line: number, column: number, length: number): string {
  const first = Math.max(1, line - 1);
  const offset = Math.max(0, column - 1 - REACH);
  const lines = linesBetween(withoutMark(text), first, line + 1).map((words) => clipped(words, offset));
  const marked = cells(lines[line - first] ?? '');
  // Where the start of the line is clipped, an ellipsis stands for it.
  const at = offset === 0 ? column - 1 : column - offset;
  const from = columnAt(marked, at);
  const to = Math.max(from + 1, columnAt(marked, at + length));
  const cut = Math.max(0, from + Math.min(to - from, WIDTH / 2) - WIDTH + 10);
  const gutter = String(first + lines.length - 1).length;
  const rows: string[] = [];
  lines.forEach((words, index) => {
    const number = first + index;
    const view = window(number === line ? marked : cells(words), cut);
    rows.push(`${number === line ? '>' : ' '} ${String(number).padStart(gutter)} │ ${view.text}`.trimEnd());
    if (number === line) {
      const carets = '^'.repeat(Math.max(1, Math.min(to, cut + WIDTH) - from));
      rows.push(`  ${' '.repeat(gutter)} │ ${' '.repeat(from - cut + view.shift)}${carets}`);
    }
  });
  return rows.join('\n');
}

/** One character of a line: what is printed for it, the columns that takes, its first code unit in the line. */
type Cell = { readonly text: string; readonly columns: number; readonly at: number };

function clipped(line: string, offset: number): string {
  const end = offset + 2 * REACH + WIDTH;
  return (offset > 0 ? `…${line.slice(offset, end)}` : line.slice(0, end)) + (line.length > end ? '…' : '');
}

function cells(line: string): readonly Cell[] {
  const result: Cell[] = [];
  let at = 0;
  for (const character of line) {
    const text = character === '\t' ? TAB : printableCharacter(character);
    const columns = text === character ? columnsOf(character.codePointAt(0)!) : text.length;
    result.push({ text, columns, at });
    at += character.length;
  }
  return result;
}

/** How many columns are printed before the code unit `offset`. */
function columnAt(line: readonly Cell[], offset: number): number {
  let columns = 0;
  for (const cell of line) {
    if (cell.at >= offset) return columns;
    columns += cell.columns;
  }
  return columns;
}

/** The part of a line from column `cut` on. `shift`: by how much the carets move right to stay under their words. */
function window(line: readonly Cell[], cut: number): { readonly text: string; readonly shift: number } {
  let text = '';
  let column = 0;
  let start: number | undefined;
  for (const cell of line) {
    if (column >= cut + WIDTH) return { text: `${cut > 0 ? '…' : ''}${text}…`, shift: shiftOf(cut, start) };
    if (column >= cut) {
      start ??= column;
      text += cell.text;
    }
    column += cell.columns;
  }
  return { text: `${cut > 0 ? '…' : ''}${text}`, shift: shiftOf(cut, start) };
}

function shiftOf(cut: number, start: number | undefined): number {
  return cut === 0 ? 0 : 1 + cut - (start ?? cut);
}
