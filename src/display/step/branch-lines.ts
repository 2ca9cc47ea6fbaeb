// The tree of branches, and two of them at their first difference.
import { printable } from '../../base/printable.ts';
import type { TraceEvent } from '../../contract/trace.ts';
import { eventText } from '../trace-lines.ts';
import type { PropertyFacts } from './property-lines.ts';
import { type StyledLine, span } from './spans.ts';

export type BranchFacts = {
  readonly id: number;
  readonly parent: number | undefined;
  readonly at: number;
  readonly known: number;
  readonly isDone: boolean;
  /** What is done in it and not in its parent, in words. */
  readonly deeds: readonly string[];
};

/** Children under their parent, each with where it parts and what is done in it; `▸` the current one. */
export function branchLines(branches: readonly BranchFacts[], current: number): readonly StyledLine[] {
  const below = (parent: number | undefined, depth: number): readonly StyledLine[] =>
    branches
      .filter((branch) => branch.parent === parent)
      .flatMap((branch) => [branchLine(branch, depth, branch.id === current), ...below(branch.id, depth + 1)]);
  return below(undefined, 0);
}

function branchLine({ id, parent, at, known, isDone, deeds }: BranchFacts, depth: number, isHere: boolean): StyledLine {
  const tree = depth === 0 ? '' : `${'  '.repeat(depth - 1)}└ `;
  const what =
    parent === undefined
      ? 'the run itself'
      : `parts at #${at}: ${deeds.map(printable).join(', ') || 'nothing done yet'}`;
  return [
    span(isHere ? '▸ ' : '  ', 'strong'),
    span(tree, 'faint'),
    span(`${id} `, isHere ? 'strong' : undefined),
    span(what, isHere ? 'strong' : undefined),
    span(`  ${known} events${isDone ? '' : ' so far'}`, 'faint'),
  ];
}

export type ComparisonFacts = {
  readonly one: number;
  readonly other: number;
  readonly event: number | undefined;
  readonly here: TraceEvent | undefined;
  readonly there: TraceEvent | undefined;
  readonly properties: readonly {
    readonly name: string;
    readonly here: PropertyFacts;
    readonly there: PropertyFacts;
  }[];
  readonly isComplete: boolean;
};

export function comparisonLines(facts: ComparisonFacts): readonly StyledLine[] {
  const { one, other, event, here, there, properties, isComplete } = facts;
  const side = (id: number, found: TraceEvent | undefined): StyledLine => [
    span(`  ${id} `, 'strong'),
    span(found === undefined ? 'has ended' : eventText(found)),
  ];
  const parts = event === undefined ? 'are the same as far as both are known' : `differ from #${event} on`;
  return [
    [span(`branches ${one} and ${other} `, 'strong'), span(`${parts}${isComplete ? '' : ', still running'}`)],
    // What became of it, before where it began: in a low pane the end is cut off.
    ...properties.map(
      ({ name, here: mine, there: theirs }): StyledLine => [
        span(`  ${printable(name)}: `),
        span(`${one} ${mine.status}`, mine.status === 'violated' ? 'bad' : 'good'),
        span(', '),
        span(`${other} ${theirs.status}`, theirs.status === 'violated' ? 'bad' : 'good'),
      ],
    ),
    ...(properties.length === 0 && isComplete ? [[span('  all properties stand the same at the end', 'faint')]] : []),
    ...(event === undefined ? [] : [side(one, here), side(other, there)]),
  ];
}
