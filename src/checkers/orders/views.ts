// The order in which one session sees all writes: the causal order, and each write that a read had to see before the
// write whose value it returned. A level holds for the session exactly if those steps close no circle.
import { INITIAL } from './accesses.ts';
import { type BitRows, eachHighestFirst } from './bits.ts';
import type { BrokenAccess } from './broken.ts';
import type { Causal } from './causal-order.ts';
import { type Guarantee, Obligations } from './guarantees.ts';
import type { Precedence } from './precedence.ts';

/** A row of writes that a read is obliged to see, and why. */
type Obliged = {
  readonly rows: BitRows;
  readonly row: number;
  /** From the write to the read. */
  readonly chainOf: (write: number) => readonly number[];
};

export function judgeGuarantee(causal: Causal, guarantee: Guarantee): BrokenAccess | undefined {
  const { all, sessions } = causal.accesses;
  for (const session of sessions) {
    const order = causal.order.copy();
    const obligations = new Obligations(guarantee, causal.accesses);
    for (const id of session) {
      const access = all[id]!;
      obligations.begin(id, access);
      const chainOf = (write: number) => withEnd(obligations.chainOf(write), id);
      const broken = force(causal, order, id, { rows: obligations.row, row: 0, chainOf }).broken;
      if (broken !== undefined) return broken;
      obligations.end(id, access);
    }
  }
  return undefined;
}

/** Causal memory: a session sees whatever comes before its reads, by its own order too. */
export function judgeCausalMemory(causal: Causal): BrokenAccess | undefined {
  for (const session of causal.accesses.sessions) {
    const order = causal.order.copy();
    const broken = saturate(causal, order, session, order);
    if (broken !== undefined) return broken;
  }
  return undefined;
}

/** Causal convergence: one order of all writes for all sessions, in which a read sees what comes causally before it. */
export function judgeCausalConvergence(causal: Causal): BrokenAccess | undefined {
  return saturate(causal, causal.order.copy(), causal.accesses.all.keys(), causal.order);
}

/** Adds the steps that reads force until there are no more. `seen`: where the writes stand that a read has to see. */
function saturate(
  causal: Causal,
  order: Precedence,
  reads: Iterable<number>,
  seen: Precedence,
): BrokenAccess | undefined {
  const all = [...reads].filter((id) => causal.accesses.all[id]!.reads !== undefined);
  for (let hasGrown = true; hasGrown; ) {
    hasGrown = false;
    for (const id of all) {
      const forced = force(causal, order, id, {
        rows: seen.before,
        row: id,
        chainOf: (write) => seen.path(write, id),
      });
      if (forced.broken !== undefined) return forced.broken;
      hasGrown ||= forced.steps > 0 && seen === order;
    }
  }
  return undefined;
}

/** Puts every write of the key that the read has to see before the write whose value it returned. */
export function force(
  { accesses, writes }: Causal,
  order: Precedence,
  read: number,
  { rows, row, chainOf }: Obliged,
): { readonly broken?: BrokenAccess; readonly steps: number } {
  const { reads, key } = accesses.all[read]!;
  if (reads === undefined) return { steps: 0 };
  let broken: BrokenAccess | undefined;
  let steps = 0;
  for (let i = rows.words - 1; i >= 0 && broken === undefined; i--) {
    const older = reads === INITIAL ? 0 : order.before.word(reads, i);
    eachHighestFirst(rows.word(row, i) & writes.word(key, i) & ~older, i, (write) => {
      if (write === reads || write === read || broken !== undefined) return;
      if (reads !== INITIAL && order.isBefore(write, reads)) return;
      steps++;
      if (reads !== INITIAL && order.add(write, reads)) return;
      const path = reads === INITIAL ? [] : order.path(reads, write);
      broken = { kind: 'missed', seen: chainOf(write), older: path };
    });
  }
  return broken === undefined ? { steps } : { steps, broken };
}

function withEnd(chain: readonly number[], end: number): readonly number[] {
  return chain.at(-1) === end ? chain : [...chain, end];
}
