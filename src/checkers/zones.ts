// The polynomial test for a register whose written values are all different (Gibbons and Korach 1997, 4.2): no search.
// A cluster is a write with its reads. Its zone lies between the earliest completion and the latest invocation in it:
//
//   forward   completion < invocation   the register held this value all along the zone
//   backward  invocation < completion   it held it at some moment in the zone
//
// An order exists exactly if no two forward zones overlap and no backward zone lies within a forward one.
import { countWhile } from '../base/halving.ts';
import type { Entry, Partition } from './partitions.ts';

type Cluster = {
  readonly value: string;
  /** When the write was invoked and completed; before everything for the initial value, never for an unknown one. */
  readonly invoked: number;
  readonly completed: number;
  readonly reads: readonly Entry[];
};

/** A zone of the history before a cut. `latest` is the latest invocation, `earliest` the earliest completion. */
type Zone = { readonly value: string; readonly latest: number; readonly earliest: number };

export type Clusters = {
  readonly partition: Partition;
  readonly clusters: readonly Cluster[];
  readonly orphan: number;
};

/** The clusters, or undefined where the test does not apply: an act that is no read or write, a value written twice. */
export function clustersOf(partition: Partition): Clusters | undefined {
  const reads = new Map<string, Entry[]>();
  const writes: Entry[] = [];
  for (const entry of partition.required) {
    const { from, to, isReadOnly } = entry.act;
    if (from !== undefined && to === undefined && isReadOnly) {
      const others = reads.get(from);
      if (others === undefined) reads.set(from, [entry]);
      else others.push(entry);
    } else if (to !== undefined && from === undefined) writes.push(entry);
    else return undefined;
  }
  for (const entry of partition.unknown) {
    if (entry.act.to === undefined || entry.act.from !== undefined) return undefined;
    writes.push(entry);
  }
  const clusters = new Map<string, Cluster>();
  const initial = partition.initial;
  const initialReads = reads.get(initial) ?? [];
  clusters.set(initial, { value: initial, invoked: -Infinity, completed: -Infinity, reads: initialReads });
  for (const { act, invoked, completed } of writes) {
    const value = act.to!;
    if (clusters.has(value)) return undefined;
    clusters.set(value, { value, invoked, completed, reads: reads.get(value) ?? [] });
  }
  // A read of a value that nothing wrote can be in no order, from its completion on.
  let orphan = Infinity;
  for (const [value, [first]] of reads) if (!clusters.has(value)) orphan = Math.min(orphan, first!.completed);
  return { partition, clusters: [...clusters.values()], orphan };
}

/** Whether the history before the position `cut` has an order. What is open at the cut may take effect, or not. */
export function hasOrder({ clusters, orphan }: Clusters, cut: number = Infinity): boolean {
  if (orphan < cut) return false;
  const forward: Zone[] = [];
  const backward: Zone[] = [];
  for (const cluster of clusters) {
    const zone = zoneBefore(cut, cluster);
    if (zone === undefined) continue;
    // The earliest completion is a read's that came before the write was even invoked.
    if (zone.earliest < cluster.invoked) return false;
    (zone.earliest < zone.latest ? forward : backward).push(zone);
  }
  forward.sort((a, b) => a.earliest - b.earliest);
  for (let i = 1; i < forward.length; i++) if (forward[i]!.earliest < forward[i - 1]!.latest) return false;
  return backward.every((zone) => {
    const around = lastBefore(forward, zone.latest);
    return around === undefined || around.latest < zone.earliest;
  });
}

/** The zone of a cluster as seen before the cut; undefined if nothing of it has to be in the order yet. */
function zoneBefore(cut: number, { value, invoked, completed, reads }: Cluster): Zone | undefined {
  let latest = invoked;
  let earliest = completed < cut ? completed : Infinity;
  let isNeeded = completed < cut && completed !== -Infinity;
  for (const read of reads) {
    if (read.completed >= cut) break;
    isNeeded = true;
    latest = Math.max(latest, read.invoked);
    earliest = Math.min(earliest, read.completed);
  }
  return isNeeded ? { value, latest, earliest } : undefined;
}

/** Of the forward zones, which do not overlap, the last that begins before a position. */
function lastBefore(forward: readonly Zone[], position: number): Zone | undefined {
  return forward[countWhile(forward.length, (at) => forward[at]!.earliest < position) - 1];
}

/** The values that the register can hold after a legal order of the history before the cut, which must have one. */
export function statesBefore({ clusters }: Clusters, cut: number): readonly string[] {
  let last: Zone | undefined;
  let secondLatest = -Infinity;
  for (const cluster of clusters) {
    const zone = zoneBefore(cut, cluster);
    if (zone === undefined) continue;
    if (last === undefined || zone.latest > last.latest) {
      secondLatest = last?.latest ?? -Infinity;
      last = zone;
    } else secondLatest = Math.max(secondLatest, zone.latest);
  }
  // A read at the cut would stretch the zone of its value up to it: all others must have begun before this zone does.
  const canBeRead = (cluster: Cluster) => {
    const end = zoneBefore(cut, cluster)?.earliest ?? cluster.completed;
    const others = last === undefined || last.value === cluster.value ? secondLatest : last.latest;
    return others === -Infinity || others < end;
  };
  return clusters.filter((cluster) => cluster.invoked < cut && canBeRead(cluster)).map((cluster) => cluster.value);
}
