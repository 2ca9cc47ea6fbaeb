// The faults of a run as they came about, for its schedule: on the nodes that they struck, each node's by itself, so that
// one can be left out without the others.
import type { Fault, FaultAction } from '../../contract/faults.ts';
import type { NodeId } from '../../contract/ids.ts';
import { ms } from '../../contract/time.ts';
import { actionText } from '../../plans/index.ts';
import type { FaultWindow } from '../result.ts';

/** Faults that are in the order of the entries alone: see `entry.ts`. */
const inTheOrder: readonly FaultAction['kind'][] = [
  'partition',
  'cut',
  'network',
  'pause',
  'slow',
  'slowDisk',
  'reset',
];

/** A fault of the schedule, and the node that it strikes. */
export type Part = { readonly position: number; readonly node: NodeId | undefined };

export type Resolved = {
  readonly faults: readonly Fault[];
  /** What became of each fault of the run, by its position there. */
  readonly parts: ReadonlyMap<number, readonly Part[]>;
};

/** `downBefore`: for each fault the nodes that were down when it began. A restart starts no others. */
export function resolvedFaults(
  planned: readonly Fault[],
  windows: readonly FaultWindow[],
  downBefore: ReadonlyMap<number, ReadonlySet<NodeId>>,
): Resolved {
  const faults: Fault[] = [];
  const parts = new Map<number, readonly Part[]>();
  for (const { fault, kind, nodes, skipped } of windows) {
    if (skipped !== undefined || inTheOrder.includes(kind)) continue;
    const struck = (nodes[0] ?? []).filter((node) => kind !== 'restart' || downBefore.get(fault)?.has(node) === true);
    const own = struck.map((node): Part => ({ position: faults.push(partOf(planned[fault]!, node)) - 1, node }));
    parts.set(fault, own);
  }
  return { faults, parts };
}

function partOf({ action, name, until, lasts }: Fault, node: NodeId): Fault {
  const struck = { ...action, targets: [{ select: 'node', node }] } as FaultAction;
  // What a crash kept has been written before it, by the schedule.
  const what: FaultAction = struck.kind === 'crash' ? { ...struck, unsynced: 'lost' } : struck;
  // The schedule says when it ends; that it does is all that counts here.
  const end = until === undefined && lasts === undefined ? undefined : ms(1);
  return { name, text: actionText(what), at: 0, until: end, action: what };
}
