// A write reaches the end of its way: it is durable, or it has failed. Sends that waited for it leave, or never will.
import type { WriteFailure } from '../contract/context.ts';
import { complete, fail } from '../storage/disk.ts';
import { takeUp } from './inbox.ts';
import { transmit } from './interpret.ts';
import type { HeldSend, Node } from './node.ts';
import { FAILURE, NONE } from './pending.ts';
import type { World } from './world.ts';

const NONE_HELD: readonly HeldSend[] = [];

/** The oldest pending write of a node is through. */
export function flush(world: World, node: Node): void {
  const { id, kind } = node.disk.pending[0]!;
  const reason = node.troubles.length === 0 ? undefined : node.failureOf(kind);
  node.touch();
  if (reason !== undefined) failWrite(world, node, { reason, write: kind }, id);
  else {
    world.counts.writes++;
    node.disk = complete(node.disk);
    // A paused node does not hear of it before it goes on.
    if (node.held.length > 0 && node.pausedBy.length === 0) releaseHeld(world, node);
  }
  if (node.inbox.length > 0) takeUp(world, node);
}

/** Lets go what waits for no write any more. In the order of their writes, so those that leave are a prefix. */
export function releaseHeld(world: World, node: Node): void {
  const { held, disk } = node;
  const durableUpTo = disk.pending[0]?.id ?? disk.issued;
  let count = 0;
  while (count < held.length && held[count]!.after < durableUpTo) count++;
  if (count === 0) return;
  node.held = count === held.length ? NONE_HELD : held.slice(count);
  node.touch();
  for (let i = 0; i < count; i++) transmit(world, node, held[i]!.to, held[i]!.message, held[i]!.cause);
}

/**
 * After a failed flush nothing behind it may count as durable: what the disk holds of it is not known. So the writes
 * issued after it fail too, those included that are issued before the node is told, and with them the sends that wait
 * for any of these.
 */
function failWrite(world: World, node: Node, failure: WriteFailure, id: number): void {
  world.counts.failedWrites += node.disk.pending.length;
  node.isUntold = true;
  node.disk = fail(node.disk);
  node.held = node.held.filter(({ after }) => after < id);
  world.schedule(world.time, FAILURE, node.index, NONE, world.events, node.incarnation, failure);
}
