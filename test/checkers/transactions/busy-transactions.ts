// Long histories of a store whose clients are always busy: keys are given up after some appends, as Jepsen's workload does.
// Transactions are serializable, in the order in which they begin; of `tangled` ones in the middle each reads a snapshot
// and the first of two writers of a list wins, so that they hold write skews, and nothing worse.
import type { RandomStream } from '../../../src/base/random.ts';
import type { HistoryEvent } from '../../../src/contract/history.ts';

type Step = [f: string, key: string, value: number | readonly number[] | null];
type Open = { readonly steps: readonly Step[]; readonly isTangled: boolean; readonly begun: number };

export type Busy = {
  readonly transactions: number;
  readonly clients?: number;
  /** Keys in use at once, and how many appends each gets. */
  readonly keys?: number;
  readonly appends?: number;
  readonly tangled?: number;
};

export function busyTransactions(
  random: RandomStream,
  { transactions, clients = 10, keys = 5, appends = 32, tangled = 0 }: Busy,
): readonly HistoryEvent[] {
  const lists = new Map<string, number[]>();
  const changedAt = new Map<string, number>();
  const active = Array.from({ length: keys }, (_, key) => key);
  let [nextKey, written, time] = [keys, 0, 0];
  const events: HistoryEvent[] = [];
  const open: (Open | undefined)[] = new Array(clients).fill(undefined);
  const firstTangled = Math.floor((transactions - tangled) / 2);
  const listOf = (key: string): number[] => {
    const known = lists.get(key) ?? [];
    lists.set(key, known);
    return known;
  };
  const append = (key: string, value: number): void => {
    changedAt.set(key, events.length);
    if (listOf(key).push(value) < appends) return;
    const place = active.indexOf(Number(key.slice(1)));
    if (place !== -1) active[place] = nextKey++;
  };
  const draw = (isTangled: boolean): readonly Step[] => {
    const names = active.map((key) => `k${key}`);
    if (isTangled) {
      const first = random.int(keys);
      const [write, ...reads] = [0, 1, 2, 3, 4, 5, 6].map((next) => names[(first + next) % keys]!);
      return [...reads.map((key): Step => ['r', key, [...listOf(key)]]), ['append', write!, ++written]];
    }
    return Array.from({ length: 1 + random.int(4) }, (): Step => {
      const key = names[random.int(keys)]!;
      if (random.int(2) === 0) return ['r', key, [...listOf(key)]];
      append(key, ++written);
      return ['append', key, written];
    });
  };
  for (let begun = 0, ended = 0; ended < transactions; ) {
    const process = random.int(clients);
    const running = open[process];
    time += 10 + random.int(90);
    if (running !== undefined) {
      const isWrite = ([f]: Step): boolean => f === 'append';
      const writes = running.isTangled ? running.steps.filter(isWrite) : [];
      const isLate = writes.some(([, key]) => (changedAt.get(key) ?? -1) > running.begun);
      if (!isLate) for (const [, key, value] of writes) append(key, value as number);
      events.push({
        process,
        type: isLate ? 'fail' : 'ok',
        f: 'txn',
        value: isLate ? asked(running.steps) : running.steps,
        time,
      });
      open[process] = undefined;
      ended++;
    } else if (begun < transactions) {
      const isTangled = begun >= firstTangled && begun < firstTangled + tangled;
      const steps = draw(isTangled);
      open[process] = { steps, isTangled, begun: events.length };
      events.push({ process, type: 'invoke', f: 'txn', value: asked(steps), time });
      begun++;
    }
  }
  return events;
}

function asked(steps: readonly Step[]): readonly Step[] {
  return steps.map(([f, key, value]): Step => [f, key, f === 'r' ? null : value]);
}
