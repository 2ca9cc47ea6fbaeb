// The choices of a schedule: taken as they are written while it is played, and put into it as they were made.
import type { NodeId } from '../../contract/ids.ts';
import type { Chooser, Source, SourceState } from '../chooser.ts';
import type { Choices } from './entry.ts';

/** A choice of a handler: the position of what it took. */
export type Chosen = { readonly node: NodeId; readonly label: string; readonly picked: number };

/** Answers `ctx.choose` from a schedule; every other draw comes from elsewhere. */
export class PlayedChoices implements Chooser {
  private readonly others: Chooser;
  private wanted: (node: NodeId) => Choices = () => ({});
  private readonly made: Chosen[] = [];

  constructor(others: Chooser) {
    this.others = others;
  }

  /** From here on these are meant. */
  begin(wanted: (node: NodeId) => Choices): void {
    this.wanted = wanted;
    this.made.length = 0;
  }

  /** What has been chosen since. */
  get taken(): readonly Chosen[] {
    return this.made;
  }

  source(label: string, from?: SourceState): Source {
    const other = this.others.source(label, from);
    const [, node, name] = /^choice\/([^/]*)\/(.*)$/s.exec(label) ?? [];
    if (node === undefined || name === undefined) return other;
    return { label, int: (bound) => this.take(node, name, bound), save: () => other.save() };
  }

  /** One that is missing, and one that there is no such option for, is the first. */
  private take(node: NodeId, label: string, bound: number): number {
    const { made } = this;
    const asked = made.filter((choice) => choice.node === node && choice.label === label).length;
    const choices = this.wanted(node);
    const wanted = (Object.hasOwn(choices, label) ? choices[label]![asked] : undefined) ?? 0;
    const picked = wanted < bound ? wanted : 0;
    made.push({ node, label, picked });
    return picked;
  }
}

/** As a schedule has them; undefined: all are the first. */
export function choicesOf(chosen: readonly Omit<Chosen, 'node'>[]): Choices | undefined {
  const choices: { [label: string]: number[] } = {};
  for (const { label, picked } of chosen) {
    if (!Object.hasOwn(choices, label)) choices[label] = [];
    choices[label]!.push(picked);
  }
  const kept = Object.entries(choices).flatMap(([label, list]): readonly (readonly [string, readonly number[]])[] => {
    const last = list.findLastIndex((picked) => picked > 0);
    return last < 0 ? [] : [[label, list.slice(0, last + 1)]];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** A choice of a run: after how many entries, and whether the start of a node made it. */
export type ChosenAt = Chosen & { readonly at: number; readonly isStart: boolean };

export type PlacedChoices = {
  /** By position of the entry; of a fault for each node that it strikes. */
  readonly byEntry: ReadonlyMap<number, readonly Chosen[]>;
  readonly starts: { readonly [node: NodeId]: Choices };
};

/** A start goes with the last fault that began or ended for its node; without one it is the first of all. */
export function placedChoices(
  chosen: readonly ChosenAt[],
  lastFault: (node: NodeId, at: number) => number | undefined,
): PlacedChoices {
  const byEntry = new Map<number, Chosen[]>();
  const first = new Map<NodeId, Chosen[]>();
  for (const { at, isStart, ...choice } of chosen) {
    const position = isStart ? lastFault(choice.node, at) : at;
    if (position === undefined) first.set(choice.node, [...(first.get(choice.node) ?? []), choice]);
    else byEntry.set(position, [...(byEntry.get(position) ?? []), choice]);
  }
  const starts = [...first].flatMap(([node, list]) => {
    const choices = choicesOf(list);
    return choices === undefined ? [] : [[node, choices] as const];
  });
  return { byEntry, starts: Object.fromEntries(starts) };
}
