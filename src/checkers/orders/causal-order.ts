// The causal order: what a session did earlier comes before what it did later, and a write before the reads that
// returned it. Every level of this folder builds on it.
import { type Accesses, INITIAL } from './accesses.ts';
import { BitRows } from './bits.ts';
import type { BrokenAccess } from './broken.ts';
import { Precedence } from './precedence.ts';

export type Causal = {
  readonly accesses: Accesses;
  readonly order: Precedence;
  /** For each key its writes. */
  readonly writes: BitRows;
};

export function causalOrder(accesses: Accesses): Causal | BrokenAccess {
  const { all, sessions, keys } = accesses;
  const order = Precedence.of(all.length);
  const writes = new BitRows(keys.length, all.length);
  for (const [id, { session, turn, reads, key, isWrite }] of all.entries()) {
    if (isWrite) writes.add(key, id);
    const before = turn === 0 ? [] : [sessions[session]![turn - 1]!];
    if (reads !== undefined && reads !== INITIAL) before.push(reads);
    for (const earlier of before) {
      if (!order.add(earlier, id)) return { kind: 'circle', circle: [...order.path(id, earlier), id] };
    }
  }
  return { accesses, order, writes };
}

export function isBroken(found: Causal | BrokenAccess): found is BrokenAccess {
  return 'kind' in found;
}
