// What is measured of the order in which those who wait are served, in true time.
import { ownItem } from '../../base/plain.ts';
import { meter } from '../../contract/figures.ts';
import type { Change } from '../../contract/property.ts';
import type { Time } from '../../contract/time.ts';
import type { LockClientState, Worker } from '../locks/index.ts';

/** Of each thread that waits: since when. */
type Memory = { readonly [thread: string]: Time };

export const overtakenMeter = meter<LockClientState, Memory>({
  group: 'client',
  figures: {
    overtaken: {
      about: 'Of each acquisition: how many wait still who asked before.',
      unit: 'count',
    },
  },
  initial: {},
  observe(memory, { node, before, after }: Change<LockClientState>, at, record) {
    if (before?.workers === after?.workers) return memory;
    const threads = Math.max(before?.workers.length ?? 0, after?.workers.length ?? 0);
    let next = memory;
    for (let thread = 0; thread < threads; thread++) {
      const [was, is] = [before?.workers[thread], after?.workers[thread]];
      const name = `${node}.${thread}`;
      if (isWaiting(was) === isWaiting(is)) continue;
      const since = ownItem(next, name);
      const rest: Memory = Object.fromEntries(Object.entries(next).filter(([other]) => other !== name));
      if (is?.believes === true && since !== undefined) {
        record('overtaken', Object.values(rest).filter((asked) => asked < since).length);
      }
      next = isWaiting(is) ? { ...rest, [name]: at } : rest;
    }
    return next;
  },
});

function isWaiting(worker: Worker | undefined): boolean {
  return worker?.phase === 'acquiring' && !worker.believes;
}
