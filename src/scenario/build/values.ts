// A value as it is written, in the unit of what it is a value of.
import type { Unit } from '../../contract/distribution.ts';
import type { Path } from '../text/position.ts';
import { shown } from '../text/printable.ts';
import { expected, parseDuration, parseRatio } from '../units.ts';
import type { Context } from './context.ts';

/** A value in the unit of its measure; what is none is reported. */
export function readValue(
  written: string | number,
  unit: Unit,
  path: Path,
  { problems }: Context,
  part?: 'key',
): number | undefined {
  const { value, problem } = parsed(written, unit);
  if (problem !== undefined) problems.add('wrong-value', path, problem, { ...(part && { part }) });
  return value;
}

type ParsedValue = { readonly value?: number; readonly problem?: string };

export function parsed(written: string | number, unit: Unit): ParsedValue {
  if (unit === 'count') {
    const value = Number(written);
    const isCount = typeof written === 'number' || /^\d+(\.\d+)?$/.test(written);
    return isCount && value >= 0
      ? { value }
      : { problem: `found ${shown(written)}, expected a number that is not below 0` };
  }
  if (typeof written === 'number')
    return { problem: `found ${written}, expected ${unit === 'share' ? expected.ratio : expected.duration}` };
  const result = unit === 'share' ? parseRatio(written.trim()) : parseDuration(written.trim());
  if ('problem' in result) return result;
  return { value: typeof result.value === 'number' ? result.value : result.value.numerator / result.value.denominator };
}
