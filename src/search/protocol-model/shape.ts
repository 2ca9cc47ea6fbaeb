// A node as it is between two events, in one form: numbers of writes and events are counted anew, since no handler sees
// them, so that nodes that cannot be told apart are the same.
import type { Node, NodeCheckpoint } from '../../kernel/node.ts';
import { NONE, type TimerRecord } from '../../kernel/pending.ts';
import type { World } from '../../kernel/world.ts';
import type { Disk } from '../../storage/disk.ts';
import type { NodeShape } from './happening.ts';
import { type SetTimer, timersAfter } from './timers.ts';

/** Of a node to which something has just happened; `before` and `timers` are how it was. */
export function shapeOf(node: Node, before: NodeCheckpoint, timers: readonly SetTimer[], world: World): NodeShape {
  const saved = node.save();
  if (saved === before && timers.length === 0 && saved.timers.length === 0) return { checkpoint: saved, timers };
  const set = timersAfter(timers, node.timers, world.effects, world.effectCount);
  const base = saved.disk.issued - saved.disk.pending.length;
  const checkpoint: NodeCheckpoint = {
    ...saved,
    disk: renumbered(saved.disk, base),
    held: saved.held.map(({ after, to, message }) => ({ after: after - base, to, message, cause: NONE })),
    timers: set.map(recordOf),
    // Of the history alone.
    process: before.process,
  };
  return { checkpoint, timers: set };
}

function renumbered(disk: Disk, base: number): Disk {
  if (base === 0) return disk;
  const pending = disk.pending.map((write) => ({ ...write, id: write.id - base }));
  return { ...disk, pending, issued: pending.length };
}

/** When it is due nobody knows; a queue entry it has none. */
export function recordOf({ name, timer }: SetTimer): TimerRecord {
  return { name, timer, min: 0, max: 0, due: 0, seq: 0, cause: NONE, wake: NONE, wakeAt: Number.POSITIVE_INFINITY };
}
