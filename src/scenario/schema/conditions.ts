// Conditions of links and disks: of the whole run, or while a fault lasts.
import { z } from 'zod';
import { choice, duration, finite, list, mapping, range, rate, ratio } from './fields.ts';

/** By name, in thousandths of a percent. */
export const percentiles = {
  p0: 0,
  p1: 1_000,
  p5: 5_000,
  p10: 10_000,
  p25: 25_000,
  p50: 50_000,
  p75: 75_000,
  p90: 90_000,
  p94: 94_000,
  p95: 95_000,
  p97: 97_000,
  p98: 98_000,
  p99: 99_000,
  'p99.9': 99_900,
  'p99.99': 99_990,
  p100: 100_000,
} as const;

export type PercentileName = keyof typeof percentiles;

const names = Object.keys(percentiles) as PercentileName[];

const shapes = {
  exponential: duration.optional().describe('An exponential one with this mean.'),
  pareto: duration.optional().describe('A Pareto one with this least latency, and a shape.'),
  shape: finite().optional().describe('Of a Pareto one: latencies above x times the least have the share x^-shape.'),
  normal: duration.optional().describe('A normal one with this mean.'),
  deviation: duration.optional().describe('Of a normal one: the standard deviation.'),
  least: duration.optional().describe('Of a normal one: the least latency. Default 0s.'),
  ...(Object.fromEntries(names.map((name) => [name, duration.optional()])) as {
    readonly [K in PercentileName]: ReturnType<typeof duration.optional>;
  }),
};

const partText = 'a part of a mixture, { share: 90%, exponential: 5ms }';

const part = mapping(partText, {
  share: ratio.describe('How many of the latencies come from this part.'),
  uniform: range.optional().describe('Evenly between two latencies.'),
  ...shapes,
});

const distribution = mapping('a distribution, { exponential: 5ms } or { p0: 1ms, p50: 2ms, p100: 40ms }', {
  ...shapes,
  mixture: list('a list of parts, [{ share: 90%, uniform: 1ms..2ms }, …]', part, 20)
    .optional()
    .describe('Several distributions, each with its share. Tails of exponential and Pareto parts have no end.'),
  plus: duration.optional().describe('Added to each latency.'),
});

const latencyText =
  'a duration such as 2ms, a range such as 0.5ms..2ms, or a distribution such as { exponential: 5ms }';

export const conditions = {
  latency: z.union([range, distribution], { error: latencyText }).optional(),
  loss: ratio.optional(),
  duplicate: ratio.optional(),
  reorder: ratio.optional(),
  reorderBy: duration.optional(),
  rate: rate.optional().describe('Messages that one directed link carries at most.'),
};

export const network = mapping('network conditions, { latency: 0.5ms..2ms, loss: 0.1% }', {
  ...conditions,
  links: choice(['datagram', 'stream'])
    .optional()
    .describe(
      'datagram: each message goes its own way. stream: in order, held by a cut, as with TCP. Default datagram.',
    ),
  retransmit: duration.optional().describe('On a stream: what the first loss of a message costs. Default 200ms.'),
  resetAfter: duration.optional().describe('A stream that a cut stops for so long is given up. Default 15m24.6s.'),
});

/** Beside the known keys each one is a kind of write. */
export const disk = z
  .object(
    {
      latency: range.optional().describe('How long a write takes to be durable. Default 0.2ms..1ms.'),
      blocking: z
        .boolean({ error: 'true or false' })
        .optional()
        .describe('A node handles nothing while a write of it is pending. Default false.'),
    },
    { error: 'disk conditions, { latency: 0.2ms..1ms }' },
  )
  .catchall(range.describe('How long a write of this kind takes.'));

export type NetworkDocument = z.output<typeof network>;
export type DiskDocument = z.output<typeof disk>;
export type LatencyDocument = NonNullable<NetworkDocument['latency']>;
export type PartDocument = z.output<typeof part>;
/** Of a latency, or of a part of a mixture. */
export type DistributionDocument = Partial<z.output<typeof distribution> & PartDocument>;
export type ConditionsDocument = Pick<NetworkDocument, keyof typeof conditions>;
