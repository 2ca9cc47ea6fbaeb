// Long histories of a store with a log and replicas that lag behind it by so many writes each. Reads are answered by any
// replica; a session that keeps a token is never shown less than it has seen or written, so that what it sees is sequential.
import type { RandomStream } from '../../../src/base/random.ts';
import { operationsOf } from '../../../src/checkers/operations.ts';
import type { HistoryEvent, Operation } from '../../../src/contract/history.ts';

export type LaggingShape = {
  readonly operations: number;
  readonly sessions: number;
  readonly keys: number;
  readonly lag: number;
  readonly hasToken: boolean;
  /** One write in so many becomes unknown; half of those take effect. */
  readonly unknownEvery: number;
};

const REPLICAS = 5;

export function laggingHistory(random: RandomStream, shape: LaggingShape): readonly Operation[] {
  const log: { readonly key: string; readonly value: number }[] = [];
  const events: HistoryEvent[] = [];
  const clients = Array.from({ length: shape.sessions }, (_, process) => ({ process, seen: 0 }));
  let fresh = shape.sessions;
  for (let value = 1; value <= shape.operations; value++) {
    const client = clients[random.int(clients.length)]!;
    const base = { process: client.process, key: `k${random.int(shape.keys)}` };
    if (random.int(2) === 0) {
      const isUnknown = random.int(shape.unknownEvery) === 0;
      if (!isUnknown || random.int(2) === 0) log.push({ key: base.key, value });
      events.push({ ...base, type: 'invoke', f: 'put', value });
      events.push({ ...base, type: isUnknown ? 'info' : 'ok', f: 'put', value });
      if (isUnknown) client.process = fresh++;
      else if (shape.hasToken) client.seen = log.length;
      continue;
    }
    const replica = Math.max(0, log.length - random.int(REPLICAS) * shape.lag);
    const at = shape.hasToken ? Math.max(replica, client.seen) : replica;
    client.seen = at;
    const held = log.slice(0, at).findLast(({ key }) => key === base.key)?.value ?? null;
    events.push({ ...base, type: 'invoke', f: 'get', value: null }, { ...base, type: 'ok', f: 'get', value: held });
  }
  return operationsOf(events).operations;
}
