// Shares that come to 100 %, as whole weights.
import { decimalText } from '../../contract/notation.ts';
import type { Ratio } from '../../contract/system.ts';
import type { Problems } from '../problem.ts';
import type { Path } from '../text/position.ts';

/** What one draw can tell apart. */
const WEIGHT_MAX = 2n ** 32n;

/** Weights in the proportion of the shares, or undefined where those are wrong, which is reported at `path`. */
export function buildWeights(
  items: readonly { readonly share: Ratio }[],
  path: Path,
  problems: Problems,
): readonly number[] | undefined {
  const never = items.findIndex(({ share }) => share.numerator === 0);
  if (never !== -1) {
    const message = 'found 0%: a part that is never drawn, leave it out';
    problems.add('wrong-value', [...path, never, 'share'], message);
    return undefined;
  }
  const whole = items.reduce((common, { share }) => leastCommon(common, BigInt(share.denominator)), 1n);
  const weights = items.map(({ share }) => (BigInt(share.numerator) * whole) / BigInt(share.denominator));
  const sum = weights.reduce((total, weight) => total + weight, 0n);
  if (sum !== whole) {
    problems.add('contradiction', path, `the shares come to ${sumText(sum, whole)}: expected 100%`, { part: 'key' });
    return undefined;
  }
  if (whole > WEIGHT_MAX) {
    problems.add('wrong-value', path, 'the shares have no common part above one in 2^32: expected rounder ones', {
      part: 'key',
    });
    return undefined;
  }
  return weights.map(Number);
}

/** In percent to four decimals; what would look like 100 % then is put in words. */
function sumText(sum: bigint, whole: bigint): string {
  const rounded = Number((sum * 1_000_000n + whole / 2n) / whole);
  if (rounded === 1_000_000) return sum > whole ? 'a little more than 100%' : 'a little less than 100%';
  return `${decimalText(rounded, 10_000)}%`;
}

function leastCommon(a: bigint, b: bigint): bigint {
  return (a / greatestCommon(a, b)) * b;
}

function greatestCommon(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommon(b, a % b);
}
