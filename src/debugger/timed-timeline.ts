// The timeline of a run in virtual time. Any state of it is the nearest checkpoint before it and the steps from there.
import { countWhile } from '../base/halving.ts';
import type { Intervention } from '../contract/intervention.ts';
import { type Checkpoint, saveWorld, TimedRun } from '../kernel/index.ts';
import { IndexedLog, type NotesCheckpoint } from './indexes.ts';
import { Recent } from './recent.ts';
import { RecordedLine } from './recorded-line.ts';
import type { Source } from './source.ts';
import type { BranchPoint, Snapshot, StateChange, Stretch, Timeline } from './timeline.ts';

/** Where a line parts from another: what is done there, and before. */
export type Parting = { readonly parent: Timeline; readonly at: number };

export class TimedTimeline extends RecordedLine {
  private readonly source: Source;
  private readonly interventions: readonly Intervention[];
  private readonly main: TimedRun;
  /** Of each checkpoint of the run: what the log remembers there. */
  private readonly notesAt: NotesCheckpoint[];
  private readonly recent = new Recent<Snapshot>();
  /** Stand between two events near those that were asked for last, the latest first: the cursor's, and that of the end. */
  private readonly walkers: TimedRun[] = [];

  constructor(source: Source, interventions: readonly Intervention[], parting?: Parting) {
    const from = parting?.parent.branchPoint(parting.at);
    const { plan } = source;
    const main = new TimedRun(plan, { level: 'full', interventions }, from?.checkpoint);
    const notesAt: NotesCheckpoint[] = [];
    const keep = () => {
      while (notesAt.length < main.checkpoints.length) notesAt.push(log.saveNotes());
    };
    const log: IndexedLog = new IndexedLog(main.world, source, keep, from?.notes);
    super(log, parting?.parent);
    this.source = source;
    this.interventions = interventions;
    this.main = main;
    this.notesAt = notesAt;
    main.world.trace = log;
  }

  run(events: number): void {
    const { main, log } = this;
    if (this.isDone) return;
    main.run(events);
    log.seeViolations();
    if (!main.isDone) return;
    const result = main.result();
    this.judgement = this.source.judge(result);
    this.result = result;
  }

  snapshot(index: number): Snapshot {
    if (this.parent !== undefined && index < this.first) return this.parent.snapshot(index);
    const known = this.recent.get(index);
    if (known !== undefined) return known;
    const run = this.walkerAt(Math.max(0, index));
    const before = run.world.nodes.map((node) => node.save());
    if (index >= 0) run.run(index + 1);
    const snapshot = { event: index, after: saveWorld(run.world), before };
    this.recent.put(index, snapshot);
    return snapshot;
  }

  /** A run that stands before the event. */
  private walkerAt(event: number): TimedRun {
    const checkpoint = this.checkpointFor(event);
    const { walkers } = this;
    const near = walkers.findIndex(({ isDone, world: { events } }) => {
      return !isDone && events <= event && events >= checkpoint.event;
    });
    const [found] = near === -1 ? [] : walkers.splice(near, 1);
    const walker = found ?? new TimedRun(this.source.plan, { interventions: this.interventions }, checkpoint);
    walker.run(event);
    walkers.unshift(walker);
    if (walkers.length > 2) walkers.pop();
    return walker;
  }

  /** From one checkpoint to the next. */
  stretch(node: number, event: number): Stretch {
    if (this.parent !== undefined && event < this.first) {
      const early = this.parent.stretch(node, event);
      return early.to <= this.first
        ? early
        : { ...early, to: this.first, changes: early.changes.filter((each) => each.event < this.first) };
    }
    const position = this.positionFor(event);
    const checkpoint = this.main.checkpoints[position]!;
    const { known } = this;
    const to = Math.min(known, this.main.checkpoints[position + 1]?.event ?? known);
    const changes: StateChange[] = [];
    const run = new TimedRun(this.source.plan, { interventions: this.interventions }, checkpoint);
    run.world.watch = ({ index }, before, after) => {
      if (index === node) changes.push({ event: run.world.events, before, after });
    };
    run.run(to);
    return { from: checkpoint.event, to, changes };
  }

  branchPoint(at: number): BranchPoint {
    if (this.parent !== undefined && at < this.first) return this.parent.branchPoint(at);
    // The first checkpoint comes with the first event.
    if (this.main.checkpoints.length === 0) this.run(this.first + 1);
    const position = this.positionFor(at);
    return { checkpoint: this.main.checkpoints[position]!, notes: this.notesAt[position]! };
  }

  private checkpointFor(event: number): Checkpoint {
    return this.branchPoint(event).checkpoint;
  }

  private positionFor(event: number): number {
    const { checkpoints } = this.main;
    return countWhile(checkpoints.length, (at) => checkpoints[at]!.event <= event) - 1;
  }
}
