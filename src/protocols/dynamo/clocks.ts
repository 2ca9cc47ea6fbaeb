// Which writes are known, coordinator by coordinator. A vector clock is one number for each: all its writes up to there.
// That says too much where writes of one coordinator part ways: who has read the 7th has not read the 5th, if the two are
// siblings. So a clock may also name single writes beyond the number (dotted version vectors: Preguiça et al. 2012).
import { hasItem, sortedKeys, withItem } from '../../base/sorted.ts';

/** One write: the nth of a coordinator to the key. A coordinator that restarts begins anew under another name. */
export type Dot = { readonly actor: string; readonly count: number };

/** Of one coordinator: all writes up to a number, and some beyond. `at`: when the last of them was added. */
type Entry = { readonly upTo: number; readonly also: readonly number[]; readonly at: number };
export type Clock = { readonly [actor: string]: Entry };

const NOTHING: Entry = { upTo: 0, also: [], at: 0 };

export function includes(clock: Clock, { actor, count }: Dot): boolean {
  const { upTo, also } = clock[actor] ?? NOTHING;
  return count <= upTo || hasItem(also, count);
}

export function withDot(clock: Clock, { actor, count }: Dot, at: number, isPlain: boolean): Clock {
  const entry = clock[actor] ?? NOTHING;
  const { upTo, also } = { upTo: entry.upTo, also: withItem(entry.also, count) };
  return { ...clock, [actor]: closed({ upTo, also, at: Math.max(at, entry.at) }, isPlain) };
}

export function joined(a: Clock, b: Clock, isPlain: boolean): Clock {
  const clock: { [actor: string]: Entry } = { ...a };
  for (const actor of sortedKeys(b)) {
    const [mine, theirs] = [clock[actor] ?? NOTHING, b[actor]!];
    const also = theirs.also.reduce<readonly number[]>((all, count) => withItem(all, count), mine.also);
    const upTo = Math.max(mine.upTo, theirs.upTo);
    clock[actor] = closed({ upTo, also, at: Math.max(mine.at, theirs.at) }, isPlain);
  }
  return clock;
}

/** What follows on the number without a gap is in the number. A plain clock knows no gaps. */
function closed({ upTo, also, at }: Entry, isPlain: boolean): Entry {
  let next = isPlain ? Math.max(upTo, also.at(-1) ?? 0) : upTo;
  while (hasItem(also, next + 1)) next++;
  return { upTo: next, also: also.filter((count) => count > next), at };
}

/** The `max` entries that were added to last (Dynamo §4.4). What is dropped may come back as if nobody had replaced it. */
export function truncated(clock: Clock, max: number): Clock {
  const actors = sortedKeys(clock);
  if (max === 0 || actors.length <= max) return clock;
  const latest = [...actors].sort((a, b) => clock[b]!.at - clock[a]!.at || (a < b ? -1 : 1)).slice(0, max);
  return Object.fromEntries(latest.sort().map((actor) => [actor, clock[actor]!]));
}
