// Where something stands: lines and columns of a text, paths of a document.

/** Keys and indexes from the top of a document. */
export type Path = readonly (string | number)[];

/** A stretch of one line. Line and column from 1, columns and length in UTF-16 code units. */
export type Span = { readonly line: number; readonly column: number; readonly length: number };

/** Where there is no text: a document given as an object. */
export const NOWHERE: Span = { line: 0, column: 0, length: 0 };

export function pathText(path: Path): string {
  return path.join('.');
}

/** A byte order mark is no part of the text: positions count from what follows it. */
export function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/**
 * Lines `first` to `last` of a text, from 1, without their ends; fewer where the text is shorter. A line ends at LF or
 * CRLF, as in editors and in the YAML library.
 */
export function linesBetween(text: string, first: number, last: number): readonly string[] {
  const lines: string[] = [];
  let start = 0;
  for (let number = 1; number <= last; number++) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end === -1 ? text.length : end);
    if (number >= first) lines.push(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (end === -1) break;
    start = end + 1;
  }
  return lines;
}

/** Turns offsets into lines and columns. */
export class LineIndex {
  private readonly starts: number[] = [0];
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  /** The part of `start` to `end` that lies on the first line, at least one code unit long. */
  span(start: number, end: number): Span {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= start) low = middle;
      else high = middle - 1;
    }
    const lineStart = this.starts[low]!;
    let lineEnd = (this.starts[low + 1] ?? this.text.length + 1) - 1;
    if (lineEnd > lineStart && this.text.charCodeAt(lineEnd - 1) === 13) lineEnd--;
    const length = Math.max(1, Math.min(end, lineEnd) - start);
    return { line: low + 1, column: start - lineStart + 1, length };
  }
}
