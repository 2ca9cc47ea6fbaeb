// What is known of the order of versions. No read tells it whole, so it is inferred, and each piece says from what:
//  - the initial version comes before all others of its key;
//  - what a transaction wrote comes after what it had read, and written, of the key before (true from read committed on:
//    if the store ordered them otherwise, there would be a cycle of writes and reads);
//  - of two transactions of one process, or of which one was over before the other began, the later saw or wrote no older
//    version (true of strong session and of strong levels only: what rests on it is marked so).
import { type Findings, nameOf } from '../findings.ts';
import { componentsOf } from '../graph/components.ts';
import { type Mark, NOTHING, PROCESS, REALTIME } from '../graph/edges.ts';
import { eachAfter, eachOfProcess } from '../graph/orders.ts';
import { shown, stepAt, type Transaction, type Transactions } from '../reading.ts';
import { NONE, type Versions } from './versions.ts';

/**
 * Version `from` comes before version `to`, both of one key. `earlier`, `later`: the transactions that had them, the same
 * one where it had both; none for the initial version.
 */
export type VersionEdge = {
  readonly from: number;
  readonly to: number;
  readonly mark: Mark;
  readonly earlier?: number;
  readonly later?: number;
};

export function versionOrder(
  transactions: Transactions,
  versions: Versions,
  committed: Uint8Array,
  findings: Findings,
): readonly VersionEdge[] {
  const known = new Map<number, VersionEdge>();
  const add = (edge: VersionEdge): void => {
    const id = edge.from * versions.count + edge.to;
    if (edge.from !== edge.to && !known.has(id)) known.set(id, edge);
  };
  const of = transactions.all.filter(({ index }) => committed[index] === 1);
  addInside(of, versions, add);
  addInitial(transactions, versions, committed, add, [...known.values()]);
  let sound = withoutCircles([...known.values()], '', transactions, versions, findings);
  for (const [mark, form, pairs] of [
    [PROCESS, '-process', eachOfProcess],
    [REALTIME, '-realtime', eachAfter],
  ] as const) {
    known.clear();
    for (const edge of sound) known.set(edge.from * versions.count + edge.to, edge);
    eachKey(of, versions, pairs, (edge) => add({ ...edge, mark }));
    // What was sound before stays, also where this mark closes a circle.
    const marked = withoutCircles([...known.values()], form, transactions, versions, findings);
    const broken = new Set(marked.map(({ from }) => versions.keyOf[from]!));
    sound = [...marked, ...sound.filter(({ from }) => !broken.has(versions.keyOf[from]!))];
  }
  return sound;
}

type Add = (edge: VersionEdge) => void;

/** Within each transaction: what it read or wrote of a key, then what it wrote next. */
function addInside(of: readonly Transaction[], { ofStep }: Versions, add: Add): void {
  for (const { index, steps, firstStep, operation } of of) {
    const last = new Map<number, number>();
    steps.forEach(({ isRead, key }, i) => {
      const version = ofStep[firstStep + i]!;
      if (version === NONE || (isRead && operation.outcome !== 'ok')) return;
      const before = last.get(key);
      if (!isRead && before !== undefined) {
        add({ from: before, to: version, mark: NOTHING, earlier: index, later: index });
      }
      // A read of an own write, or of the same again, says nothing new.
      last.set(key, version);
    });
  }
}

/** From the initial version to those that nothing else is known to come before. */
function addInitial(
  { keys, transactionOfStep }: Transactions,
  { count, keyOf, writerOf, readersOf }: Versions,
  committed: Uint8Array,
  add: Add,
  edges: readonly VersionEdge[],
): void {
  const hasEarlier = new Uint8Array(count);
  for (const { to } of edges) hasEarlier[to] = 1;
  for (let version = keys.length; version < count; version++) {
    const isCommitted = committed[transactionOfStep[writerOf[version]!]!] === 1;
    const isThere = isCommitted || readersOf[version]!.length > 0;
    if (isThere && hasEarlier[version] === 0) add({ from: keyOf[version]!, to: version, mark: NOTHING });
  }
}

