// What is watched of the truth: whom the servers take for the holder.
import type { Plain, PlainRecord } from '../../../base/plain.ts';
import { sortedSet } from '../../../base/sorted.ts';
import type { GroupName, NodeId } from '../../../contract/ids.ts';
import { type AnyMonitor, type Change, monitor } from '../../../contract/property.ts';

export const oneHolder = {
  name: 'one-holder',
  sentence: 'Servers that may grant the lock do not hold it for two owners at a time.',
};

type Memory = { readonly holders: { readonly [node: NodeId]: string }; readonly wasHeld: boolean };

/** `holderOf`: for whom a server holds the lock; null: for nobody, or it may not grant it. */
export function holderMonitor<State extends Plain>(
  group: GroupName,
  holderOf: (state: State, node: NodeId) => string | null,
): AnyMonitor {
  return monitor<State, Memory>({
    group,
    properties: [oneHolder],
    initial: { holders: {}, wasHeld: false },
    observe(memory, { node, before, after }: Change<State>, report) {
      if (before === after) return memory;
      const holder = after === undefined ? null : holderOf(after, node);
      if ((memory.holders[node] ?? null) === holder) return memory;
      const others = Object.fromEntries(Object.entries(memory.holders).filter(([other]) => other !== node));
      if (holder === null) return { ...memory, holders: others };
      const holders: { readonly [node: NodeId]: string } = { ...others, [node]: holder };
      const owners = sortedSet(Object.values(holders));
      if (owners.length > 1) {
        const witness: PlainRecord = { holders };
        report(oneHolder.name, `the lock is held for ${owners.join(' and ')}`, witness, 'several hold');
      }
      return { holders, wasHeld: true };
    },
    isExercised: ({ wasHeld }) => wasHeld,
  });
}
