// rw-register: a read tells which write it saw, and nothing of what came before that. The order of versions is inferred
// (`version-order.ts`), and the graph is what follows from it.
import type { Plain } from '../../../base/plain.ts';
import { type Analysis, committedOf, intermediateWrites, type NotAnalysed } from '../analysis.ts';
import { findings } from '../findings.ts';
import { type EdgeList, edgeList, kindOf, NOTHING, RW, WR, WW } from '../graph/edges.ts';
import { addOrders } from '../graph/orders.ts';
import { addLostUpdates } from '../lost-updates.ts';
import type { Transactions } from '../reading.ts';
import { addInside, addReads } from './reads.ts';
import { type VersionEdge, versionOrder } from './version-order.ts';
import { NONE, type Versions, versionsOf } from './versions.ts';

export function analyseRwRegister(transactions: Transactions, init: Plain): Analysis | NotAnalysed {
  const versions = versionsOf(transactions, init);
  if ('reason' in versions) return versions;
  const { all, transactionOfStep } = transactions;
  const found = findings();
  const committed = committedOf(transactions);
  versions.readersOf.forEach((readers, version) => {
    const step = versions.writerOf[version]!;
    if (step === NONE || readers.length === 0) return;
    const writer = transactionOfStep[step]!;
    if (all[writer]!.operation.outcome === 'info') committed[writer] = 1;
  });
  addReads(transactions, versions, intermediateWrites(transactions), found);
  addInside(transactions, versions, found);
  addLostUpdates(transactions, seenVersions(versions), found);
  const order = versionOrder(transactions, versions, committed, found);
  const edges = edgeList();
  addReadEdges(transactions, versions, committed, edges);
  for (const edge of order) addOrderEdges(edge, transactions, versions, committed, edges);
  addOrders(
    all.filter(({ index }) => committed[index] === 1),
    edges,
  );
  return { findings: found.all(), edges: edges.edges() };
}

function seenVersions({ readersOf }: Versions): ReadonlyMap<number, number> {
  return new Map(readersOf.flatMap((readers, version) => readers.map((step) => [step, version] as const)));
}

function addReadEdges(
  { transactionOfStep }: Transactions,
  { writerOf, readersOf }: Versions,
  committed: Uint8Array,
  edges: EdgeList,
): void {
  readersOf.forEach((readers, version) => {
    const step = writerOf[version]!;
    if (step === NONE || committed[transactionOfStep[step]!] !== 1) return;
    for (const reader of readers) {
      edges.add(transactionOfStep[step]!, transactionOfStep[reader]!, kindOf(WR, NOTHING), step, reader);
    }
  });
}

/** Of two versions in order: the writer of the second comes after the writer and the readers of the first. */
function addOrderEdges(
  { from, to, mark }: VersionEdge,
  { transactionOfStep }: Transactions,
  { writerOf, readersOf }: Versions,
  committed: Uint8Array,
  edges: EdgeList,
): void {
  const step = writerOf[to]!;
  if (step === NONE) return;
  const writer = transactionOfStep[step]!;
  if (committed[writer] !== 1) return;
  const earlier = writerOf[from]!;
  if (earlier !== NONE && committed[transactionOfStep[earlier]!] === 1) {
    edges.add(transactionOfStep[earlier]!, writer, kindOf(WW, mark), earlier, step);
  }
  for (const reader of readersOf[from]!) edges.add(transactionOfStep[reader]!, writer, kindOf(RW, mark), reader, step);
}
