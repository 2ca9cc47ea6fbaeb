// How old what reads return is: for how long it had been replaced when the read began, and by how many writes. Only
// acknowledged writes that are certainly newer count, so both are lower bounds (docs/consistency.md).
import { countWhile } from '../../base/halving.ts';
import type { Operation } from '../../contract/history.ts';
import type { Duration } from '../../contract/time.ts';
import { type Accesses, INITIAL } from '../orders/accesses.ts';
import { isAcknowledged, settledOf } from './settled.ts';
import { type Spread, spreadOf } from './spread.ts';

/** A read that returned what had been replaced. */
export type StaleRead = {
  readonly read: Operation;
  /** The write whose value it returned; undefined: the initial value. */
  readonly returned: Operation | undefined;
  /** The first acknowledged write that replaced it, and how many did. */
  readonly replacedBy: Operation;
  readonly versions: number;
  /** From the acknowledgement to the beginning of the read; undefined in a history without times. */
  readonly age: Duration | undefined;
};

export type Staleness = {
  readonly reads: number;
  readonly stale: readonly StaleRead[];
  /** Over all reads, those that were not stale with 0. Undefined where there were none, or no times. */
  readonly age: Spread | undefined;
  readonly versions: Spread | undefined;
};

/** `isMeant`: which reads to look at. Default: all. */
export function stalenessOf(accesses: Accesses, isMeant: (read: Operation) => boolean = () => true): Staleness {
  const reads = accesses.all.flatMap(({ isWrite, operation }, id) => (isWrite || !isMeant(operation) ? [] : [id]));
  const found = staleReads(accesses, reads);
  const stale = found.flatMap((each) => each ?? []);
  const isTimed = reads.every((id) => accesses.all[id]!.operation.invokedAt !== undefined);
  const ages = found.map((each) => (each === undefined ? 0 : (each.age ?? 0)));
  const versions = found.map((each) => each?.versions ?? 0);
  return {
    reads: reads.length,
    stale,
    age: reads.length > 0 && isTimed ? spreadOf(ages) : undefined,
    versions: reads.length > 0 ? spreadOf(versions) : undefined,
  };
}

/** No position in a history is below 0. */
const BEFORE_ALL = -1;

function staleReads(accesses: Accesses, reads: readonly number[]): readonly (StaleRead | undefined)[] {
  const { all, writes } = accesses;
  const { overBy } = settledOf(accesses);
  const completed = (write: number) => all[write]!.operation.completed!;
  const acknowledged = writes.map((ids) =>
    ids.filter((id) => isAcknowledged(all[id]!)).sort((a, b) => completed(a) - completed(b)),
  );
  return reads.map((id) => {
    const { operation: read, key, reads: source } = all[id]!;
    // What was begun after it was over was completed after it too: of a long history that leaves a few to look at.
    const over = source === INITIAL ? BEFORE_ALL : overBy(source!);
    const sorted = acknowledged[key]!;
    const newer = sorted
      .slice(
        countWhere(sorted, (write) => completed(write) <= over),
        countWhere(sorted, (write) => completed(write) < read.invoked),
      )
      .filter((write) => all[write]!.operation.invoked > over);
    if (newer.length === 0) return undefined;
    const replacedBy = all[newer[0]!]!.operation;
    const { completedAt } = replacedBy;
    const age = read.invokedAt === undefined || completedAt === undefined ? undefined : read.invokedAt - completedAt;
    const returned = source === INITIAL ? undefined : all[source!]!.operation;
    return { read, returned, replacedBy, versions: newer.length, age };
  });
}

/** How many are so, of a list in which those that are come first. */
function countWhere(list: readonly number[], isSo: (item: number) => boolean): number {
  return countWhile(list.length, (at) => isSo(list[at]!));
}

/** The first of the oldest reads; where there are no times, of those behind the most writes. */
export function oldestOf({ stale }: Staleness): StaleRead | undefined {
  const weight = ({ age, versions }: StaleRead) => age ?? versions;
  return stale.reduce<StaleRead | undefined>(
    (oldest, each) => (oldest === undefined || weight(each) > weight(oldest) ? each : oldest),
    undefined,
  );
}
