// Breakpoints: events at which playing stops, and to which one can run.
import { equalPlain } from '../base/plain.ts';
import { valueAt } from './diff.ts';
import { timelineOf } from './queries/events.ts';
import { type Breakpoint, branchOf, type Session } from './session.ts';
import type { Stretch, Timeline } from './timeline.ts';

/** Whether an event of the current branch is one. */
export function breaksAt(session: Session): (event: number) => boolean {
  const tests = session.breakpoints.map((breakpoint) => testOf(session, breakpoint));
  return (event) => tests.some((test) => test(event));
}

function testOf(session: Session, breakpoint: Breakpoint): (event: number) => boolean {
  const timeline = timelineOf(session);
  switch (breakpoint.on) {
    case 'event': {
      const matches = session.engine.matches(branchOf(session).interventions, breakpoint.filter);
      return (event) => matches.has(event);
    }
    case 'property': {
      const { property } = breakpoint;
      return (event) => isViolated(timeline, property, event);
    }
    case 'field': {
      const node = session.engine.nodes.indexOf(breakpoint.node);
      let stretch: Stretch | undefined;
      return (event) => {
        if (timeline.changeBefore(node, event + 1) !== event) return false;
        if (stretch === undefined || event < stretch.from || event >= stretch.to)
          stretch = timeline.stretch(node, event);
        return stretch.changes.some((change) => {
          if (change.event !== event) return false;
          const [before, after] = [valueAt(change.before, breakpoint.field), valueAt(change.after, breakpoint.field)];
          if (before === undefined || after === undefined) return before !== after;
          return !equalPlain(before, after);
        });
      };
    }
  }
}

function isViolated(timeline: Timeline, property: string, event: number): boolean {
  const late = timeline.judgement?.properties.find(({ name }) => name === property);
  if (late?.verdict === 'violated' && late.event === event) return true;
  if (!timeline.is('violation', event)) return false;
  const { violations } = timeline.snapshot(event).after;
  return violations.some((violation) => violation.property === property && violation.event === event);
}

export function breakpointText(breakpoint: Breakpoint): string {
  switch (breakpoint.on) {
    case 'event':
      return `events that match ${breakpoint.filter}`;
    case 'property':
      return `${breakpoint.property} is violated`;
    case 'field':
      return `${breakpoint.field === '' ? 'the state' : breakpoint.field} of ${breakpoint.node} changes`;
  }
}
