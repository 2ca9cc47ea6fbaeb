// The graph of dependencies between transactions, as growing columns. An edge says why one transaction comes before the
// other in every order that explains the history.

/** ww: it overwrote the other's version; wr: it read it; rw: it read what the other replaced; order: it was over before. */
export const WW = 0;
export const WR = 1;
export const RW = 2;
export const ORDER = 3;

/** What a dependency rests on besides what was read and written: the order of a process, or of real time. */
export const NOTHING = 0;
export const PROCESS = 1;
export const REALTIME = 2;
export type Mark = typeof NOTHING | typeof PROCESS | typeof REALTIME;

/** A kind is a dependency and its mark in one number, below `KINDS`. */
export const KINDS = 12;
export function kindOf(dependency: number, mark: Mark): number {
  return dependency + 4 * mark;
}
export function dependencyOf(kind: number): number {
  return kind & 3;
}
export function markOf(kind: number): Mark {
  return (kind >> 2) as Mark;
}

/** Edge i goes from `from[i]` to `to[i]`; the steps that it comes from are -1 for orders. */
export type Edges = {
  readonly count: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly kind: Uint8Array;
  readonly fromStep: Int32Array;
  readonly toStep: Int32Array;
  /** More edges than can be kept: the rest is missing. */
  readonly isCut: boolean;
};

export type EdgeList = {
  /** An edge of a transaction to itself says nothing and is left out. */
  readonly add: (from: number, to: number, kind: number, fromStep: number, toStep: number) => void;
  readonly edges: () => Edges;
};

/** Columns for so many take about 700 MB. */
export const EDGES_MAX = 40_000_000;

export function edgeList(max = EDGES_MAX): EdgeList {
  let room = 1024;
  let count = 0;
  let isCut = false;
  let from = new Int32Array(room);
  let to = new Int32Array(room);
  let kind = new Uint8Array(room);
  let fromStep = new Int32Array(room);
  let toStep = new Int32Array(room);
  const grow = (): void => {
    room *= 2;
    from = grown(from, room);
    to = grown(to, room);
    fromStep = grown(fromStep, room);
    toStep = grown(toStep, room);
    const kinds = new Uint8Array(room);
    kinds.set(kind);
    kind = kinds;
  };
  return {
    add(source, target, sort, sourceStep, targetStep) {
      if (source === target) return;
      if (count === max) {
        isCut = true;
        return;
      }
      if (count === room) grow();
      from[count] = source;
      to[count] = target;
      kind[count] = sort;
      fromStep[count] = sourceStep;
      toStep[count] = targetStep;
      count++;
    },
    edges: () => ({ count, from, to, kind, fromStep, toStep, isCut }),
  };
}

function grown(column: Int32Array<ArrayBuffer>, room: number): Int32Array<ArrayBuffer> {
  const wide = new Int32Array(room);
  wide.set(column);
  return wide;
}
