// Random histories without an object behind them: a read returns any value of its key that is written somewhere in the
// history, or the initial one; mostly the latest few, so that strong levels hold now and then.
import type { RandomStream } from '../../../src/base/random.ts';
import { operationsOf } from '../../../src/checkers/operations.ts';
import type { HistoryEvent, Operation } from '../../../src/contract/history.ts';

export type DrawnShape = { readonly operations: number; readonly sessions: number };

const KEYS = ['x', 'y'];

export function drawnHistory(random: RandomStream, { operations, sessions }: DrawnShape): readonly Operation[] {
  const keys = KEYS.slice(0, 1 + random.int(KEYS.length));
  const plan = Array.from({ length: operations }, (_, index) => ({
    client: random.int(sessions),
    key: keys[random.int(keys.length)]!,
    value: random.int(2) === 0 ? index + 1 : undefined,
  }));
  const processes = Array.from({ length: sessions }, (_, client) => client);
  let fresh = sessions;
  const events: HistoryEvent[] = [];
  for (const [index, { client, key, value }] of plan.entries()) {
    const process = processes[client]!;
    const candidates = plan.filter((other) => other.value !== undefined && other.key === key);
    const earlier = candidates.filter((other) => other.value! <= index);
    const pool = random.int(8) === 0 ? candidates : earlier.slice(-3);
    const drawn = random.int(pool.length + 1);
    const output = pool[drawn]?.value ?? null;
    const f = value === undefined ? 'read' : 'write';
    events.push({ process, type: 'invoke', f, key, value: value ?? null });
    const type = value !== undefined && random.int(6) === 0 ? (random.int(3) === 0 ? 'fail' : 'info') : 'ok';
    events.push({ process, type, f, key, value: value ?? output });
    if (type === 'info') processes[client] = fresh++;
  }
  return operationsOf(events).operations;
}
