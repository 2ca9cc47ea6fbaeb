// Latencies in words, for cards, and in the scenario's own syntax.
import { KernelBug, unreachable } from '../base/assert.ts';
import type { LatencyMixture, LatencyPart, Span } from '../contract/faults.ts';
import { durationText, ratioText } from '../contract/notation.ts';

/** `5ms..9ms`, or `5ms` where both ends are the same. */
export function spanText({ min, max }: Span): string {
  return min === max ? durationText(min) : `${durationText(min)}..${durationText(max)}`;
}

/** `91.22% Pareto from 235us, shape 10 or 8.78% exponential 602us`, with `75ms + ` where that is added. */
export function mixtureWords({ parts, plus }: LatencyMixture): string {
  const texts = parts.map((part) =>
    parts.length === 1 ? partWords(part) : `${shareText(part, parts)} ${partWords(part)}`,
  );
  return `${plus === 0 ? '' : `${durationText(plus)} + `}${texts.join(' or ')}`;
}

function partWords(part: LatencyPart): string {
  switch (part.kind) {
    case 'uniform':
      return spanText(part);
    case 'exponential':
      return `exponential ${durationText(part.mean)}`;
    case 'pareto':
      return `Pareto from ${durationText(part.least)}, shape ${part.shape}`;
    case 'table':
      return `${spanText({ min: part.table[0]!, max: part.table.at(-1)! })} by table`;
    default:
      return unreachable(part);
  }
}

/** In the scenario's own syntax. No part may be a table. */
export function printMixture({ parts, plus }: LatencyMixture): string {
  const items = parts.map((part) => {
    return `{ share: ${shareText(part, parts)}, ${printPart(part)} }`;
  });
  return `{ mixture: [${items.join(', ')}]${plus === 0 ? '' : `, plus: ${durationText(plus)}`} }`;
}

function printPart(part: LatencyPart): string {
  switch (part.kind) {
    case 'uniform':
      return `uniform: ${spanText(part)}`;
    case 'exponential':
      return `exponential: ${durationText(part.mean)}`;
    case 'pareto':
      return `pareto: ${durationText(part.least)}, shape: ${part.shape}`;
    case 'table':
      throw new KernelBug('a table cannot be printed');
    default:
      return unreachable(part);
  }
}

function shareText({ weight }: LatencyPart, parts: readonly LatencyPart[]): string {
  return ratioText({ numerator: weight, denominator: parts.reduce((sum, part) => sum + part.weight, 0) });
}
