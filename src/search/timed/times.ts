// Looks for times at which a schedule's entries happen as they stand: a timed run that goes the same way. Timers are what
// they are drawn to be, so several seeds are tried; and first without what was not in the schedule: nodes that stand
// still or are down while they would wait too long.
import type { Fault } from '../../contract/faults.ts';
import { ms, type Time } from '../../contract/time.ts';
import type { RunPlan, Schedule } from '../../kernel/index.ts';
import { attempt, type Target } from '../minimise/attempt.ts';
import { faultsAt } from './faults.ts';
import { looseTimers } from './loose.ts';
import { type Moment, type Played, playMoments } from './moments.ts';
import { withNap } from './naps.ts';
import { type Times, timesOf, type Wait, type Wishes } from './order.ts';

export type Timed = {
  readonly seed: string;
  readonly faults: readonly Fault[];
  /** When the last moment is. */
  readonly end: Time;
};

/** At least 2 µs: a fault that lasts 1 µs must be over before the node's next moment. */
const GAP = ms(1);
/** How many naps are tried, seed after seed, before more are. */
const naps = [0, 1, 2, 4, 8] as const;
/** Entries of the schedules that are tried, some seconds' worth. */
const BUDGET = 100_000;
/** Schedules with naps that are played at a seed. */
const NAPS_TRIED = 24;

/** Why no times are looked for, in a clause; undefined where they are. */
export function untimeable({ streams }: RunPlan, { entries, faults, writes }: Schedule): string | undefined {
  if (streams !== undefined) return 'its links are streams';
  if (writes === 'named') return 'it names writes that are through one by one';
  for (const entry of entries) {
    if (entry.time !== undefined) return 'it holds times already, because its protocol reads a clock';
    if (entry.do === 'deliver' && entry.again === true) return 'a message arrives twice in it';
    if (entry.do === 'failure') return 'a write fails in it';
    if (entry.do === 'begin' && entry.torn !== undefined) return 'a crash tears a write in it';
  }
  const begun = new Set(entries.flatMap((entry) => (entry.do === 'begin' ? [entry.fault] : [])));
  if (begun.size < faults.length) return 'it lists a fault that never begins';
  const kinds = faults.map(({ action }) => action.kind);
  if (kinds.some((kind) => kind === 'failWrites' || kind === 'fullDisk')) return 'writes fail in it';
  return kinds.includes('clock') ? 'a clock is wrong in it' : undefined;
}

/** One seed after the other, as far as there are times; then again with more naps, until the budget is spent. */
export function* timings(target: Target, schedule: Schedule, seeds: readonly string[]): Generator<Timed> {
  let spent = 0;
  for (const most of naps) {
    for (const seed of seeds) {
      if (spent > BUDGET) return;
      const onPlayed = (entries: number) => {
        spent += entries;
      };
      const search = new Search({ ...target, plan: { ...target.plan, seed } }, onPlayed);
      const found = search.from(schedule, most);
      if (found === undefined) continue;
      const { played, times } = found;
      yield { seed, faults: faultsAt(played.moments, played.schedule, times), end: Math.max(...times.at) };
    }
  }
}

type Found = { readonly played: Played; readonly times: Times };

/** At one seed. */
class Search {
  private readonly target: Target;
  private readonly onPlayed: (entries: number) => void;
  private tried = 0;

  constructor(target: Target, onPlayed: (entries: number) => void) {
    this.target = target;
    this.onPlayed = onPlayed;
  }

  from(schedule: Schedule, mostNaps: number): Found | undefined {
    const { target } = this;
    const played = playMoments(target.plan, schedule);
    this.onPlayed(played.schedule.entries.length);
    if (attempt(target, played.schedule) === undefined) return undefined;
    const times = this.timesFor(played);
    if (!('waits' in times)) return { played, times };
    if (mostNaps === 0) return undefined;
    for (const wait of times.waits) {
      const napping = this.isServer(wait) ? withNap(played, wait) : undefined;
      if (napping === undefined || this.tried++ >= NAPS_TRIED) continue;
      const found = this.from(napping, mostNaps - 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private isServer({ node }: Wait): boolean {
    return this.target.plan.nodes.some(({ id, group }) => id === node && group !== 'client');
  }

  /** First as it stands, then with timers that may fire unasked, then with nodes that stand still. */
  private timesFor(played: Played): ReturnType<typeof timesOf> {
    const { moments } = played;
    const none: Wishes = { gap: GAP, late: new Set(), loose: new Set() };
    const plain = timesOf(moments, none);
    if (!('waits' in plain)) return plain;
    const loose = { ...none, loose: looseTimers(this.target, played) };
    const looser = timesOf(moments, loose);
    return 'waits' in looser ? fewestPauses(moments, loose) : looser;
  }
}

/** Times for which nodes stand still, as seldom as can be: each pause that is not needed is taken back. */
function fewestPauses(moments: readonly Moment[], wishes: Wishes): ReturnType<typeof timesOf> {
  let late = new Set(moments.flatMap((moment, at) => (canWait(moment) ? [at] : [])));
  let best = timesOf(moments, { ...wishes, late });
  if ('waits' in best) return best;
  for (const at of [...late]) {
    const fewer = new Set([...late].filter((other) => other !== at));
    const times = timesOf(moments, { ...wishes, late: fewer });
    if ('waits' in times) continue;
    late = fewer;
    best = times;
  }
  return best;
}

function canWait({ entry }: Moment): boolean {
  return entry?.do === 'deliver' || entry?.do === 'timer' || entry?.do === 'begin';
}
