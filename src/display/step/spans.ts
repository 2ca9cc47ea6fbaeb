// Lines of styled text, before anybody knows what the terminal can show. A tone always goes with a word or a glyph.
import { columnsOf, widthOf } from '../../base/printable.ts';

export const epochTones = ['epoch0', 'epoch1', 'epoch2', 'epoch3', 'epoch4'] as const;
export type Tone = 'strong' | 'faint' | 'good' | 'bad' | 'unsure' | 'accent' | 'fault' | (typeof epochTones)[number];

export type Span = { readonly text: string; readonly tone?: Tone | undefined };
export type StyledLine = readonly Span[];

export function span(text: string, tone?: Tone): Span {
  return { text, tone };
}

/** Nodes of one term have one colour, those of the next term another. */
export function epochTone(epoch: number | undefined): Tone | undefined {
  return epoch === undefined ? undefined : epochTones[Math.abs(Math.trunc(epoch)) % epochTones.length];
}

export function textOf(line: StyledLine): string {
  return line.map(({ text }) => text).join('');
}

export function widthOfLine(line: StyledLine): number {
  return line.reduce((sum, { text }) => sum + widthOf(text), 0);
}

/** At most `width` columns; what is cut off is told by `…`. No wide character is halved. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (width <= 0) return '';
  let columns = 0;
  let result = '';
  for (const character of text) {
    const more = columnsOf(character.codePointAt(0)!);
    if (columns + more > width - 1) break;
    columns += more;
    result += character;
  }
  return `${result}…`;
}

/** Exactly `width` columns: cut, or filled with spaces. */
export function fitted(line: StyledLine, width: number): StyledLine {
  const result: Span[] = [];
  let left = width;
  const whole = widthOfLine(line);
  for (const { text, tone } of line) {
    const columns = widthOf(text);
    const isLast = whole > width && columns >= left;
    const shown = isLast ? cut(columns === left ? `${text} ` : text, left) : text;
    if (shown !== '') result.push({ text: shown, tone });
    left -= widthOf(shown);
    if (left <= 0 || isLast) break;
  }
  return left > 0 ? [...result, span(' '.repeat(left))] : result;
}

/** At most `height` lines; the last one says how many more there are. */
export function clip(lines: readonly StyledLine[], height: number): readonly StyledLine[] {
  if (lines.length <= height) return lines;
  if (height <= 0) return [];
  const rest = lines.length - height + 1;
  return [...lines.slice(0, height - 1), [span(`… ${rest} more`, 'faint')]];
}

/** One line or two: the one that matters, and how many others there are, before it where it is the last. */
function lowWindow(lines: readonly StyledLine[], height: number, at: number): readonly StyledLine[] {
  if (height <= 0) return [];
  const shown = lines[at]!;
  if (height === 1) return [shown];
  const isLast = at === lines.length - 1;
  const others = [span(`… ${lines.length - 1} ${isLast ? 'above' : 'more'}`, 'faint')];
  return isLast ? [others, shown] : [shown, others];
}

/** `height` lines around the one that matters; what is left out above and below is counted. */
export function windowOf(lines: readonly StyledLine[], height: number, center: number): readonly StyledLine[] {
  if (lines.length <= height) return lines;
  if (height < 3) return lowWindow(lines, height, Math.max(0, Math.min(lines.length - 1, center)));
  const from = Math.max(0, Math.min(lines.length - height, center - (height >> 1)));
  const shown = lines.slice(from, from + height);
  const above = from === 0 ? [] : [[span(`… ${from + 1} above`, 'faint')]];
  const below = lines.length - from - height;
  const under = below === 0 ? [] : [[span(`… ${below + 1} more`, 'faint')]];
  return [...above, ...shown.slice(above.length, height - under.length), ...under];
}
