// `faults: { generate: … }`: a plan drawn from the seed instead of a list.

import { z } from 'zod';
import { faultActions } from './faults.ts';
import { choice, duration, list, mapping, range, whole, word } from './fields.ts';

export const FAULTS_MAX = 1_000;

/** A restart is how other faults end, none by itself. */
const kinds = faultActions.filter((action) => action !== 'restart') as unknown as readonly [string, ...string[]];

const countText = 'how many faults, 5, or a range such as 3..8';

const count = z
  .union([whole(1, FAULTS_MAX), z.string({ error: countText }).regex(/^\d{1,4}\.\.\d{1,4}$/, { error: countText })], {
    error: countText,
  })
  .optional()
  .describe('How many faults. Default 3..8.');

export const generated = mapping('a generated plan, { generate: { faults: 3..8 } }', {
  generate: mapping('what to generate, { faults: 3..8, kinds: [crash, partition] }', {
    faults: count,
    kinds: list('a list of kinds of faults', choice(kinds), 30)
      .optional()
      .describe('Default: all but replace and corrupt, which take durable data away.'),
    from: duration.optional().describe('None begins before. Default: a tenth of the run.'),
    to: duration.optional().describe('None begins after. Default: two thirds of the run.'),
    lasting: range.optional().describe('How long each lasts. Default 5ms..2s.'),
    healed: duration
      .optional()
      .describe('By then all are over, and every server is up again. Default: each lasts as drawn.'),
    seed: z
      .union([whole(0, Number.MAX_SAFE_INTEGER), word('a seed')], { error: 'a whole number, or a short word' })
      .optional()
      .describe('Of the plan. Default: that of the run, so that each seed has a plan of its own.'),
  }),
});

export type GenerateDocument = z.output<typeof generated>['generate'];
