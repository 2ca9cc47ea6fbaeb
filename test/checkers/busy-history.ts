// Long histories of a register with all clients busy all the time, and a stale read planted where it is provably wrong.
import type { RandomStream } from '../../src/base/random.ts';
import { operationsOf } from '../../src/checkers/operations.ts';
import type { HistoryEvent, Operation } from '../../src/contract/history.ts';

export type BusyShape = {
  readonly clients: number;
  readonly operations: number;
  /** Different values that are written, or a new one each time. */
  readonly values: number | 'unique';
  /** One operation in so many becomes unknown; half of those take effect first. 0: none. */
  readonly unknownEvery: number;
};

type Client = { process: number; f: string; value: number | null; isServed: boolean };

/** A client invokes as soon as its last operation has completed: all of them are open until the operations run out. */
export function busyHistory(random: RandomStream, shape: BusyShape): readonly Operation[] {
  const events: HistoryEvent[] = [];
  let register: number | null = null;
  let written = 0;
  let invoked = 0;
  let processes = shape.clients;
  const ask = (process: number): Client => {
    const isRead = random.int(2) === 0;
    const value = isRead ? null : shape.values === 'unique' ? written++ : random.int(shape.values);
    const client = { process, f: isRead ? 'read' : 'write', value, isServed: false };
    events.push({ process, type: 'invoke', f: client.f, value });
    invoked++;
    return client;
  };
  const clients: Client[] = [];
  while (clients.length < shape.clients) clients.push(ask(clients.length));
  while (clients.length > 0) {
    const at = random.int(clients.length);
    const client = clients[at]!;
    const isLost = shape.unknownEvery > 0 && random.int(shape.unknownEvery) === 0;
    if (!client.isServed && !(isLost && random.int(2) === 0)) {
      if (client.f === 'read') client.value = register;
      else register = client.value;
      client.isServed = true;
      continue;
    }
    events.push({ process: client.process, type: isLost ? 'info' : 'ok', f: client.f, value: client.value });
    if (invoked < shape.operations) clients[at] = ask(isLost ? processes++ : client.process);
    else clients.splice(at, 1);
  }
  return operationsOf(events).operations;
}

/**
 * The operations with one read answered by a value that was replaced before it began: a write `over` completed before
 * the read, and no write of the value was open, or known to have been lost, at any time from the start of `over` on.
 */
export function withStaleRead(operations: readonly Operation[], from: number): readonly Operation[] {
  const writes = operations.filter((operation) => operation.f === 'write');
  const reads = operations.slice(from).filter((operation) => operation.f === 'read' && operation.outcome === 'ok');
  for (const read of reads) {
    const before = writes.filter((write) => (write.completed ?? Infinity) < read.invoked);
    const over = before.reduce((a, b) => (b.invoked > a.invoked ? b : a));
    const current = writes.filter(
      (write) => (write.completed ?? Infinity) > over.invoked && write.invoked < read.completed!,
    );
    const stale = before.find((write) => current.every((other) => other.input !== write.input));
    if (stale === undefined) continue;
    return operations.map((operation) => (operation === read ? { ...read, output: stale.input } : operation));
  }
  throw new Error('no read can be made stale here');
}
