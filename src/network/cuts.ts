// Which links are cut: data and pure functions, no clock. Nodes are numbers here: their positions in the plan.

/** A node's sides as bits: two nodes reach each other while they share one. At most 31 sides. */
export type Partition = { readonly id: number; readonly kind: 'partition'; readonly sides: readonly number[] };

/** Messages from a sender to a receiver are stopped; the other way they pass. */
export type OneWayCut = {
  readonly id: number;
  readonly kind: 'one-way';
  readonly senders: readonly boolean[];
  readonly receivers: readonly boolean[];
};

export type Cut = Partition | OneWayCut;

/** Whether any cut stops messages from one node to another. A node always reaches itself. */
export function isCut(cuts: readonly Cut[], from: number, to: number): boolean {
  if (from === to) return false;
  for (const cut of cuts) {
    if (cut.kind === 'partition') {
      if ((cut.sides[from]! & cut.sides[to]!) === 0) return true;
    } else if (cut.senders[from] === true && cut.receivers[to] === true) return true;
  }
  return false;
}
