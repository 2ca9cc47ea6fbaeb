// A schedule with named writes, written with automatic ones.
import type { NodeId } from '../../contract/ids.ts';
import type { Entry, Schedule } from '../../kernel/index.ts';

/** Without stalls, and with each crashed node's disk stalled from the last, or from any, of its handlers before it on. */
export function automaticOf({ entries, faults, ...rest }: Schedule): readonly Schedule[] {
  const plain = entries.filter((entry) => entry.do !== 'write');
  const crashes = plain.flatMap((entry, at): readonly (readonly [number, NodeId])[] => {
    if (entry.do !== 'begin') return [];
    const { action } = faults[entry.fault]!;
    if (action.kind !== 'crash') return [];
    return action.targets.flatMap((target) => (target.select === 'node' ? [[at, target.node] as const] : []));
  });
  const stalled = [1, 2, 3].map((nth) => withStalls(plain, crashes, nth));
  return [plain, ...stalled].map((list) => ({ ...rest, entries: list, faults, writes: 'automatic' }));
}

/** A stall before the nth last entry of each crashed node before its crash. */
function withStalls(
  entries: readonly Entry[],
  crashes: readonly (readonly [number, NodeId])[],
  nth: number,
): readonly Entry[] {
  const stalls = crashes.flatMap(([at, node]): readonly (readonly [number, NodeId])[] => {
    const own = entries.flatMap((entry, position) =>
      position < at && 'node' in entry && entry.node === node ? [position] : [],
    );
    const from = own.at(-nth);
    return from === undefined ? [] : [[from, node]];
  });
  return entries.flatMap((entry, at) => {
    const before = stalls.flatMap(([from, node]): readonly Entry[] => (from === at ? [{ do: 'stall', node }] : []));
    return [...before, entry];
  });
}
