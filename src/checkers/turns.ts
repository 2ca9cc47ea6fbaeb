// The timetable of a search: one turn for each completion, in the order of the history. At its turn an operation must
// have been put in the order; whatever is open then may be put before it.
import type { Entry, Partition } from './partitions.ts';
import type { Transitions } from './transitions.ts';

/** An operation that is open at a turn. */
export type OpenEntry = {
  readonly slot: number;
  readonly label: number;
  readonly completed: number;
  readonly isReadOnly: boolean;
};

export type Turn = {
  /** The operation that completes. */
  readonly due: OpenEntry;
  /** Position of the completion: everything invoked before it is open. */
  readonly at: number;
  readonly readers: readonly OpenEntry[];
  /** In the order of completion. */
  readonly writers: readonly OpenEntry[];
  /** For each writer, the slot of the writer before it with the same label, or -1. */
  readonly twins: readonly number[];
};

/** Unknown operations of one label: interchangeable, so that only how many are used counts. */
export type UnknownClass = { readonly label: number; readonly invoked: readonly number[] };

export type Timetable = {
  readonly turns: readonly Turn[];
  readonly slots: number;
  readonly unknown: readonly UnknownClass[];
};

export function timetableOf(partition: Partition, transitions: Transitions): Timetable {
  const arrivals = [...partition.required].sort((a, b) => a.invoked - b.invoked);
  const turns: Turn[] = [];
  const freed: number[] = [];
  let open: OpenEntry[] = [];
  let slots = 0;
  let arrived = 0;
  for (const { completed: at } of partition.required) {
    for (; arrived < arrivals.length && arrivals[arrived]!.invoked < at; arrived++) {
      const { act, completed } = arrivals[arrived]!;
      const slot = freed.pop() ?? slots++;
      open.push({ slot, label: transitions.labelOf(act), completed, isReadOnly: act.isReadOnly });
    }
    open.sort((a, b) => a.completed - b.completed);
    const due = open[0]!;
    const writers = open.filter((entry) => !entry.isReadOnly);
    turns.push({ due, at, readers: open.filter((entry) => entry.isReadOnly), writers, twins: twinsOf(writers) });
    open = open.slice(1);
    freed.push(due.slot);
  }
  return { turns, slots, unknown: classesOf(partition.unknown, transitions) };
}

function twinsOf(writers: readonly OpenEntry[]): readonly number[] {
  const last = new Map<number, number>();
  return writers.map(({ label, slot }) => {
    const twin = last.get(label) ?? -1;
    last.set(label, slot);
    return twin;
  });
}

function classesOf(unknown: readonly Entry[], transitions: Transitions): readonly UnknownClass[] {
  const classes = new Map<number, number[]>();
  for (const { act, invoked } of unknown) {
    const label = transitions.labelOf(act);
    const positions = classes.get(label);
    if (positions === undefined) classes.set(label, [invoked]);
    else positions.push(invoked);
  }
  return [...classes].map(([label, invoked]) => ({ label, invoked }));
}
