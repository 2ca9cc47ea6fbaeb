// The times at which the states of all nodes are kept because it is asked when servers come to agree.
import { type Duration, ms, type Time } from '../contract/time.ts';
import type { Scenario } from './scenario.ts';

/** So fine is the figure. */
const LOOKS_EVERY: Duration = ms(10);

export function looksOf({ expectations, measures, run, compared }: Scenario): readonly Time[] {
  const isAsked = compared !== undefined || [...expectations, ...measures].some(({ kind }) => kind === 'converges');
  return isAsked ? Array.from({ length: Math.ceil(run / LOOKS_EVERY) }, (_, index) => index * LOOKS_EVERY) : [];
}
