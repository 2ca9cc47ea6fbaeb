// The timelines of a session, and which of their events match a filter: made when first asked for, by the list of
// interventions. A memo, so a session that has it is still plain.
import { branchText } from '../contract/branch-text.ts';
import type { NodeId } from '../contract/ids.ts';
import { type Intervention, makesEvent } from '../contract/intervention.ts';
import { type Filter, filterOf } from './filter.ts';
import { Matches } from './matches.ts';
import { PlayedTimeline } from './played-timeline.ts';
import type { Source } from './source.ts';
import { TimedTimeline } from './timed-timeline.ts';
import type { Timeline } from './timeline.ts';

export class Engine {
  readonly nodes: readonly NodeId[];
  private readonly source: Source;
  private readonly timelines = new Map<string, Timeline>();
  private readonly filters = new Map<string, Filter>();
  private readonly found = new Map<string, Matches>();

  constructor(source: Source) {
    this.source = source;
    this.nodes = source.plan.nodes.map(({ id }) => id);
  }

  timeline(interventions: readonly Intervention[]): Timeline {
    const key = branchText(interventions);
    let timeline = this.timelines.get(key);
    if (timeline === undefined) {
      timeline = this.begin(interventions);
      this.timelines.set(key, timeline);
    }
    return timeline;
  }

  /** The events of a branch that match a filter. */
  matches(interventions: readonly Intervention[], filter: string): Matches {
    const key = `${branchText(interventions)}\n${filter}`;
    let matches = this.found.get(key);
    if (matches === undefined) {
      matches = new Matches(this.timeline(interventions), this.filter(filter));
      this.found.set(key, matches);
    }
    return matches;
  }

  filter(text: string): Filter {
    let filter = this.filters.get(text);
    if (filter === undefined) {
      filter = filterOf(text, this.nodes);
      this.filters.set(text, filter);
    }
    return filter;
  }

  private begin(interventions: readonly Intervention[]): Timeline {
    const { source } = this;
    if (source.schedule !== undefined) return new PlayedTimeline(source, interventions);
    const last = interventions.at(-1);
    if (last === undefined) return new TimedTimeline(source, interventions);
    const parent = this.timeline(interventions.slice(0, -1));
    parent.run(last.at);
    return new TimedTimeline(source, interventions, { parent, at: last.at });
  }
}

/** The list with one more deed at `at`: what was done later, or is an event there, is not done in the new branch. */
export function withDeed(list: readonly Intervention[], deed: Intervention): readonly Intervention[] {
  const { at } = deed;
  return [...list.filter((other) => other.at < at || (other.at === at && !makesEvent(other))), deed];
}
