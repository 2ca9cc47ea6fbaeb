// The help: all keys by group, then the words of the command line. In two columns where there is room.
import { printable } from '../../base/printable.ts';
import { fitted, type StyledLine, span } from './spans.ts';

export type HelpGroup = {
  readonly title: string;
  readonly rows: readonly { readonly keys: string; readonly about: string }[];
};

const COLUMN = 58;

export function helpLines(groups: readonly HelpGroup[], width: number): readonly StyledLine[] {
  const isWide = width >= 2 * COLUMN;
  if (!isWide) return groups.flatMap((group) => groupLines(group, width));
  const half = Math.floor(width / 2);
  const blocks = groups.map((group) => groupLines(group, half - 1));
  const total = blocks.reduce((sum, block) => sum + block.length, 0);
  const left: StyledLine[] = [];
  const right: StyledLine[] = [];
  for (const block of blocks)
    (left.length + block.length / 2 <= total / 2 && right.length === 0 ? left : right).push(...block);
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) => [
    ...fitted(left[i] ?? [], half),
    ...(right[i] ?? []),
  ]);
}

function groupLines({ title, rows }: HelpGroup, width: number): readonly StyledLine[] {
  const keys = Math.min(26, Math.max(0, ...rows.map((row) => row.keys.length)));
  return [
    [span(title, 'accent')],
    ...rows.map(
      (row): StyledLine =>
        fitted([span(`  ${printable(row.keys).padEnd(keys)}  `, 'strong'), span(printable(row.about))], width),
    ),
    [],
  ];
}
