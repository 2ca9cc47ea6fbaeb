// What an entry leads to: the entries that could not be without it, because they are caused by it or by one of these.
import { type Entry, Player, type RunPlan, type Schedule } from '../../kernel/index.ts';
import type { Group } from './groups.ts';

/** For each entry itself and its consequences; the one with the most first. */
export function consequences(plan: RunPlan, schedule: Schedule): readonly Group[] {
  const causes = causesOf(plan, schedule);
  const groups = causes.map((_, first) => {
    const group = new Set([first]);
    for (let at = first + 1; at < causes.length; at++) {
      const cause = causes[at];
      if (cause !== undefined && group.has(cause)) group.add(at);
    }
    return [...group];
  });
  return groups.filter(({ length }) => length > 1).sort((a, b) => b.length - a.length);
}

/** Of each entry the position of the one that led to it; undefined: none in the schedule did. */
export function causesOf(plan: RunPlan, { entries, ...rest }: Schedule): readonly (number | undefined)[] {
  const player = new Player(plan, { entries, ...rest }, { isTraced: true });
  /** Which entry an event belongs to: what follows by itself belongs to the entry that it follows. */
  const entryOf: (number | undefined)[] = Array.from({ length: player.world.events }, () => undefined);
  return entries.map((entry: Entry, at) => {
    const first = player.world.events;
    player.play(entry);
    while (entryOf.length < player.world.events) entryOf.push(at);
    if (player.world.events === first) return undefined;
    const { cause } = player.trace!.at(first);
    return cause === undefined ? undefined : entryOf[cause];
  });
}
