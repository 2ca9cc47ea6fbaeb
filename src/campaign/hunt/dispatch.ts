// Which seeds go to which lane next. Knows no threads. Seeds are given out in order; when so many have failed as the
// campaign allows, nothing behind the last of them is begun, and all before it is finished: so the result is the same
// with any number of lanes.
import { countOf, isRepeated, type Share, seedAt } from './seeds.ts';
import type { SeedTask } from './task.ts';
import type { Worlds } from './worlds.ts';

export type DispatchOptions = {
  readonly share: Share;
  readonly lanes: number;
  readonly maxFailures: number;
  readonly worlds: Worlds;
};

export class Dispatch {
  private readonly share: Share;
  private readonly lanes: number;
  private readonly maxFailures: number;
  private readonly worlds: Worlds;
  private next = 0;
  /** Positions behind which nothing is to be done. */
  private end: number;
  private isClosed = false;
  /** Positions still to come that need not be done any more. */
  private readonly finished = new Set<number>();
  private returned: number[] = [];
  private repeats: { readonly position: number; readonly lane: number | undefined }[] = [];
  /** Ascending, at most `maxFailures` of them. */
  private failing: readonly number[] = [];

  constructor({ share, lanes, maxFailures, worlds }: DispatchOptions) {
    this.share = share;
    this.lanes = lanes;
    this.maxFailures = maxFailures;
    this.worlds = worlds;
    this.end = countOf(share);
  }

  /** No seed at this position or behind it is to be begun. */
  get until(): number {
    return this.isClosed ? 0 : this.end;
  }

  /** How many seeds can be given out for the first time before others have to be finished, at the most. */
  get left(): number {
    return Math.max(0, this.known - this.next);
  }

  /** Behind it no world is known yet. */
  private get known(): number {
    return Math.min(this.end, this.worlds.ready);
  }

  /** Nothing more is begun. */
  close(): void {
    this.isClosed = true;
  }

  /** Up to `size` tasks for a lane; none: there is nothing for it now. */
  take(lane: number, size: number): readonly SeedTask[] {
    if (this.isClosed) return [];
    const tasks: SeedTask[] = [];
    while (tasks.length < size) {
      const task = this.repeatFor(lane) ?? this.seed();
      if (task === undefined) break;
      tasks.push(task);
    }
    return tasks;
  }

  /** Tasks that were taken and not done. */
  giveBack(tasks: readonly SeedTask[]): void {
    for (const { position, isRepeat } of tasks) {
      if (isRepeat) this.repeats.push({ position, lane: undefined });
      else this.returned.push(position);
    }
    this.returned.sort((a, b) => a - b);
  }

  /** A seed has its result. `lane`: which found it; undefined for one of an earlier campaign. */
  finish(position: number, hasFailed: boolean, needsRepeat: boolean, lane?: number): void {
    if (position >= this.next) this.finished.add(position);
    const isDue = needsRepeat && isRepeated(this.share, seedAt(this.share, position));
    if (isDue) this.repeats.push({ position, lane });
    if (!hasFailed) return;
    this.failing = [...this.failing, position].sort((a, b) => a - b).slice(0, this.maxFailures);
    if (this.failing.length === this.maxFailures) this.end = Math.min(this.end, this.failing.at(-1)! + 1);
  }

  /** In another lane than the first time, where there are several. */
  private repeatFor(lane: number): SeedTask | undefined {
    const index = this.repeats.findIndex((due) => due.position < this.end && (this.lanes === 1 || due.lane !== lane));
    if (index === -1) return undefined;
    const [repeat] = this.repeats.splice(index, 1);
    return this.task(repeat!.position, true);
  }

  private seed(): SeedTask | undefined {
    const position = this.returned.shift() ?? this.fresh();
    return position === undefined || position >= this.end ? undefined : this.task(position, false);
  }

  private fresh(): number | undefined {
    while (this.next < this.end && this.finished.delete(this.next)) this.next++;
    return this.next < this.known ? this.next++ : undefined;
  }

  private task(position: number, isRepeat: boolean): SeedTask {
    return { position, seed: String(seedAt(this.share, position)), world: this.worlds.at(position), isRepeat };
  }
}
