// Time is an integer number of microseconds. These make durations; `display` prints them.

/** A duration in microseconds. */
export type Duration = number;

/** A point on the virtual clock, in microseconds since the start of the run. */
export type Time = number;

/** A point on a node's own clock, in microseconds. */
export type LocalTime = number;

export const us = (count: number): Duration => Math.round(count);
export const ms = (count: number): Duration => Math.round(count * 1_000);
export const seconds = (count: number): Duration => Math.round(count * 1_000_000);
