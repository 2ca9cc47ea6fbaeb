// What a system measures of itself while a run goes on: how long locks are held, how long two clients believe to hold one.
// A meter sees each change of one node, as a monitor does; what it records are samples, and scenarios bound their statistics.
import type { Plain } from '../base/plain.ts';
import type { GroupName } from './ids.ts';
import type { Change } from './property.ts';
import type { Time } from './time.ts';

export type FigureName = string;

export type FigureSpec = {
  /** What one sample is, as a sentence. */
  readonly about: string;
  /** `duration` in microseconds. */
  readonly unit: 'count' | 'duration';
};

/** Adds one sample to a figure. */
export type RecordFigure = (figure: FigureName, value: number) => void;

/** Watches the nodes of one group. Its memory is plain data, so that it is checkpointed with the rest of the world. */
export type Meter<State extends Plain, Memory extends Plain> = {
  readonly group: GroupName;
  /** By name, in kebab-case. */
  readonly figures: { readonly [figure: FigureName]: FigureSpec };
  readonly initial: Memory;
  /** The memory after a change; the same reference when nothing that it remembers changed. `at`: true time. */
  observe(memory: Memory, change: Change<State>, at: Time, record: RecordFigure): Memory;
  /** What is still open when the run ends: a lock that is held has been held for so long at least. */
  end?(memory: Memory, at: Time, record: RecordFigure): void;
};

export type AnyMeter = {
  readonly group: GroupName;
  readonly figures: { readonly [figure: FigureName]: FigureSpec };
  readonly initial: Plain;
  readonly observe: (memory: never, change: never, at: Time, record: RecordFigure) => Plain;
  readonly end?: (memory: never, at: Time, record: RecordFigure) => void;
};

export function meter<State extends Plain, Memory extends Plain>(definition: Meter<State, Memory>): AnyMeter {
  return definition as AnyMeter;
}

/** One number that a meter recorded, at the event that showed it; what was open at the end has the last event's. */
export type Sample = {
  readonly figure: FigureName;
  readonly value: number;
  readonly time: Time;
  readonly event: number;
};
