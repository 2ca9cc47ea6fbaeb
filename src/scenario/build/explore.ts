// The `explore:` of a scenario: its claims name nodes, roles and fields, and its schedule names no faults.
import { entryOf } from '../capsule/rows.ts';
import { type ClaimScene, parseClaim } from '../explore-claims.ts';
import type { ExploreSettings } from '../scenario.ts';
import type { Context } from './context.ts';

export function buildExplore({ draft, problems }: Context, scene: ClaimScene): ExploreSettings {
  const { explore = {} } = draft;
  const { timers, crashes, losses, duplicates, operations, disk, network, depth, states, symmetry, schedule } = explore;
  const { sometimes = [], eventually = [] } = explore;
  for (const [key, claims] of Object.entries({ sometimes, eventually })) {
    for (const [index, text] of claims.entries()) {
      const parsed = parseClaim(text, scene);
      if ('problem' in parsed) {
        problems.add('wrong-value', ['explore', key, index], parsed.problem, { hint: parsed.hint });
      }
    }
  }
  const rows = schedule?.filter((row, index) => {
    if (!('begins' in row || 'ends' in row || 'stall' in row)) return true;
    const message = 'a fault has no place here: play a capsule that has it, explore --from';
    problems.add('wrong-value', ['explore', 'schedule', index], message);
    return false;
  });
  return {
    bounds: { ...timers, ...written({ crashes, losses, duplicates, operations, disk, network }) },
    ...written({ depth, states, symmetry }),
    ...(rows === undefined ? {} : { schedule: rows.map(entryOf) }),
    sometimes,
    eventually,
  };
}

function written<T extends object>(fields: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
