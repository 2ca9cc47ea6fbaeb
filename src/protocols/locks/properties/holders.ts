// What is watched of the truth: whom the servers take for the holder.
import type { Plain, PlainRecord } from '../../../base/plain.ts';
import { sortedSet } from '../../../base/sorted.ts';
import type { GroupName, NodeId } from '../../../contract/ids.ts';
import { type AnyMonitor, type Change, monitor } from '../../../contract/property.ts';

export const oneHolder = {
  name: 'one-holder',
  sentence: 'Servers that may grant the lock do not hold it for two owners at a time.',
};

type Held = { readonly owner: string; readonly rank: number };
type Memory = { readonly holders: { readonly [node: NodeId]: Held }; readonly wasHeld: boolean };

/**
 * `holderOf`: for whom a server holds the lock; null: for nobody, or it may not grant it. `rankOf`: of several that hold it,
 * those of the highest rank may grant it; a leader that was cut off and has not noticed may not, whatever it thinks.
 */
export function holderMonitor<State extends Plain>(
  group: GroupName,
  holderOf: (state: State, node: NodeId) => string | null,
  rankOf: (state: State) => number = () => 0,
): AnyMonitor {
  return monitor<State, Memory>({
    group,
    properties: [oneHolder],
    initial: { holders: {}, wasHeld: false },
    observe(memory, { node, before, after }: Change<State>, report) {
      if (before === after) return memory;
      const owner = after === undefined ? null : holderOf(after, node);
      const rank = after === undefined ? 0 : rankOf(after);
      const had = memory.holders[node];
      if (had === undefined ? owner === null : had.owner === owner && had.rank === rank) return memory;
      const others = Object.fromEntries(Object.entries(memory.holders).filter(([other]) => other !== node));
      if (owner === null) return { ...memory, holders: others };
      const holders: Memory['holders'] = { ...others, [node]: { owner, rank } };
      const highest = Math.max(...Object.values(holders).map((held) => held.rank));
      const granting = Object.entries(holders).filter(([, held]) => held.rank === highest);
      const owners = sortedSet(granting.map(([, held]) => held.owner));
      if (owners.length > 1) {
        const witness: PlainRecord = { holders: Object.fromEntries(granting.map(([at, held]) => [at, held.owner])) };
        report(oneHolder.name, `the lock is held for ${owners.join(' and ')}`, witness, 'several hold');
      }
      return { holders, wasHeld: true };
    },
    isExercised: ({ wasHeld }) => wasHeld,
  });
}
