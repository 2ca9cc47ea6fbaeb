// Bands over time, below each other: whose something is, by the last letter of a node's name; `!` where it is several's.
import { widthOf } from '../../base/printable.ts';
import { type StyledLine, span } from './spans.ts';

export type BandFacts = { readonly title: string; readonly parts: readonly (readonly string[])[] };

/** Titles in one column, the widest of them and a space wide. */
export function bandTitleWidth(bands: readonly { readonly title: string }[]): number {
  return bands.length === 0 ? 0 : Math.max(...bands.map(({ title }) => widthOf(title))) + 1;
}

export function bandLines(bands: readonly BandFacts[]): readonly StyledLine[] {
  const width = bandTitleWidth(bands);
  return bands.map(({ title, parts }) => [
    span(title + ' '.repeat(width - widthOf(title)), 'faint'),
    ...parts.map((of) => {
      if (of.length === 0) return span('·', 'faint');
      return of.length === 1 ? span(of[0]!.slice(-1), 'accent') : span('!', 'bad');
    }),
  ]);
}
