// What the two kinds of timeline have in common: the events of their own in an indexed log, and before those the events
// of the line that they part from.
import { slice } from '../base/paged-list.ts';
import type { TraceEvent, TraceNote } from '../contract/trace.ts';
import type { LostMessage, RunResult } from '../kernel/index.ts';
import { ByEvent } from './by-event.ts';
import type { BandTurn, IndexedLog, Landmark, Told } from './indexes.ts';
import type { Judgement } from './source.ts';
import type { BranchPoint, Snapshot, Stretch, Timeline } from './timeline.ts';

export abstract class RecordedLine implements Timeline {
  result: RunResult | undefined = undefined;
  judgement: Judgement | undefined = undefined;
  protected readonly log: IndexedLog;
  protected readonly parent: Timeline | undefined;
  private readonly notes: ByEvent<TraceNote>;
  private readonly lost: ByEvent<LostMessage>;

  constructor(log: IndexedLog, parent: Timeline | undefined) {
    this.log = log;
    this.parent = parent;
    this.notes = new ByEvent(log.notes);
    this.lost = new ByEvent(log.losses);
  }

  abstract run(events: number): void;
  abstract snapshot(index: number): Snapshot;
  abstract branchPoint(at: number): BranchPoint;
  abstract stretch(node: number, event: number): Stretch;

  get known(): number {
    return this.log.first + this.log.length;
  }

  get isDone(): boolean {
    return this.result !== undefined;
  }

  /** Events before this one are the parent's. */
  protected get first(): number {
    return this.log.first;
  }

  event(index: number): TraceEvent {
    return this.parent !== undefined && index < this.first ? this.parent.event(index) : this.log.at(index);
  }

  nearest(kind: Landmark, from: number, isBackwards: boolean): number | undefined {
    const list = this.log.lists[kind];
    const { parent, first } = this;
    if (isBackwards) return list.before(from) ?? parent?.nearest(kind, Math.min(from, first), true);
    const early = from < first - 1 ? parent?.nearest(kind, from, false) : undefined;
    return early !== undefined && early < first ? early : list.after(from);
  }

  is(kind: Landmark, index: number): boolean {
    if (index < this.first && this.parent !== undefined) return this.parent.is(kind, index);
    return this.log.lists[kind].has(index);
  }

  landmarks(kind: Landmark, from: number, to: number): readonly number[] {
    const list = this.log.lists[kind];
    const { parent, first } = this;
    const early = parent !== undefined && from < first ? parent.landmarks(kind, from, Math.min(to, first)) : [];
    return [...early, ...list.slice(list.below(Math.max(from, first)), list.below(to))];
  }

  changeBefore(node: number, from: number): number | undefined {
    const own = this.log.changes[node]?.before(from);
    return own ?? this.parent?.changeBefore(node, Math.min(from, this.first));
  }

  effects(event: number): readonly number[] {
    const { first, parent } = this;
    if (event >= first) return this.log.effects.of(event);
    const early = parent?.effects(event).filter((effect) => effect < first) ?? [];
    return [...early, ...this.log.effects.ofEarlier(event)];
  }

  remarks(event: number): readonly string[] {
    if (event < this.first && this.parent !== undefined) return this.parent.remarks(event);
    return this.notes.at(event).map(({ text }) => text);
  }

  losses(event: number): readonly LostMessage[] {
    if (event < this.first && this.parent !== undefined) return this.parent.losses(event);
    return this.lost.at(event);
  }

  bandTurns(): readonly BandTurn[] {
    return slice(this.log.bandTurns, 0);
  }

  told(event: number): readonly Told[] {
    return this.log.told.filter((told) => told.event <= event);
  }
}
