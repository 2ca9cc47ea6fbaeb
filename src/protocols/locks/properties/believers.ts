// What is watched of those who use a lock: who believes to hold it, and who waits in vain. It says nothing of the truth at
// the servers (`holders.ts`): a client that was paused believes for as long as nobody has told it otherwise.
import { withItem, withoutItem } from '../../../base/sorted.ts';
import type { NodeId } from '../../../contract/ids.ts';
import { type Change, monitor, type Report } from '../../../contract/property.ts';
import type { LockClientState, Worker } from '../client/index.ts';

export const oneBeliever = {
  name: 'one-believer',
  sentence: 'At most one client at a time is in the critical section: believes that it holds the lock.',
};
export const everyWaiterServed = {
  name: 'every-waiter-served',
  sentence: 'Nobody gives up waiting for a lock that, since it began to wait, nobody has believed to hold.',
};

/** Threads as `c1`, or `c1.1` for the second thread of c1. */
type Memory = {
  readonly believers: readonly string[];
  /** Of those who wait: whether anybody has believed since they began to. */
  readonly waiting: { readonly [thread: string]: boolean };
  readonly wasHeld: boolean;
  readonly hasWaited: boolean;
};

export const believerMonitor = monitor<LockClientState, Memory>({
  group: 'client',
  properties: [oneBeliever, everyWaiterServed],
  initial: { believers: [], waiting: {}, wasHeld: false, hasWaited: false },
  observe(memory, { node, before, after }: Change<LockClientState>, report) {
    if (before?.workers === after?.workers) return memory;
    const threads = Math.max(before?.workers.length ?? 0, after?.workers.length ?? 0);
    let next = memory;
    for (let thread = 0; thread < threads; thread++) {
      const step = { name: threadName(node, thread), was: before?.workers[thread], is: after?.workers[thread] };
      if (step.was === step.is) continue;
      const gaveUp = after !== undefined && after.counts.gaveUp > (before?.counts.gaveUp ?? 0);
      next = believed(waited(next, step, gaveUp, report), step, report);
    }
    return next;
  },
  isExercised: ({ wasHeld, hasWaited }, property) => (property === oneBeliever.name ? wasHeld : hasWaited),
});

export function threadName(node: NodeId, thread: number): string {
  return thread === 0 ? node : `${node}.${thread}`;
}

type Step = { readonly name: string; readonly was: Worker | undefined; readonly is: Worker | undefined };

function believed(memory: Memory, { name, was, is }: Step, report: Report): Memory {
  const [did, does] = [was?.believes === true, is?.believes === true];
  if (did === does) return memory;
  if (!does) return { ...memory, believers: withoutItem(memory.believers, name) };
  const believers = withItem(memory.believers, name);
  if (believers.length > 1) {
    report(
      oneBeliever.name,
      `${believers.join(' and ')} all believe to hold the lock`,
      { believers },
      'several believe',
    );
  }
  const waiting = Object.fromEntries(Object.keys(memory.waiting).map((thread) => [thread, true]));
  return { ...memory, believers, waiting, wasHeld: true };
}

function waited(memory: Memory, { name, was, is }: Step, gaveUp: boolean, report: Report): Memory {
  const [did, does] = [isWaiting(was), isWaiting(is)];
  if (did === does) return memory;
  if (does) {
    const waiting = { ...memory.waiting, [name]: memory.believers.length > 0 };
    return { ...memory, waiting, hasWaited: true };
  }
  if (gaveUp && is?.believes !== true && memory.waiting[name] === false) {
    report(everyWaiterServed.name, `${name} gave up, and nobody held the lock`, { waiter: name }, 'nobody held it');
  }
  const waiting = Object.fromEntries(Object.entries(memory.waiting).filter(([thread]) => thread !== name));
  return { ...memory, waiting };
}

function isWaiting(worker: Worker | undefined): boolean {
  return worker?.phase === 'acquiring' && worker.holds === 0;
}
