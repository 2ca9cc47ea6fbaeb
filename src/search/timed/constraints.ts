// Difference constraints: unknown times, of which some are to be at least so long after others. Solved by Bellman and
// Ford's shortest paths (Cormen et al., section 22.4), turned round, so that what comes out is the least time of each.

/** The time of `to` is at least that of `from` and `least` more. A `least` below zero: at most so long before it. */
export type Constraint = { readonly from: number; readonly to: number; readonly least: number };

/** `cycle`: constraints that lead from a time to itself, and demand that it be later than it is. */
export type Solution = { readonly times: readonly number[] } | { readonly cycle: readonly Constraint[] };

/** The least times of `count` unknowns; number 0 is the beginning, and is at 0. None is before it. */
export function leastTimes(count: number, constraints: readonly Constraint[]): Solution {
  const times = new Array<number>(count).fill(0);
  const reasons: (Constraint | undefined)[] = times.map((_, to) => (to === 0 ? undefined : { from: 0, to, least: 0 }));
  for (let round = 0; round <= count; round++) {
    let changed: Constraint | undefined;
    for (const constraint of constraints) {
      const { from, to, least } = constraint;
      if (times[from]! + least <= times[to]!) continue;
      times[to] = times[from]! + least;
      reasons[to] = constraint;
      changed = constraint;
      // Nothing may move the beginning: whatever does comes from it.
      if (to === 0) return { cycle: cycleThrough(0, reasons) };
    }
    if (changed === undefined) return { times };
    if (round === count) return { cycle: cycleThrough(changed.to, reasons) };
  }
  return { times };
}

/** Back along the reasons until an unknown comes a second time. */
function cycleThrough(last: number, reasons: readonly (Constraint | undefined)[]): readonly Constraint[] {
  const path: Constraint[] = [];
  const seen = new Map<number, number>();
  for (let at = last; ; ) {
    const start = seen.get(at);
    if (start !== undefined) return path.slice(start).reverse();
    seen.set(at, path.length);
    const reason = reasons[at];
    if (reason === undefined) return path.reverse();
    path.push(reason);
    at = reason.from;
  }
}
