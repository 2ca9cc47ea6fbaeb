// Properties as they stand at a moment; the violated ones first, with their reason.
import { onOneLine, printable } from '../../base/printable.ts';
import { wrapText } from '../table.ts';
import { cut, type StyledLine, span, type Tone } from './spans.ts';

export type PropertyFacts = {
  readonly name: string;
  readonly status: 'held' | 'violated' | 'pending' | 'never exercised' | 'unknown';
  readonly since: number | undefined;
  readonly reason: string | undefined;
};

const marks: { readonly [status in PropertyFacts['status']]: readonly [string, Tone] } = {
  violated: ['✗', 'bad'],
  unknown: ['?', 'unsure'],
  pending: ['…', 'unsure'],
  'never exercised': ['○', 'faint'],
  held: ['✓', 'good'],
};

export type PropertyLines = { readonly bad: readonly StyledLine[]; readonly rest: readonly StyledLine[] };

/** What is violated, with its reason in whole; and the rest, those first that will be. */
export function propertyLines(list: readonly PropertyFacts[], width: number): PropertyLines {
  const bad = list.filter(({ status }) => status === 'violated' || status === 'unknown');
  const rest = list.filter((each) => !bad.includes(each));
  const order = ['pending', 'never exercised', 'held'];
  rest.sort(
    (a, b) =>
      Number(b.since !== undefined) - Number(a.since !== undefined) ||
      order.indexOf(a.status) - order.indexOf(b.status),
  );
  return { bad: bad.flatMap((each) => explained(each, width)), rest: rest.map(short) };
}

function explained(facts: PropertyFacts, width: number): readonly StyledLine[] {
  const why =
    facts.reason === undefined ? [] : wrapText(onOneLine(facts.reason), width - 2).map((text) => cut(text, width - 2));
  return [short(facts), ...why.map((text): StyledLine => [span('  '), span(text, 'bad')])];
}

function short({ name, status, since }: PropertyFacts): StyledLine {
  const [glyph, tone] = marks[status];
  const when = since === undefined ? '' : status === 'violated' ? ` since #${since}` : `, violated at #${since}`;
  return [
    span(`${glyph} ${printable(name)}`, tone),
    span(`  ${status}${when}`, status === 'violated' ? 'bad' : 'faint'),
  ];
}

/** On one line: how many of each. */
export function propertyCounts(list: readonly PropertyFacts[]): StyledLine {
  return (Object.keys(marks) as PropertyFacts['status'][]).flatMap((status) => {
    const count = list.filter((each) => each.status === status).length;
    const [glyph, tone] = marks[status];
    return count === 0 ? [] : [span(`${glyph} ${count} ${status}  `, tone)];
  });
}
