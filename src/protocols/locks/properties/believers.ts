// What is watched of those who use a lock: who believes to hold it. It says nothing of the truth at the servers
// (`holders.ts`): a client that was paused believes for as long as nobody has told it otherwise.
import { withItem, withoutItem } from '../../../base/sorted.ts';
import type { NodeId } from '../../../contract/ids.ts';
import { type Change, monitor } from '../../../contract/property.ts';
import type { LockClientState } from '../client/index.ts';

export const oneBeliever = {
  name: 'one-believer',
  sentence: 'At most one client at a time is in the critical section: believes that it holds the lock.',
};

/** Threads as `c1`, or `c1.1` for the second thread of c1. */
type Memory = { readonly believers: readonly string[]; readonly wasHeld: boolean };

export const believerMonitor = monitor<LockClientState, Memory>({
  group: 'client',
  properties: [oneBeliever],
  initial: { believers: [], wasHeld: false },
  observe(memory, change: Change<LockClientState>, report) {
    let { believers, wasHeld } = memory;
    for (const { name, began } of beliefs(change)) {
      believers = began ? withItem(believers, name) : withoutItem(believers, name);
      wasHeld ||= began;
      if (!began || believers.length === 1) continue;
      const reason = `${believers.join(' and ')} ${believers.length === 2 ? 'both' : 'all'} believe to hold the lock`;
      report(oneBeliever.name, reason, { believers }, 'several believe');
    }
    return believers === memory.believers ? memory : { believers, wasHeld };
  },
  isExercised: ({ wasHeld }) => wasHeld,
});

/** Which threads of a client began to believe in this change, or ceased to. */
export function beliefs({ node, before, after }: Change<LockClientState>) {
  if (before?.workers === after?.workers) return [];
  const threads = Math.max(before?.workers.length ?? 0, after?.workers.length ?? 0);
  return Array.from({ length: threads }, (_, thread) => ({
    name: threadName(node, thread),
    did: before?.workers[thread]?.believes === true,
    began: after?.workers[thread]?.believes === true,
  })).filter(({ did, began }) => did !== began);
}

export function threadName(node: NodeId, thread: number): string {
  return thread === 0 ? node : `${node}.${thread}`;
}
