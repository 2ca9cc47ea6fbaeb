// What is watched of those who wait: whether they do so in vain. Where the service cannot be reached, or a dead holder's time
// is longer than the wait, that is nobody's fault, so the property is watched where a scenario asks for it.
import { type Change, monitor, type Report } from '../../../contract/property.ts';
import type { LockClientState, Worker } from '../client/index.ts';
import { beliefs, threadName } from './believers.ts';

export const everyWaiterServed = {
  name: 'every-waiter-served',
  sentence: 'Nobody gives up waiting for a lock that, since it began to wait, nobody has believed to hold.',
};

type Memory = {
  readonly believers: number;
  /** Of those who wait: whether anybody has believed since they began to. */
  readonly waiting: { readonly [thread: string]: boolean };
  readonly hasWaited: boolean;
};

export const waiterMonitor = monitor<LockClientState, Memory>({
  group: 'client',
  properties: [everyWaiterServed],
  initial: { believers: 0, waiting: {}, hasWaited: false },
  observe(memory, change: Change<LockClientState>, report) {
    const { node, before, after } = change;
    if (before?.workers === after?.workers) return memory;
    const gaveUp = after !== undefined && after.counts.gaveUp > (before?.counts.gaveUp ?? 0);
    const threads = Math.max(before?.workers.length ?? 0, after?.workers.length ?? 0);
    let next = memory;
    for (let thread = 0; thread < threads; thread++) {
      const [did, does] = [isWaiting(before?.workers[thread]), isWaiting(after?.workers[thread])];
      if (did !== does) next = waited(next, threadName(node, thread), does, gaveUp, report);
    }
    return beliefs(change).reduce((now, { began }) => believed(now, began), next);
  },
  isExercised: ({ hasWaited }) => hasWaited,
});

function waited(memory: Memory, name: string, does: boolean, gaveUp: boolean, report: Report): Memory {
  const { waiting, believers } = memory;
  if (does) return { ...memory, waiting: { ...waiting, [name]: believers > 0 }, hasWaited: true };
  if (gaveUp && waiting[name] === false) {
    report(everyWaiterServed.name, `${name} gave up, and nobody held the lock`, { waiter: name }, 'nobody held it');
  }
  return { ...memory, waiting: Object.fromEntries(Object.entries(waiting).filter(([thread]) => thread !== name)) };
}

function believed(memory: Memory, began: boolean): Memory {
  if (!began) return { ...memory, believers: memory.believers - 1 };
  const waiting = Object.fromEntries(Object.keys(memory.waiting).map((thread) => [thread, true]));
  return { ...memory, believers: memory.believers + 1, waiting };
}

function isWaiting(worker: Worker | undefined): boolean {
  return worker?.phase === 'acquiring' && worker.holds === 0;
}
