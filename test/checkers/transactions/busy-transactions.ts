// Long histories of a serializable store: clients that are always busy, keys that are given up after some appends, as
// Jepsen's workload does. With `tangled`, that many transactions read now and then what is not the newest.
import type { RandomStream } from '../../../src/base/random.ts';
import type { HistoryEvent } from '../../../src/contract/history.ts';

type Step = [f: string, key: string, value: number | readonly number[] | null];

export type Busy = {
  readonly transactions: number;
  readonly clients?: number;
  /** Keys in use at once, and how many appends each gets. */
  readonly keys?: number;
  readonly appends?: number;
  /** How many of the transactions, from the middle on, see each list without its last elements. */
  readonly tangled?: number;
};

export function busyTransactions(
  random: RandomStream,
  { transactions, clients = 10, keys = 5, appends = 32, tangled = 0 }: Busy,
): readonly HistoryEvent[] {
  const lists = new Map<string, number[]>();
  const active = Array.from({ length: keys }, (_, key) => key);
  let [nextKey, written, time] = [keys, 0, 0];
  const events: HistoryEvent[] = [];
  const open: (readonly Step[] | undefined)[] = new Array(clients).fill(undefined);
  const firstTangled = Math.floor((transactions - tangled) / 2);
  for (let begun = 0, ended = 0; ended < transactions; ) {
    const process = random.int(clients);
    const told = open[process];
    time += 10 + random.int(90);
    if (told !== undefined) {
      events.push({ process, type: 'ok', f: 'txn', value: told, time });
      open[process] = undefined;
      ended++;
    } else if (begun < transactions) {
      const isTangled = begun >= firstTangled && begun < firstTangled + tangled;
      const steps = Array.from({ length: 1 + random.int(4) }, (): Step => {
        const place = random.int(keys);
        const key = `k${active[place]}`;
        const list = lists.get(key) ?? [];
        lists.set(key, list);
        if (random.int(2) === 0) return ['r', key, isTangled ? list.slice(0, list.length - random.int(4)) : [...list]];
        list.push(++written);
        if (list.length >= appends) active[place] = nextKey++;
        return ['append', key, written];
      });
      const asked = steps.map(([f, key, value]): Step => [f, key, f === 'r' ? null : value]);
      events.push({ process, type: 'invoke', f: 'txn', value: asked, time });
      open[process] = steps;
      begun++;
    }
  }
  return events;
}