/** For each key the pairs of transactions that touch it: from the last version of the earlier to the first of the later. */
function eachKey(
  of: readonly Transaction[],
  { ofStep, keyOf }: Versions,
  pairs: typeof eachAfter,
  add: (edge: Omit<VersionEdge, 'mark'>) => void,
): void {
  const touching = new Map<number, Transaction[]>();
  const ends = new Map<Transaction, Map<number, { first: number; last: number }>>();
  for (const transaction of of) {
    const { steps, firstStep } = transaction;
    const mine = new Map<number, { first: number; last: number }>();
    ends.set(transaction, mine);
    for (let i = 0; i < steps.length; i++) {
      const version = ofStep[firstStep + i]!;
      if (version === NONE) continue;
      const key = keyOf[version]!;
      const end = mine.get(key);
      if (end === undefined) {
        mine.set(key, { first: version, last: version });
        const list = touching.get(key);
        if (list === undefined) touching.set(key, [transaction]);
        else list.push(transaction);
      } else end.last = version;
    }
  }
  for (const [key, list] of touching) {
    pairs(list, (earlier, later) => {
      const [from, to] = [ends.get(earlier)!.get(key)!.last, ends.get(later)!.get(key)!.first];
      add({ from, to, earlier: earlier.index, later: later.index });
    });
  }
}

/** The edges of keys whose versions are in no circle; of the others none, for there one of them must be wrong. */
function withoutCircles(
  edges: readonly VersionEdge[],
  form: '' | '-process' | '-realtime',
  transactions: Transactions,
  versions: Versions,
  findings: Findings,
): readonly VersionEdge[] {
  const { count, keyOf } = versions;
  const component = componentsOf(count, edges).of;
  const broken = new Set<number>();
  for (const { from, to } of edges) {
    if (component[from] !== component[to]) continue;
    const key = keyOf[from]!;
    if (broken.has(key)) continue;
    broken.add(key);
    const circle = circleFrom({ from, to }, edges);
    const members = circle
      .flatMap(({ earlier = NONE, later = NONE }) => [earlier, later])
      .filter((each) => each !== NONE);
    findings.add(`cyclic-versions${form}`, members, () => circle.map((edge) => edgeText(edge, transactions, versions)));
  }
  return broken.size === 0 ? edges : edges.filter(({ from }) => !broken.has(keyOf[from]!));
}

/** The shortest way from an edge's end back to its beginning, with the edge before it. */
function circleFrom(
  first: { readonly from: number; readonly to: number },
  edges: readonly VersionEdge[],
): VersionEdge[] {
  const outgoing = new Map<number, VersionEdge[]>();
  for (const edge of edges) {
    const known = outgoing.get(edge.from);
    if (known === undefined) outgoing.set(edge.from, [edge]);
    else known.push(edge);
  }
  const cameBy = new Map<number, VersionEdge>();
  const queue = [first.to];
  for (const version of queue) {
    for (const edge of outgoing.get(version) ?? []) {
      if (edge.to === first.to || cameBy.has(edge.to)) continue;
      cameBy.set(edge.to, edge);
      queue.push(edge.to);
    }
    if (cameBy.has(first.from)) break;
  }
  const way: VersionEdge[] = [];
  for (let at = first.from; at !== first.to; at = way[0]!.from) way.unshift(cameBy.get(at)!);
  return [outgoing.get(first.from)!.find(({ to }) => to === first.to)!, ...way];
}

function edgeText(
  { from, to, earlier, later }: VersionEdge,
  transactions: Transactions,
  { writerOf, keyOf }: Versions,
): string {
  const value = (version: number): string => {
    const step = writerOf[version]!;
    return step === NONE ? 'what it began with' : shown(stepAt(transactions, step).value);
  };
  const key = JSON.stringify(transactions.keys[keyOf[to]!]);
  if (earlier === undefined || later === undefined) return `${key} began otherwise than with ${value(to)}`;
  if (earlier === later) return `${nameOf(earlier)} had ${key} as ${value(from)} before it wrote ${value(to)}`;
  const [a, b] = [nameOf(earlier), nameOf(later)];
  return `${a}, which had ${key} as ${value(from)}, was over before ${b}, which had it as ${value(to)}`;
}
