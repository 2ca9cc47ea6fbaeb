// Timers that may fire where the schedule does not say so: a heartbeat that nobody hears. Each is tried.
import type { Entry } from '../../kernel/index.ts';
import { attempt, type Target } from '../minimise/attempt.ts';
import type { Moment, Played, TimerKey } from './moments.ts';
import { lifeOf, nodeOf } from './order.ts';

/** So often it fires when it is tried: what changes a state each time, as a candidate's term, is not harmless. */
const TIMES = 3;

/**
 * The lives of timers that end without firing, and that may fire before that so that all still fails alike. None of
 * those that are set to times that are drawn: they would draw once more, and all later ones would be others.
 */
export function looseTimers(target: Target, { moments, schedule }: Played): ReadonlySet<string> {
  const loose = new Set<string>();
  const armed = new Map<TimerKey, number>();
  const drawn = drawnTimers(moments);
  const tryIt = (key: TimerKey, position: number) => {
    if (drawn.has(key)) return;
    const extra: Entry = { do: 'timer', node: nodeOf(key), timer: key.slice(nodeOf(key).length + 1) };
    const extras = new Array<Entry>(TIMES).fill(extra);
    const entries = [...schedule.entries.slice(0, position), ...extras, ...schedule.entries.slice(position)];
    const executed = attempt(target, { ...schedule, entries })?.schedule.entries.length;
    if (executed === entries.length) loose.add(lifeOf(armed.get(key)!, key));
  };
  for (const [at, { entry, ends, sets, from }] of moments.entries()) {
    for (const key of ends) {
      const isFired = entry?.do === 'timer' && key === `${entry.node} ${entry.timer}`;
      if (!isFired) tryIt(key, from);
      armed.delete(key);
    }
    for (const key of sets.keys()) armed.set(key, at);
  }
  for (const key of armed.keys()) {
    const last = moments.findLast(({ entry, nodes }) => entry !== undefined && nodes.includes(nodeOf(key)));
    if (last !== undefined) tryIt(key, last.from);
  }
  return loose;
}

/** Timers of a name that nodes set to more than one duration. */
function drawnTimers(moments: readonly Moment[]): ReadonlySet<TimerKey> {
  const durations = new Map<string, Set<number>>();
  const nameOf = (key: TimerKey) => key.slice(nodeOf(key).length + 1);
  const all = moments.flatMap(({ sets }) => [...sets]);
  for (const [key, lasts] of all) {
    const name = nameOf(key);
    durations.set(name, (durations.get(name) ?? new Set()).add(lasts));
  }
  return new Set(all.map(([key]) => key).filter((key) => durations.get(nameOf(key))!.size > 1));
}
