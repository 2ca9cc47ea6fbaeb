// Whether what goes before an exploration means the same in the model: faults of a capsule tear, damage or keep writes, and
// its writes may be under way for ever, where those of the model are through at once.
import { equalPlain, type PlainRecord } from '../../base/plain.ts';
import { Player, type RunPlan, type Schedule } from '../../kernel/index.ts';
import { ModelError } from '../explore/index.ts';
import type { NodeRecord } from './records.ts';

type DiskNow = Pick<NodeRecord['checkpoint'], 'state' | 'disk'>;

/** Throws where the schedule, played as a capsule is, leaves a node or its disk otherwise than the model does. */
export function refuseOtherDisks(plan: RunPlan, schedule: Schedule, nodes: readonly NodeRecord[]): void {
  const player = new Player(plan, schedule);
  for (const entry of schedule.entries) player.play(entry);
  for (const [index, { checkpoint }] of nodes.entries()) {
    const played = player.world.nodes[index]!;
    const isSame = equalPlain(written(played), written(checkpoint));
    if (isSame && (played.state === undefined) === (checkpoint.state === undefined)) continue;
    throw new ModelError(
      `played as a capsule, the schedule that goes before leaves other things on the disk of ${played.id} than here: its faults do more than crash, or its writes are named`,
    );
  }
}

/** What is on the disk once all that is under way is through. */
function written({ disk }: DiskNow): PlainRecord {
  return Object.assign({}, disk.durable, ...disk.pending.map(({ patch }) => patch));
}
