// Colour, always paired with a word or a glyph: nothing is told by colour alone.

import type { RunVerdict } from '../contract/report.ts';

export type Style = {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly unsure: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
};

const wrap = (code: number, end: number) => (text: string) => `\x1b[${code}m${text}\x1b[${end}m`;
const same = (text: string): string => text;

export const plainStyle: Style = { good: same, bad: same, unsure: same, strong: same, faint: same };

export const colourStyle: Style = {
  good: wrap(32, 39),
  bad: wrap(31, 39),
  unsure: wrap(33, 39),
  strong: wrap(1, 22),
  faint: wrap(2, 22),
};

const glyphs: { readonly [verdict in RunVerdict]: string } = { held: '✓', failed: '✗', unknown: '?' };

/** The glyph of a verdict, and the colour that goes with it. */
export function verdictMark(verdict: RunVerdict, style: Style): readonly [string, (text: string) => string] {
  return [glyphs[verdict], { held: style.good, failed: style.bad, unknown: style.unsure }[verdict]];
}
