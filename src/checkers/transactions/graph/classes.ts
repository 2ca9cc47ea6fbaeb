// Each class of cycles as a small machine over the kinds of its edges. A cycle is read from one of its edges on, which
// `start` takes; the machine goes through the others and says at the end whether the cycle is of the class.
import { type CycleAnomaly, type CycleName, FORMS, type Form } from '../anomalies.ts';
import { dependencyOf, KINDS, type Mark, markOf, ORDER, RW, WR, WW } from './edges.ts';

export type CycleClass = {
  readonly anomaly: CycleAnomaly;
  /** Which kinds of edges may be in it. */
  readonly isMeant: (kind: number) => boolean;
  readonly states: number;
  /** The state after the first edge, or -1: a cycle of the class is not read from an edge of this kind. */
  readonly start: (kind: number) => number;
  /** `next[state * KINDS + kind]`: the state after an edge, or -1. */
  readonly next: Int8Array;
  readonly accepts: (state: number) => boolean;
};

type Machine = {
  readonly dependencies: readonly number[];
  readonly states: number;
  readonly start: (dependency: number) => number;
  readonly next: (state: number, dependency: number) => number;
  readonly accepts: (state: number) => boolean;
  /** It may be read from any edge with the mark: of a form, such an edge is in every cycle. */
  readonly fromMark?: true;
};

const MACHINES: { readonly [name in CycleName]: Machine } = {
  G0: { dependencies: [WW], states: 1, start: () => 0, next: () => 0, accepts: () => true, fromMark: true },
  // State 1: a wr was met.
  G1c: {
    dependencies: [WW, WR],
    states: 2,
    start: (dependency) => (dependency === WR ? 1 : 0),
    next: (state, dependency) => (dependency === WR ? 1 : state),
    accepts: (state) => state === 1,
    fromMark: true,
  },
  'G-single': {
    dependencies: [WW, WR, RW],
    states: 1,
    start: (dependency) => (dependency === RW ? 0 : -1),
    next: (_, dependency) => (dependency === RW ? -1 : 0),
    accepts: () => true,
  },
  // 0: after the first rw; 1: after another edge; 2 and 3: the same, with a second rw met.
  'G-nonadjacent': {
    dependencies: [WW, WR, RW],
    states: 4,
    start: (dependency) => (dependency === RW ? 0 : -1),
    next: (state, dependency) => {
      if (dependency === RW) return (state & 1) === 1 ? 2 : -1;
      return state | 1;
    },
    accepts: (state) => state === 3,
  },
  // Read from the first of two rw side by side: 0 asks for the second, 1 takes anything.
  'G2-item': {
    dependencies: [WW, WR, RW],
    states: 2,
    start: (dependency) => (dependency === RW ? 0 : -1),
    next: (state, dependency) => (state === 1 || dependency === RW ? 1 : -1),
    accepts: (state) => state === 1,
  },
};

export function cycleClass(name: CycleName, form: Form): CycleClass {
  const machine = MACHINES[name];
  const mark = FORMS.indexOf(form) as Mark;
  const isMeant = (kind: number): boolean => {
    const dependency = dependencyOf(kind);
    if (markOf(kind) > mark) return false;
    return dependency === ORDER || machine.dependencies.includes(dependency);
  };
  // Of a form the machine also says whether an edge with its mark was met.
  const isMarked = (kind: number): number => (mark === 0 || markOf(kind) === mark ? 1 : 0);
  const next = new Int8Array(machine.states * 2 * KINDS).fill(-1);
  for (let state = 0; state < machine.states * 2; state++) {
    for (let kind = 0; kind < KINDS; kind++) {
      if (!isMeant(kind)) continue;
      const after = machine.next(state >> 1, dependencyOf(kind));
      if (after !== -1) next[state * KINDS + kind] = (after << 1) | (state & 1) | isMarked(kind);
    }
  }
  const start = (kind: number): number => {
    if (!isMeant(kind)) return -1;
    if (machine.fromMark === true && mark > 0 && isMarked(kind) === 0) return -1;
    // Without a form G1c is read from a wr: each has one.
    if (name === 'G1c' && mark === 0 && dependencyOf(kind) !== WR) return -1;
    const after = machine.start(dependencyOf(kind));
    return after === -1 ? -1 : (after << 1) | isMarked(kind);
  };
  return {
    anomaly: `${name}${form}`,
    isMeant,
    states: machine.states * 2,
    start,
    next,
    accepts: (state) => (state & 1) === 1 && machine.accepts(state >> 1),
  };
}
