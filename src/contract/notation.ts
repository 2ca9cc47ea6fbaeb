// How scenario files write durations, ratios and targets. Cards, traces and printed plans use the same notation. The way
// back is in `scenario/units.ts` and `scenario/targets.ts`.
import type { Unit } from './distribution.ts';
import type { Target } from './faults.ts';
import type { Ratio } from './system.ts';
import type { Duration } from './time.ts';

/** The shortest exact form: `2.5s`, `150ms`, `7us`. */
export function durationText(us: Duration): string {
  if (us === 0) return '0s';
  if (us % 1_000 !== 0 && us < 1_000_000) return us < 1_000 ? `${us}us` : `${decimalText(us, 1_000)}ms`;
  return us < 1_000_000 ? `${us / 1_000}ms` : `${decimalText(us, 1_000_000)}s`;
}

/** `value / unit` with as many decimals as it needs; `unit` is a power of ten. */
export function decimalText(value: number, unit: number): string {
  const whole = Math.floor(value / unit);
  const rest = value - whole * unit;
  if (rest === 0) return String(whole);
  const digits = String(unit + rest).slice(1);
  return `${whole}.${digits.replace(/0+$/, '')}`;
}

/** A ratio as a scenario would write it: `20%`, `0.5%`, else `1/3`. */
export function ratioText(ratio: Ratio): string {
  const hundredths = (ratio.numerator * 10_000) / ratio.denominator;
  return Number.isInteger(hundredths) ? `${decimalText(hundredths, 100)}%` : `${ratio.numerator}/${ratio.denominator}`;
}

/** A value of a measure: `171.3ms`, `3.25`, `92.8%`. */
export function valueText(value: number, unit: Unit): string {
  if (unit === 'duration') return durationText(Math.round(value));
  if (unit === 'count') return decimalText(Math.round(value * 100), 100);
  return `${decimalText(Math.round(value * 1_000_000), 10_000)}%`;
}

/** `leader` → `leaders`, `primary` → `primaries`. */
export function pluralOf(name: string): string {
  return /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`;
}

/** A target as a scenario writes it. */
export function targetText(target: Target): string {
  switch (target.select) {
    case 'node':
      return target.node;
    case 'group':
      return pluralOf(target.group);
    case 'role':
      if (target.nth !== undefined) return `${target.role}(${target.nth})`;
      return target.every === true ? pluralOf(target.role) : target.role;
    case 'random':
      return `random(${target.count})`;
    case 'rest':
      return 'rest';
    case 'trigger':
      return target.which === 'node' ? 'it' : 'sender';
  }
}

/** One target alone, several as a list. */
export function targetsText(targets: readonly Target[]): string {
  return targets.length === 1 ? targetText(targets[0]!) : `[${targets.map(targetText).join(', ')}]`;
}
