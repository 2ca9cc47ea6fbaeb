// Shares that come to 100 %, as whole weights.
import type { Ratio } from '../../contract/system.ts';
import type { Problems } from '../problem.ts';
import type { Path } from '../text/position.ts';
import { ratioText } from '../words.ts';

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

/** In percent to four decimals, or as it is where that would look like 100 %. */
function sumText(sum: bigint, whole: bigint): string {
  const hundredths = (sum * 1_000_000n) / whole;
  const isExact = (sum * 1_000_000n) % whole === 0n;
  if (!isExact && hundredths === 1_000_000n) return 'a little more than 100%';
  if (!isExact && hundredths === 999_999n) return 'a little less than 100%';
  const text = ratioText({ numerator: Number(hundredths), denominator: 1_000_000 });
  return text;
}

function leastCommon(a: bigint, b: bigint): bigint {
  return (a / greatestCommon(a, b)) * b;
}

function greatestCommon(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommon(b, a % b);
}
