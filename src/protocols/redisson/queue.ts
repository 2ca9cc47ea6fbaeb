// What must hold of a fair lock's queue at every server.
import { ownItem } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';
import { type Change, monitor } from '../../contract/property.ts';
import { entriesOf, FAIR_QUEUE, isPrimary, queueOf, type ServerState } from '../redis/index.ts';
import { ownersIn } from './properties.ts';

export const inOrder = {
  name: 'in-order',
  sentence: 'A fair lock is given to nobody while another, who came into the queue before, is still in it.',
};

/** `came`: who waits at a server, in the order in which they came, whatever the queue makes of it. */
type Memory = { readonly came: { readonly [node: NodeId]: readonly string[] }; readonly wasTaken: boolean };

export const queueMonitor = monitor<ServerState, Memory>({
  group: 'server',
  properties: [inOrder],
  initial: { came: {}, wasTaken: false },
  observe(memory, { node, before, after }: Change<ServerState>, report) {
    if (after !== undefined && before?.keyspace === after.keyspace) return memory;
    const waiters = after === undefined ? [] : waitersIn(after);
    // What a replica copies, and what a primary begins with, is in the order that it has.
    const isJudged = before !== undefined && after !== undefined && isPrimary(before) && isPrimary(after);
    const known = isJudged ? (ownItem(memory.came, node) ?? []) : waiters;
    const owner = isJudged ? newOwner(before, after) : undefined;
    if (owner !== undefined) {
      const at = known.indexOf(owner);
      const ahead = at === -1 ? known : known.slice(0, at);
      const passed = ahead.filter((waiter) => waiters.includes(waiter));
      if (passed.length > 0) {
        report(
          inOrder.name,
          `${owner} is given the lock, and ${passed.join(' and ')} came before`,
          { owner, passed },
          'overtaken',
        );
      }
    }
    const again = before === undefined ? undefined : cameAgain(waitersIn(before), waiters);
    const stayed = known.filter((waiter) => waiters.includes(waiter) && waiter !== again);
    const came = [...stayed, ...waiters.filter((waiter) => !stayed.includes(waiter))];
    return { came: { ...memory.came, [node]: came }, wasTaken: memory.wasTaken || owner !== undefined };
  },
  isExercised: ({ wasTaken }) => wasTaken,
});

function waitersIn({ keyspace }: ServerState): readonly string[] {
  return queueOf(entriesOf(keyspace).find(([key]) => key === FAIR_QUEUE)?.[1].value);
}

/** One command may drop a waiter whose time is over, and put the same one, who asks, behind the others. */
function cameAgain(before: readonly string[], after: readonly string[]): string | undefined {
  const last = after.at(-1);
  if (last === undefined || !before.includes(last)) return undefined;
  const behind = before.slice(before.indexOf(last) + 1);
  return behind.some((waiter) => after.includes(waiter)) ? last : undefined;
}

/** Who has just got the lock. */
function newOwner(before: ServerState, after: ServerState): string | undefined {
  const owners = ownersIn(before);
  return Object.keys(ownersIn(after)).find((owner) => owners[owner] === undefined);
}
