// Moments as `--at` takes them: an event's number, a time, or `scenario:seed:event` as `--json` prints it, with the deeds
// of a branch behind it where it is one.
import { parseBranch } from '../contract/branch-text.ts';
import type { Intervention } from '../contract/intervention.ts';
import { durationOf } from '../debugger/index.ts';
import { Exit, exitCodes } from './exit.ts';

export type Moment = {
  readonly event: number | undefined;
  /** Instead of an event: the last one by this time, in microseconds. */
  readonly time?: number;
  readonly seed?: string;
  readonly scenario?: string;
  readonly branch?: readonly Intervention[];
};

export function parseMoment(text: string): Moment {
  if (/^\d{1,15}$/.test(text)) return { event: Number(text) };
  const time = durationOf(text);
  if (time !== undefined) return { event: undefined, time };
  // Read from the right: a path may have colons of its own.
  const match = /^(?:(.+):([^:]+):)?(\d{1,15})(?::([^:]*@[^:]*))?$/.exec(text);
  if (match === null) {
    const expected = 'an event such as 418, a time such as 1.5s, or scenario:seed:418';
    throw new Exit(exitCodes.usage, `--at: found ${JSON.stringify(text)}, expected ${expected}`);
  }
  const [, scenario, seed, event, deeds] = match;
  const branch = deeds === undefined ? [] : parseBranch(deeds);
  if (typeof branch === 'string') throw new Exit(exitCodes.usage, `--at: ${branch}`);
  return {
    event: Number(event),
    ...(scenario === undefined ? {} : { scenario, seed: seed! }),
    ...(branch.length === 0 ? {} : { branch }),
  };
}
