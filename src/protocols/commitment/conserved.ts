// That no money is made or lost. At every instant: what is committed at one participant and still prepared at another
// counts as if it were there already.
import { sortedKeys } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import { type AnyMonitor, type Change, monitor } from '../../contract/property.ts';
import { type Store, type TransactionId, totalOf } from '../local-store/index.ts';
import type { Resource } from './resource.ts';

export const conserved = {
  name: 'conserved',
  sentence:
    'All accounts together hold at every instant what they held at first, counting what is promised and committed.',
};
/** What a node holds, and by how much its prepared transactions will change that. */
type Held = {
  readonly total: number;
  readonly promised: { readonly [transaction: TransactionId]: number };
};
type Memory = {
  readonly held: { readonly [node: NodeId]: Held };
  readonly expected: number;
  /** Committed somewhere. */
  readonly committed: { readonly [transaction: TransactionId]: true };
  readonly hasMoved: boolean;
};

/** While a node is down it counts as it was last seen. */
export function conservedMonitor(resource: (state: never) => Resource): AnyMonitor {
  return monitor<never, Memory>({
    group: 'participant',
    properties: [conserved],
    initial: { held: {}, expected: 0, committed: {}, hasMoved: false },
    observe(memory, { node, before, after }: Change<never>, report) {
      if (after === undefined) return memory;
      const { store } = resource(after);
      const was = before === undefined ? undefined : resource(before).store;
      if (was === store) return memory;
      const held = heldBy(store);
      // What a node holds when it is first seen is what there is at first.
      const isNew = memory.held[node] === undefined;
      const now: Memory = {
        held: { ...memory.held, [node]: held },
        expected: memory.expected + (isNew ? held.total : 0),
        committed: withCommitted(memory.committed, was, store),
        hasMoved: memory.hasMoved || (was !== undefined && was.rows !== store.rows),
      };
      const total = totalNow(now);
      if (total !== now.expected) {
        const reason = `all accounts together hold ${total}, and at first they held ${now.expected}`;
        report(conserved.name, reason, { held: now.held, expected: now.expected });
      }
      return now;
    },
    isExercised: ({ hasMoved }) => hasMoved,
  });
}

function heldBy({ rows, open }: Store): Held {
  const promised: { [transaction: TransactionId]: number } = {};
  for (const id of Object.keys(open)) {
    const { phase, writes } = open[id]!;
    if (phase !== 'prepared') continue;
    const changed = Object.keys(writes).filter((row) => row.startsWith('a'));
    promised[id] = changed.reduce((sum, row) => sum + writes[row]! - (rows[row] ?? 0), 0);
  }
  return { total: totalOf(rows, 'a'), promised };
}

function withCommitted(known: Memory['committed'], was: Store | undefined, { outcomes }: Store): Memory['committed'] {
  if (was?.outcomes === outcomes) return known;
  const fresh = Object.keys(outcomes).filter((id) => outcomes[id] === 'committed' && known[id] === undefined);
  if (fresh.length === 0) return known;
  return { ...known, ...Object.fromEntries(fresh.map((id) => [id, true as const])) };
}

function totalNow({ held, committed }: Memory): number {
  let sum = 0;
  for (const node of sortedKeys(held)) {
    const { total, promised } = held[node]!;
    sum += total;
    for (const id of Object.keys(promised)) if (committed[id] === true) sum += promised[id]!;
  }
  return sum;
}
