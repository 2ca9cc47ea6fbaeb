// The network of one seed: how long messages take, and what becomes of some of them. What faults change of it for a
// while is drawn in `links.ts`.
import type { LinkConditions } from '../contract/faults.ts';
import type { Ratio } from '../contract/system.ts';
import { type Duration, ms, type Time, us } from '../contract/time.ts';
import { clamped, Draw, ratioOf } from './draw.ts';
import type { SwarmScene } from './swarm-scene.ts';
import { conditionsText } from './text.ts';

type NetworkScene = Pick<SwarmScene, 'network' | 'streams' | 'until'>;
type Latency = Pick<LinkConditions, 'latencyMin' | 'latencyMax' | 'latencyTable' | 'latencyMixture'>;
type Order = Pick<LinkConditions, 'reorder' | 'reorderBy'>;

/** The longest delay of a network that counts as fast. */
const FAST_MAX = ms(5);

/** Longer than the timeouts of most protocols, whatever the run's length. */
const DELAY_MAX = ms(2_000);

/** A run can hold eight of the longest delays, or else nothing but waiting happens in it. */
const longestDelay = (until: Time): Duration => clamped(Math.floor(until / 8), FAST_MAX, DELAY_MAX);

export function drawNetwork(seed: string, { network, streams, until }: NetworkScene): LinkConditions {
  const longest = longestDelay(until);
  const never: Ratio = { numerator: 0, denominator: 1 };
  const loss = drawShare(network.loss, 30, new Draw(seed, 'swarm/loss'));
  const latency = drawLatency(network, longest, new Draw(seed, 'swarm/latency'));
  const drawn: LinkConditions = { ...network, ...latency, loss };
  if (streams) return { ...drawn, duplicate: never, reorder: never };
  const duplicate = drawShare(network.duplicate, 40, new Draw(seed, 'swarm/duplicate'));
  return { ...drawn, duplicate, ...drawOrder(network, longest, new Draw(seed, 'swarm/reorder')) };
}

/** As the scenario has it; fast and even; slow and even; or so widely spread that messages overtake each other. */
function drawLatency(own: LinkConditions, longest: Duration, draw: Draw): Latency {
  const between = (latencyMin: Duration, latencyMax: Duration): Latency => ({
    latencyMin,
    latencyMax,
    latencyTable: undefined,
    latencyMixture: undefined,
  });
  return draw.weighted<Latency>([
    [25, () => own],
    [20, () => evenly(draw.round({ min: us(100), max: FAST_MAX }, 'doublings'), between)],
    [10, () => evenly(draw.round({ min: FAST_MAX, max: Math.max(FAST_MAX, longest >> 4) }, 'doublings'), between)],
    [
      45,
      () =>
        between(
          draw.round({ min: us(100), max: FAST_MAX }, 'doublings'),
          draw.round({ min: FAST_MAX, max: longest }, 'doublings'),
        ),
    ],
  ]);
}

function evenly<T>(least: Duration, between: (min: Duration, max: Duration) => T): T {
  return between(least, 2 * least);
}

/** As the scenario has it, none, or up to `percentMax`. */
function drawShare(own: Ratio, percentMax: number, draw: Draw): Ratio {
  return draw.weighted<Ratio>([
    [20, () => own],
    [40, () => ({ numerator: 0, denominator: 1 })],
    [40, () => ratioOf(draw.round({ min: 1, max: percentMax }, 'doublings'), 100)],
  ]);
}

/** A few messages that are held back for long, while all others are fast: what comes late then comes from another age. */
function drawOrder(own: LinkConditions, longest: Duration, draw: Draw): Order {
  return draw.weighted<Order>([
    [15, () => ({ reorder: own.reorder, reorderBy: own.reorderBy })],
    [25, () => ({ reorder: { numerator: 0, denominator: 1 }, reorderBy: own.reorderBy })],
    [
      60,
      () => ({
        reorder: ratioOf(draw.round({ min: 1, max: 50 }, 'doublings'), 100),
        reorderBy: draw.round({ min: ms(1), max: longest }, 'doublings'),
      }),
    ],
  ]);
}

/** Only what is not the default: no message is lost, doubled or held back. */
export function networkText(network: LinkConditions): string {
  const { latencyMin, latencyMax, latencyTable, latencyMixture, loss, duplicate, reorder, reorderBy } = network;
  return conditionsText({
    latencyMin,
    latencyMax,
    latencyTable,
    latencyMixture,
    ...(loss.numerator > 0 ? { loss } : {}),
    ...(duplicate.numerator > 0 ? { duplicate } : {}),
    ...(reorder.numerator > 0 ? { reorder, reorderBy } : {}),
  });
}
