// What a link does to one message: pure, every draw through the link's own source.
import type { LinkConditions } from '../contract/faults.ts';
import type { Ratio } from '../contract/system.ts';
import type { Duration } from '../contract/time.ts';
import { drawMixture } from './mixture.ts';
import { drawFrom } from './quantiles.ts';

export type Draw = { int(bound: number): number };

/** Other conditions on some links while a fault lasts. No senders or receivers: all links. */
export type ConditionsChange = {
  readonly id: number;
  readonly conditions: Partial<LinkConditions>;
  readonly senders: readonly boolean[] | undefined;
  readonly receivers: readonly boolean[] | undefined;
};

/** The conditions of a link: the plan's, with each change that concerns it laid over in the order they began. */
export function conditionsOf(
  base: LinkConditions,
  changes: readonly ConditionsChange[],
  from: number,
  to: number,
): LinkConditions {
  let conditions = base;
  for (const change of changes) {
    const concerns = (change.senders?.[from] ?? true) && (change.receivers?.[to] ?? true);
    if (!concerns) continue;
    conditions = { ...conditions, ...(hasLatency(change.conditions) ? NO_SHAPE : {}), ...change.conditions };
  }
  return conditions;
}

const NO_SHAPE = { latencyTable: undefined, latencyMixture: undefined };

/** A range takes the place of a table or a mixture, and the other way round. */
function hasLatency({ latencyMin, latencyMax, latencyTable, latencyMixture }: Partial<LinkConditions>): boolean {
  return [latencyMin, latencyMax, latencyTable, latencyMixture].some((part) => part !== undefined);
}

/** True with the probability of the ratio. Draws only where the answer is not certain. */
export function happens(ratio: Ratio, draw: Draw): boolean {
  if (ratio.numerator === 0) return false;
  return ratio.numerator >= ratio.denominator || draw.int(ratio.denominator) < ratio.numerator;
}

/** How long one transmission takes from end to end. */
export function latencyOf(
  { latencyMin, latencyMax, latencyTable, latencyMixture }: LinkConditions,
  draw: Draw,
): Duration {
  if (latencyMixture !== undefined) return drawMixture(latencyMixture, draw);
  if (latencyTable !== undefined) return drawFrom(latencyTable, draw);
  return latencyMax > latencyMin ? latencyMin + draw.int(latencyMax - latencyMin + 1) : latencyMin;
}

/** How long one copy of a message is under way. */
export function delayOf(conditions: LinkConditions, draw: Draw): Duration {
  const { reorder, reorderBy } = conditions;
  const delay = latencyOf(conditions, draw);
  return reorder.numerator > 0 && happens(reorder, draw)
    ? delay + 1 + (reorderBy > 1 ? draw.int(reorderBy) : 0)
    : delay;
}
