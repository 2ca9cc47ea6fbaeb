// Panes one above the other. What is wanted most gets its rows first; what finds no room is named, not squeezed.
import { fitted, type StyledLine, span, widthOfLine } from '../display/step/spans.ts';

export type Content = {
  readonly id: string;
  readonly title: StyledLine;
  /** Rows without which it is not shown, its title among them. */
  readonly min: number;
  /** Rows after which others come first, however much more it can use; left out: all that it can use. */
  readonly enough?: number;
  /** Rows that it can use. */
  readonly want: number;
  /** It takes what nobody else wants. */
  readonly isGreedy?: boolean;
  readonly lines: (height: number) => readonly StyledLine[];
};

export type Stack = { readonly lines: readonly StyledLine[]; readonly missing: readonly string[] };

/** `contents` in the order from the top; `order` are their ids, the most wanted first. */
export function stackOf(contents: readonly Content[], order: readonly string[], width: number, height: number): Stack {
  const wanted = [...contents].sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  const rows = new Map<string, number>();
  let left = height;
  for (const { id, min, want } of wanted) {
    const least = Math.min(min, want);
    if (least > left) continue;
    rows.set(id, least);
    left -= least;
  }
  for (const round of ['enough', 'want'] as const) {
    for (const content of wanted) {
      const has = rows.get(content.id);
      if (has === undefined) continue;
      const more = Math.max(0, Math.min(left, (content[round] ?? content.want) - has));
      rows.set(content.id, has + more);
      left -= more;
    }
  }
  const greedy = contents.find(({ id, isGreedy }) => isGreedy === true && rows.has(id));
  if (greedy !== undefined) {
    rows.set(greedy.id, rows.get(greedy.id)! + left);
    left = 0;
  }
  const shown = contents.filter(({ id }) => rows.has(id));
  const lines = shown.flatMap((content) => paneLines(content, width, rows.get(content.id)!));
  const blank = Array.from({ length: left }, () => fitted([], width));
  return { lines: [...lines, ...blank], missing: contents.filter(({ id }) => !rows.has(id)).map(({ id }) => id) };
}

function paneLines({ title, lines }: Content, width: number, height: number): readonly StyledLine[] {
  const content = lines(height - 1);
  return [ruled(title, width), ...Array.from({ length: height - 1 }, (_, i) => fitted(content[i] ?? [], width))];
}

/** The title, and a rule to the edge. */
function ruled(title: StyledLine, width: number): StyledLine {
  const used = widthOfLine(title) + 1;
  return used >= width ? fitted(title, width) : [...title, span(' '), span('─'.repeat(width - used), 'faint')];
}
