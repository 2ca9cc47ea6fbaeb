// The events of a timeline that match a filter, found a part at a time.
import type { Filter } from './filter.ts';
import { Growing } from './growing.ts';
import type { Timeline } from './timeline.ts';

export class Matches {
  readonly list = new Growing(64);
  /** Events that have been looked at. */
  scanned = 0;
  private readonly timeline: Timeline;
  private readonly filter: Filter;

  constructor(timeline: Timeline, filter: Filter) {
    this.timeline = timeline;
    this.filter = filter;
  }

  /** Looks at up to `events` more of the known ones. How many it has looked at. */
  scan(events: number): number {
    const until = Math.min(this.timeline.known, this.scanned + events);
    const begun = this.scanned;
    for (; this.scanned < until; this.scanned++) {
      if (this.filter(this.timeline.event(this.scanned))) this.list.push(this.scanned);
    }
    return this.scanned - begun;
  }

  /** One event by itself, whatever has been looked at. */
  has(event: number): boolean {
    return event < this.scanned ? this.list.has(event) : this.filter(this.timeline.event(event));
  }
}
