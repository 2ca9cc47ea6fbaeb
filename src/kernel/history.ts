// The history of a run: what clients asked and were told, a line at a time.
import { assert } from '../base/assert.ts';
import { append } from '../base/paged-list.ts';
import type { Plain } from '../base/plain.ts';
import type { HistoryEvent } from '../contract/history.ts';
import type { Node } from './node.ts';
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
  const where = { time: world.time, event: world.events, client: node.id };
  world.history = append(world.history, { process, f, ...line, ...(key === undefined ? {} : { key }), ...where });
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
