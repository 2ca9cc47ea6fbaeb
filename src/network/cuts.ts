// Which links are cut: data and pure functions, no clock. Nodes are numbers here: their positions in the plan.

/** Sides are bits of one integer, and negative numbers mean something else. */
export const SIDES_MAX = 30;

/**
 * A node's sides as bits: two nodes reach each other while they share one. A negative number is an island: its nodes
 * reach those of the same number.
 */
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
      const a = cut.sides[from]!;
      const b = cut.sides[to]!;
      if (a < 0 || b < 0 ? a !== b : (a & b) === 0) return true;
    } else if (cut.senders[from] === true && cut.receivers[to] === true) return true;
  }
  return false;
}
