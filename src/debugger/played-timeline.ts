// The timeline of a schedule, which has no times: entries are played one after the other. A schedule that was made small
// has some tens of events, so each has its snapshot.
import type { Intervention } from '../contract/intervention.ts';
import { type Checkpoint, type Entry, type NodeCheckpoint, Player, saveWorld } from '../kernel/index.ts';
import { IndexedLog } from './indexes.ts';
import { RecordedLine } from './recorded-line.ts';
import type { Source } from './source.ts';
import type { BranchPoint, Snapshot, StateChange, Stretch } from './timeline.ts';

export class PlayedTimeline extends RecordedLine {
  private readonly source: Source;
  private readonly entries: readonly Entry[];
  private readonly player: Player;
  private position = 0;
  /** The world before each event, by index; behind the last one the world as it is now. */
  private readonly worlds: Checkpoint[];

  constructor(source: Source, interventions: readonly Intervention[]) {
    const schedule = source.schedule!;
    const worlds: Checkpoint[] = [];
    let log: IndexedLog | undefined;
    const player = new Player(source.plan, schedule, {
      interventions,
      traceOf: (world) => {
        log = new IndexedLog(world, source, (event) => {
          worlds[event] = saveWorld(world);
        });
        return log;
      },
    });
    super(log!, undefined);
    this.source = source;
    this.entries = schedule.entries;
    this.player = player;
    this.worlds = worlds;
    this.keepWorld();
  }

  run(events: number): void {
    const { player, entries } = this;
    if (this.isDone) return;
    while (player.world.events < events && this.position < entries.length && player.stop === undefined) {
      player.play(entries[this.position++]!);
    }
    this.keepWorld();
    this.log.seeViolations();
    if (player.world.events < events) this.finish();
  }

  snapshot(index: number): Snapshot {
    const before = this.worlds[Math.max(0, index)]!;
    const after = this.worlds[Math.min(index + 1, this.worlds.length - 1)]!;
    return { event: index, after, before: nodesOf(before) };
  }

  stretch(node: number): Stretch {
    const changes = this.worlds.flatMap((world, event): readonly StateChange[] => {
      const next = this.worlds[event + 1];
      const [before, after] = [world.nodes[node]?.state, next?.nodes[node]?.state];
      return next === undefined || before === after ? [] : [{ event, before, after }];
    });
    return { from: 0, to: this.known, changes };
  }

  branchPoint(): BranchPoint {
    return { checkpoint: this.worlds[0]!, notes: this.log.saveNotes() };
  }

  private finish(): void {
    const { player, entries } = this;
    player.playRest();
    this.keepWorld();
    this.position = entries.length;
    const result = player.result();
    this.judgement = this.source.judge(result);
    this.result = result;
  }

  private keepWorld(): void {
    const { world } = this.player;
    this.worlds[this.known] = saveWorld(world);
  }
}

function nodesOf({ nodes }: Checkpoint): readonly NodeCheckpoint[] {
  return nodes;
}
