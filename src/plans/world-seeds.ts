// From which seed each part of a world is drawn, as its name says (`world-name.ts`). Of a plain seed: from that one.
import type { Fault } from '../contract/faults.ts';
import type { Reseed } from '../contract/reseed.ts';
import type { Time } from '../contract/time.ts';
import { Draw } from './draw.ts';
import type { drawnWithin, Redraw, WorldName } from './world-name.ts';

type Later = Extract<Redraw, { part: 'later' }>;

/** Purposes of a run's draws, by how their labels begin. None draws what clients do. */
const purposes: { readonly [part in (typeof drawnWithin)[number]]: readonly string[] } = {
  links: ['link/'],
  timers: ['timer/'],
  disks: ['disk/', 'service/'],
  crashes: ['crash/', 'corrupt/', 'fault/'],
};
const allPurposes = Object.values(purposes).flat();

/** The seed of a part that is drawn before the run. */
export function seedOfPart({ seed, redraws }: WorldName, part: Redraw['part']): string {
  return redraws.findLast((redraw) => redraw.part === part)?.seed ?? seed;
}

/** The seed of one fault of the plan, which has a seed of its own. */
export function seedOfFault({ redraws }: WorldName, item: number, ofPlan: string): string {
  const hit = redraws.findLast(
    (redraw) => redraw.part === 'faults' && new Draw(redraw.seed, `swarm/again/${item}`).int(1, redraw.oneIn) === 1,
  );
  return hit?.seed ?? ofPlan;
}

/** Which draws of a run come from other seeds, and from when on. */
export function reseedsOf({ redraws }: WorldName, until: Time): readonly Reseed[] {
  return redraws.flatMap((redraw): readonly Reseed[] => {
    const { part, seed } = redraw;
    if (redraw.part === 'later') return [{ seed, labels: allPurposes, from: timeOf(redraw, until) }];
    return part in purposes ? [{ seed, labels: purposes[part as keyof typeof purposes], from: 0 }] : [];
  });
}

/** The faults of a plan, with those of other seeds from where the name says so. `planOf`: all of one seed. */
export function spliced(
  own: readonly Fault[],
  { redraws }: WorldName,
  until: Time,
  planOf: (seed: string) => readonly Fault[],
): readonly Fault[] {
  const later = redraws.filter((redraw): redraw is Later => redraw.part === 'later');
  return later.reduce((faults, redraw) => {
    const from = timeOf(redraw, until);
    return [...faults.filter(({ at }) => at < from), ...planOf(redraw.seed).filter(({ at }) => at >= from)];
  }, own);
}

function timeOf({ percent }: Later, until: Time): Time {
  return Math.floor((until * percent) / 100);
}
