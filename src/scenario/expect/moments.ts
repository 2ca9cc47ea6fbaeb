// Which event a failed claim points at: the index that `--at` takes, where there is something to see.
import type { Time } from '../../contract/time.ts';
import type { RunResult } from '../../kernel/result.ts';
import type { Bounds, OperationCount } from '../scenario.ts';
import type { ClientOperation } from './operations.ts';

type Operations = readonly ClientOperation[];

/** The invocation of the first operation without an answer. */
export function firstWithoutAnswer(operations: Operations): number | undefined {
  return operations.find(({ outcome }) => outcome !== 'answered')?.invokedEvent;
}

/** The answer that came first. */
export function firstAnswer(operations: Operations): number | undefined {
  return eventsOf('answered', operations)[0];
}

/** The first event known from `time` on: a fault that begins, or a line of the history. */
export function firstEventFrom(time: Time, { windows, history }: RunResult): number | undefined {
  const events = [
    ...windows.flatMap(({ from, event }) => (from >= time ? [event] : [])),
    ...history.flatMap((line) => (line.time >= time ? [line.event] : [])),
  ];
  return events.length === 0 ? undefined : events.reduce((first, event) => Math.min(first, event));
}

/** The first of a count that is one too many; of answers that are too few, the first operation without one. */
export function momentOfCount(
  count: OperationCount,
  value: number,
  { atLeast, atMost }: Bounds,
  operations: Operations,
): number | undefined {
  if (atMost !== undefined && value > atMost) return eventsOf(count, operations)[atMost];
  return count === 'answered' && value < (atLeast ?? value) ? firstWithoutAnswer(operations) : undefined;
}

/** The events at which operations came to be of a count, ascending; an unknown one is seen by its invocation. */
function eventsOf(count: OperationCount, operations: Operations): readonly number[] {
  const events = operations.flatMap(({ outcome, invokedEvent, completedEvent }) => {
    if (count === 'invoked') return [invokedEvent];
    if (outcome !== count) return [];
    return [count === 'unknown' ? invokedEvent : (completedEvent ?? invokedEvent)];
  });
  return events.sort((a, b) => a - b);
}
