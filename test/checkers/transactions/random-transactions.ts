// Small random histories of a store that is now and then careless: transactions run step by step, interleaved, some on a
// snapshot, some on what is there; some fail without being undone, some answers are spoilt.
import type { Plain } from '../../../src/base/plain.ts';
import type { RandomStream } from '../../../src/base/random.ts';
import type { TransactionModel } from '../../../src/checkers/transactions/index.ts';
import type { HistoryEvent } from '../../../src/contract/history.ts';

type Step = [f: string, key: string, value: Plain];
type Store = Map<string, readonly Plain[]>;
type Running = {
  process: number;
  asked: Step[];
  told: Step[];
  snapshot: Store;
  mode: 'snapshot' | 'direct';
  writes: Step[];
  begun: boolean;
  outcome: 'ok' | 'fail' | 'info';
};

/** `spoilt`: percentage of transactions of which an answer is changed. */
export type Shape = {
  readonly transactions: number;
  readonly processes: number;
  readonly keys: number;
  readonly spoilt: number;
};

export function randomTransactions(
  random: RandomStream,
  model: TransactionModel,
  shape: Shape,
): readonly HistoryEvent[] {
  const events: HistoryEvent[] = [];
  const store: Store = new Map();
  const open: Running[] = [];
  let [started, written, nextProcess] = [0, 0, shape.processes];
  const free = Array.from({ length: shape.processes }, (_, process) => process);
  const write = model === 'list-append' ? 'append' : 'w';
  const keys = ['x', 'y', 'z'].slice(0, shape.keys);
  const begin = (): void => {
    const process = free.splice(random.int(free.length), 1)[0]!;
    const asked = Array.from({ length: 1 + random.int(3) }, (): Step => {
      const key = keys[random.int(keys.length)]!;
      return random.int(2) === 0 ? ['r', key, null] : [write, key, ++written];
    });
    const drawn = random.int(100);
    const outcome = drawn < 84 ? 'ok' : drawn < 92 ? 'fail' : 'info';
    const mode = random.int(3) === 0 ? 'snapshot' : 'direct';
    open.push({ process, asked, told: [], snapshot: new Map(), mode, writes: [], begun: false, outcome });
    events.push({ process, type: 'invoke', f: 'txn', value: asked });
    started++;
  };
  while (started < shape.transactions || open.length > 0) {
    if (started < shape.transactions && free.length > 0 && (open.length === 0 || random.int(3) === 0)) {
      begin();
      continue;
    }
    if (open.length === 0) break;
    const at = random.int(open.length);
    const running = open[at]!;
    if (running.told.length < running.asked.length) stepOn(running, store, write);
    else {
      open.splice(at, 1);
      if (running.outcome === 'ok' || random.int(3) === 0) for (const step of running.writes) put(store, step);
      events.push(answer(running, random, shape.spoilt, written));
      free.push(running.outcome === 'info' ? nextProcess++ : running.process);
    }
  }
  return events;
}

function stepOn(running: Running, store: Store, write: string): void {
  if (!running.begun) running.snapshot = new Map(store);
  running.begun = true;
  const step = running.asked[running.told.length]!;
  const [f, key] = step;
  const seen = running.mode === 'snapshot' ? running.snapshot : store;
  if (f === 'r') {
    const list = seen.get(key) ?? [];
    running.told.push([f, key, write === 'append' ? list : (list.at(-1) ?? null)]);
    return;
  }
  running.told.push(step);
  put(seen, step);
  if (running.mode === 'snapshot') running.writes.push(step);
}

function put(store: Store, [, key, value]: Step): void {
  store.set(key, [...(store.get(key) ?? []), value]);
}

function answer(running: Running, random: RandomStream, spoilt: number, written: number): HistoryEvent {
  const { process, outcome, asked, told } = running;
  if (outcome !== 'ok') return { process, type: outcome, f: 'txn', value: asked };
  const at = random.int(told.length);
  const [f, key, value] = told[at]!;
  if (f === 'r' && random.int(100) < spoilt) told[at] = [f, key, spoiltValue(value, random, written)];
  return { process, type: 'ok', f: 'txn', value: told };
}

function spoiltValue(value: Plain, random: RandomStream, written: number): Plain {
  if (!Array.isArray(value)) return random.int(4) === 0 ? null : 1 + random.int(written + 1);
  const list = value as readonly Plain[];
  switch (random.int(5)) {
    case 0:
      return list.slice(0, -1);
    case 1:
      return list.slice(1);
    case 2:
      return [...list].reverse();
    case 3:
      return [...list, 1 + random.int(written + 1)];
    default:
      return [];
  }
}
