// Whether all came to hold the same once nothing disturbed them, and how long that took. What is looked at are
// observations: a replica's state at a time, or what a client read. It knows neither replicas nor clients.
import type { Plain } from '../../base/plain.ts';
import type { Duration, Time } from '../../contract/time.ts';
import { canonicalText } from '../canonical.ts';

export type Observation = {
  readonly time: Time;
  /** Who holds the value, or was told it: a replica, a client. */
  readonly by: string;
  readonly key: string;
  readonly value: Plain;
};

export type Convergence =
  /** `took`: from the quiet on, to the first observation from which on all agree. As fine as the observations are. */
  | { readonly verdict: 'ok'; readonly at: Time; readonly took: Duration }
  /** The last that was observed of a key. */
  | { readonly verdict: 'violated'; readonly key: string; readonly held: readonly Observation[] }
  | { readonly verdict: 'unknown'; readonly reason: string };

/**
 * `quiet`: from when on nothing disturbs them: the last fault has ended and the last write is over. `everybody`: who has
 * to be observed after that. Observations in the order of their times.
 */
export function convergenceOf(
  observations: readonly Observation[],
  everybody: readonly string[],
  quiet: Time,
): Convergence {
  const rows = runsOf(observations);
  const unseen = everybody.find((by) => ![...rows.values()].some((row) => (row.get(by)?.last.time ?? -1) >= quiet));
  if (unseen !== undefined) return { verdict: 'unknown', reason: `${unseen} was not observed once all was quiet` };
  if (rows.size === 0) return { verdict: 'unknown', reason: 'nothing was observed' };
  let at = quiet;
  for (const [key, row] of rows) {
    const held = [...row.values()].filter(({ last }) => last.time >= quiet);
    const [first] = held;
    if (first === undefined) continue;
    if (held.some(({ text }) => text !== first.text)) {
      return { verdict: 'violated', key, held: held.map(({ last }) => last) };
    }
    for (const { since } of held) at = Math.max(at, since);
  }
  return { verdict: 'ok', at, took: at - quiet };
}

/** The last value of one key that one of them was observed with, and since when. */
type Run = { readonly text: string; readonly since: Time; readonly last: Observation };

function runsOf(observations: readonly Observation[]): ReadonlyMap<string, ReadonlyMap<string, Run>> {
  const rows = new Map<string, Map<string, Run>>();
  for (const last of observations) {
    const row = rows.get(last.key) ?? new Map<string, Run>();
    rows.set(last.key, row);
    const text = canonicalText(last.value);
    const before = row.get(last.by);
    row.set(last.by, { text, since: before?.text === text ? before.since : last.time, last });
  }
  return rows;
}
