// Nodes go down and come up again: by a fault, or because they stop by themselves.
import type { PlainRecord } from '../base/plain.ts';
import { trueClock } from '../clock/clock.ts';
import type { Unsynced } from '../contract/faults.ts';
import { crash, emptyDisk, tear } from '../storage/disk.ts';
import { abandonOperation } from './history.ts';
import type { Node } from './node.ts';
import { NONE, START } from './pending.ts';
import { breakStreams } from './streams.ts';
import type { World } from './world.ts';

/** Keys of one patch that a torn write tells apart. */
const TORN_KEYS_MAX = 30;

/** RAM, timers and a suffix of the pending writes are gone; what was sent stays in the network. */
export function crashNode(world: World, node: Node, unsynced: Unsynced): void {
  loseUnsynced(world, node, unsynced);
  node.held = [];
  node.timers.clear();
  node.inbox = [];
  node.isServing = false;
  node.workedUntil = 0;
  node.workLeft = undefined;
  node.isUntold = false;
  node.pausedBy = [];
  node.touch();
  abandonOperation(world, node);
  breakStreams(world, node);
  world.setState(node, undefined);
}

function loseUnsynced(world: World, node: Node, unsynced: Unsynced): void {
  const { disk } = node;
  // A write that would fail is not kept, and none behind it.
  const failing = disk.pending.findIndex(({ kind }) => node.failureOf(kind) !== undefined);
  const written = failing === -1 ? disk.pending.length : failing;
  if (written === 0 || unsynced === 'kept') {
    node.disk = crash(disk, written);
  } else if (unsynced === 'lost') {
    node.disk = crash(disk, 0);
  } else {
    const source = world.sources.of(`crash/${node.id}`);
    const kept = source.int(written + 1);
    const next = kept < written ? disk.pending[kept] : undefined;
    const keys = next === undefined ? 0 : keyCount(next.patch);
    if (unsynced === 'drawn' || keys < 2 || keys > TORN_KEYS_MAX) node.disk = crash(disk, kept);
    else {
      // Neither none of the keys nor all: those would be whole writes.
      const mask = 1 + source.int(2 ** keys - 2);
      node.disk = tear(disk, kept, (position) => ((mask >> position) & 1) === 1);
    }
  }
}

function keyCount(patch: PlainRecord): number {
  return Object.keys(patch).length;
}

/** Another machine under the same name: an empty disk, a right clock, none of the old one's troubles. It is down. */
export function replaceMachine(node: Node): void {
  node.disk = { ...emptyDisk, issued: node.disk.issued };
  // From now on, with what its wall clock shows: a clock in step with the true one.
  node.clock = trueClock;
  node.clockFaults = [];
  node.troubles = [];
  node.touch();
}

/** The node ends itself; its machine does not, and completes the writes. No fault holds it down: a `restart` brings it back. */
export function haltNode(world: World, node: Node, reason: string): void {
  world.halts = [...world.halts, { node: node.id, reason, time: world.time, event: world.events }];
  world.trace?.note(world.events, node.id, `stops: ${reason}`);
  crashNode(world, node, 'kept');
}

export function restartNode(world: World, node: Node): void {
  world.schedule(world.time, START, node.index, NONE, world.events, node.incarnation + 1, null);
}
