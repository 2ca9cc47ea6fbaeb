// A delay out of one of several distributions, as delays are measured to be: short mostly, and now and then from a long
// tail. One draw for the part where there are several, then those of the part. Tails that have no end: `tails.ts`.
import { present } from '../base/assert.ts';
import type { LatencyMixture, LatencyPart } from '../contract/faults.ts';
import type { Duration } from '../contract/time.ts';
import { type Draw, drawFrom } from './quantiles.ts';
import { drawExponential, drawPareto, LATENCY_MAX } from './tails.ts';

export function drawMixture({ parts, plus }: LatencyMixture, draw: Draw): Duration {
  return plus + drawPart(parts.length === 1 ? parts[0]! : chosen(parts, draw), draw);
}

function chosen(parts: readonly LatencyPart[], draw: Draw): LatencyPart {
  let left = draw.int(weightOf(parts));
  const part = parts.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  return present(part, 'a part of the mixture');
}

export function weightOf(parts: readonly LatencyPart[]): number {
  return parts.reduce((sum, { weight }) => sum + weight, 0);
}

function drawPart(part: LatencyPart, draw: Draw): Duration {
  switch (part.kind) {
    case 'uniform':
      return part.max > part.min ? part.min + draw.int(part.max - part.min + 1) : part.min;
    case 'exponential':
      return drawExponential(part.mean, draw);
    case 'pareto':
      return drawPareto(part.least, part.shape, draw);
    case 'table':
      return drawFrom(part.table, draw);
  }
}

/** From the least delay to the greatest. */
export function boundsOf({ parts, plus }: LatencyMixture): { readonly min: Duration; readonly max: Duration } {
  return {
    min: plus + Math.min(...parts.map(leastOf)),
    max: plus + Math.max(...parts.map(greatestOf)),
  };
}

function leastOf(part: LatencyPart): Duration {
  switch (part.kind) {
    case 'uniform':
      return part.min;
    case 'exponential':
      return 0;
    case 'pareto':
      return part.least;
    case 'table':
      return part.table[0]!;
  }
}

function greatestOf(part: LatencyPart): Duration {
  switch (part.kind) {
    case 'uniform':
      return part.max;
    case 'exponential':
    case 'pareto':
      return LATENCY_MAX;
    case 'table':
      return part.table.at(-1)!;
  }
}
