// `--seed`: a number, a word, or one that is drawn.
import { randomInt } from 'node:crypto';
import { Exit, exitCodes } from './exit.ts';

/** Without `--seed` each scenario has its own. */
export function chosenSeed(seed: string | undefined): string | undefined {
  if (seed === undefined) return undefined;
  if (seed === 'random') return String(randomInt(1, 2 ** 47));
  const isNumber = /^\d+$/.test(seed);
  if (isNumber ? Number(seed) <= SEED_MOST : /^[A-Za-z][A-Za-z0-9_-]{0,59}$/.test(seed))
    return isNumber ? String(Number(seed)) : seed;
  const expected = `a whole number up to ${SEED_MOST}, a word of letters, digits and dashes, or random`;
  throw new Exit(exitCodes.usage, `--seed: found ${JSON.stringify(seed)}, expected ${expected}`);
}

/** As in scenario files: leaves room to count up from it. */
const SEED_MOST = Number.MAX_SAFE_INTEGER - 1_000_000;
