// Counts the abstract states that a run comes through: what each node shows of itself, with numbers replaced by their
// order among the nodes, and the nodes in no order. Two clusters in which the leader is one entry ahead of one follower
// are in one abstract state, whatever the terms and indexes are. A hunt that still meets new ones has not seen it all.
import { hashPlain } from '../base/hash.ts';
import type { Plain, PlainRecord } from '../base/plain.ts';
import type { GroupName, NodeId } from '../contract/ids.ts';
import { type AnyMonitor, type Change, monitor } from '../contract/property.ts';
import type { View } from '../contract/system.ts';

export type Abstraction = { readonly [group: GroupName]: View };

export class AbstractStates {
  /** Hashes of those met, 32 bits each: of a thousand different ones two are taken for one with a chance of 1 in 8,600. */
  readonly met = new Set<number>();
  private readonly shown = new Map<NodeId, PlainRecord>();

  /** One monitor a group: they see each change of a node, and judge nothing. */
  monitors(abstraction: Abstraction): readonly AnyMonitor[] {
    return Object.entries(abstraction).map(([group, show]) =>
      monitor<Plain, null>({
        group,
        properties: [],
        initial: null,
        observe: (memory, change) => {
          this.observe(change, show);
          return memory;
        },
        isExercised: () => true,
      }),
    );
  }

  private observe({ node, after }: Change, show: View): void {
    const before = this.shown.get(node);
    const now = after === undefined ? undefined : show(after as never);
    if (before === now || (before !== undefined && now !== undefined && isSame(before, now))) return;
    if (now === undefined) this.shown.delete(node);
    else this.shown.set(node, now);
    this.met.add(hashOf([...this.shown.values()]));
  }
}

function isSame(one: PlainRecord, other: PlainRecord): boolean {
  for (const key in other) if (one[key] !== other[key]) return false;
  return true;
}

/** Of the nodes that are up, in no order. In the hot path of hunts: no objects are made. */
function hashOf(nodes: readonly PlainRecord[]): number {
  let sum = nodes.length;
  for (const node of nodes) {
    let hash = 0x2545f491;
    for (const key in node) {
      const value = node[key]!;
      hash = Math.imul(
        hash ^ (typeof value === 'number' ? below(nodes, key, value) : hashPlain(value).low),
        0x85ebca6b,
      );
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash, 0xc2b2ae35);
    sum = (sum + (hash ^ (hash >>> 13))) | 0;
  }
  return sum >>> 0;
}

/** How many nodes have less: the place of a number in their order. */
function below(nodes: readonly PlainRecord[], key: string, value: number): number {
  let count = 0;
  for (const node of nodes) {
    const other = node[key];
    if (typeof other === 'number' && other < value) count++;
  }
  return count;
}
