// Text in columns. Widths are counted as a terminal counts them; colour is laid on after the padding.
import { widthOf } from '../base/printable.ts';

export type Column = { readonly title: string; readonly align?: 'left' | 'right' };
export type Cell = { readonly text: string; readonly style?: (text: string) => string };

/** The rows under their titles, two spaces between columns, nothing behind the last. */
export function table(columns: readonly Column[], rows: readonly (readonly Cell[])[]): readonly string[] {
  const widths = columns.map((column, i) =>
    Math.max(widthOf(column.title), ...rows.map((row) => widthOf(row[i]?.text ?? ''))),
  );
  const line = (cells: readonly Cell[]): string =>
    cells
      .map(({ text, style }, i) => {
        const space = ' '.repeat(Math.max(0, widths[i]! - widthOf(text)));
        const isLast = i === cells.length - 1;
        const padded = columns[i]?.align === 'right' ? space + text : isLast ? text : text + space;
        return style === undefined ? padded : style(padded);
      })
      .join('  ')
      .trimEnd();
  return [line(columns.map((column) => ({ text: column.title }))), ...rows.map(line)];
}

/** Words broken into lines of at most `width` columns. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '') lines.push(line);
  return lines;
}
