// The `explore:` of a scenario: how `faultline explore` bounds its search, and what it asks. As the flags of the same names.
import { z } from 'zod';
import { rows } from '../capsule/rows.ts';
import { parseTimerBounds } from '../explore-timers.ts';
import { choice, line, list, mapping, whole } from './fields.ts';

const timersText = 'timers by kind, "election=2,heartbeat=0", or a number of all';

const timers = z.union([whole(0, 1_000), z.string()], { error: timersText }).transform((written, context) => {
  const parsed = parseTimerBounds(String(written));
  if (!('problem' in parsed)) return parsed;
  context.issues.push({ code: 'custom', message: parsed.problem, input: written });
  return z.NEVER;
});

const claim = line('what a state is asked, leader or n1.commit>=2', 400);

export const explore = mapping('the bounds of a search, { timers: "election=2,heartbeat=0", crashes: 1 }', {
  timers: timers.optional().describe('How often timers fire, by kind and node. Default 3 of any.'),
  crashes: whole(0, 100).optional(),
  losses: whole(0, 100).optional(),
  duplicates: whole(0, 100).optional(),
  operations: whole(0, 1_000).optional().describe('That clients begin. Default 1.'),
  disk: choice(['atomic', 'crashpoint', 'events']).optional(),
  network: choice(['bag', 'set']).optional(),
  depth: whole(0, 1_000_000_000).optional(),
  states: whole(1, 1_000_000_000).optional(),
  symmetry: choice(['off', 'on', 'both']).optional(),
  schedule: rows.optional().describe('Played first, at no cost of the bounds: the search starts at its end.'),
  sometimes: list('a list of what is to be met', claim, 100).optional(),
  eventually: list('a list of what every path comes to', claim, 31).optional(),
});

export type ExploreDocument = z.output<typeof explore>;
