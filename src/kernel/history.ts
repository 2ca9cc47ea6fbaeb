// The history of a run: what clients asked and were told, a line at a time.
import { assert } from '../base/assert.ts';
import { append } from '../base/paged-list.ts';
import type { Plain } from '../base/plain.ts';
import type { HistoryEvent } from '../contract/history.ts';
import type { Node } from './node.ts';
import type { RecordedEvent } from './result.ts';
import type { World } from './world.ts';

type Line = { type: HistoryEvent['type']; value: Plain; error?: NonNullable<HistoryEvent['error']> };

export function record(world: World, node: Node, line: Line): void {
  const { operation, process } = node;
  assert(operation !== undefined, `${node.id} has no open operation to record`);
  const { f, key } = operation;
  const { fingerprint } = world;
  fingerprint.word(process);
  fingerprint.value(f);
  fingerprint.value(key ?? null);
  fingerprint.value(line.type);
  fingerprint.value(line.value);
  fingerprint.value(line.error?.code ?? null);
  world.history = append(world.history, lineOf(world, node, line, key));
}

/** Written out field by field: with spreads a line takes three times the memory, and a long run has millions of them. */
function lineOf(world: World, node: Node, { type, value, error }: Line, key: string | undefined): RecordedEvent {
  const { process, id: client } = node;
  const { f } = node.operation!;
  const { time, events: event } = world;
  if (error === undefined) {
    if (key === undefined) return { process, type, f, value, time, event, client };
    return { process, type, f, value, key, time, event, client };
  }
  if (key === undefined) return { process, type, f, value, time, error, event, client };
  return { process, type, f, value, key, time, error, event, client };
}

/** Ends a client's open operation. After an unknown outcome it goes on under a new process number. */
export function closeOperation(world: World, node: Node, isUnknown: boolean): void {
  node.operation = undefined;
  if (isUnknown) node.process += world.clientCount;
  node.touch();
}

/** The client of an open operation is gone: what became of the operation nobody will know. */
export function abandonOperation(world: World, node: Node): void {
  if (node.operation === undefined) return;
  const error = { code: 'timeout', definite: false };
  record(world, node, { type: 'info', value: node.operation.value as Plain, error });
  closeOperation(world, node, true);
}
