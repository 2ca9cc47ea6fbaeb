// The `measure:` of a scenario: what each run yields a number of, and the statistics of it that are claimed or published.
import { z } from 'zod';
import { type Statistic, statistics } from '../../contract/distribution.ts';
import { who, window } from './expect-parts.ts';
import { on, when } from './faults.ts';
import { choice, duration, finite, label, line, mapping, ratio, word } from './fields.ts';

const whenText = 'a state, { becomes: leader } or { all: servers, field: leader, same: true }';

const state = mapping(whenText, {
  ...when.shape,
  all: word('a group such as servers').optional(),
  same: z.literal(true, { error: 'true (leave it out otherwise)' }).optional(),
});

const momentText = 'a moment, { fault: crash } or { on: { message: Vote } }';

const moment = mapping(momentText, {
  fault: label('the name or the kind of a fault').optional().describe('The first such fault that strikes begins.'),
  end: label('the name or the kind of a fault').optional().describe('The first such fault that ends has ended.'),
  on: on.optional(),
  when: state.optional(),
  at: duration.optional(),
});

/** What samples come to. */
export const samplings = ['count', 'total', 'min', 'p50', 'p99', 'max'] as const;

const name = word('a name');
const f = word('an operation such as read').optional();

const longestGap = mapping('whose gaps, and when, { during: crash }', { ...who, ...window });
const latency = mapping('which latency, { f: write, percentile: p99 }', {
  f,
  percentile: choice(['p50', 'p99', 'max']),
  ...who,
  ...window,
});
const available = mapping('whose operations, and when, { from: 5s }', { ...who, ...window });
const operations = mapping('which operations, { count: refused }', {
  f,
  count: choice(['invoked', 'answered', 'refused', 'unknown']),
  ...who,
  ...window,
});
const becomes = mapping('which role, { role: leader }', { role: word('a role'), ...window });
const lost = mapping('whose acknowledged writes, and when, { during: partition }', { ...who, ...window });
const stale = mapping('which age of reads, { percentile: max }', {
  percentile: choice(['p50', 'p99', 'max']),
  ...who,
  ...window,
});
const staleReads = mapping('whose reads, and when, { from: 5s }', { ...who, ...window });
const converges = mapping('nothing more, {}', {});
const kinds = z.array(word('a kind'), { error: 'a list of kinds, [Prepare, Vote]' }).optional();
const sent = mapping('messages sent, { kinds: [Prepare] }', { kinds });
const messages = z.union([choice(['sent', 'delivered', 'lost', 'dropped']), sent], {
  error: 'sent, delivered, lost or dropped, or messages sent by kind, { kinds: [Prepare] }',
});
const writes = mapping('writes issued, { kinds: [vote] }', { kinds });
const figure = mapping('a figure of the system, { of: locked, take: max }', {
  of: word('a figure of the system'),
  take: choice(samplings),
  ...window,
});

/** By the key that says what is measured. */
export const measureBranches = {
  until: mapping('a measure', { name, from: moment.optional(), until: moment }),
  longestGap: mapping('a measure', { name, longestGap }),
  latency: mapping('a measure', { name, latency }),
  available: mapping('a measure', { name, available }),
  operations: mapping('a measure', { name, operations }),
  becomes: mapping('a measure', { name, becomes }),
  messages: mapping('a measure', { name, messages }),
  writes: mapping('a measure', { name, writes }),
  figure: mapping('a measure', { name, figure }),
  held: mapping('a measure', { name, held: word('a property') }),
  lost: mapping('a measure', { name, lost }),
  stale: mapping('a measure', { name, stale }),
  staleReads: mapping('a measure', { name, staleReads }),
  converges: mapping('a measure', { name, converges }),
} as const;

export const measureText =
  'a measure, { name: downtime, from: { fault: crash }, until: { when: { becomes: leader } } }';

const b = measureBranches;

export const measure = z.union(
  [
    b.until,
    b.longestGap,
    b.latency,
    b.available,
    b.operations,
    b.becomes,
    b.messages,
    b.writes,
    b.figure,
    b.held,
    b.lost,
    b.stale,
    b.staleReads,
    b.converges,
  ],
  { error: measureText },
);

const valueText = 'a value of the measure: a duration, a number or a share';
export const value = z.union([finite(), z.string()], { error: valueText });

const each = <T extends z.ZodType>(field: T) =>
  Object.fromEntries(statistics.map((statistic) => [statistic, field])) as { readonly [S in Statistic]: T };

const bounds = mapping('bounds such as { atMost: 200ms }', { atLeast: value.optional(), atMost: value.optional() });
const shares = mapping('bounds such as { atLeast: 90% }', { atLeast: ratio.optional(), atMost: ratio.optional() });

export const distribution = mapping('a claim of a distribution, { of: downtime, median: { atMost: 200ms } }', {
  of: name,
  ...each(bounds.optional()),
  within: z
    .record(z.string(), shares, { error: 'limits with bounds, { 225ms: { atLeast: 90% } }' })
    .optional()
    .describe('By limit: the share of the runs that are at most there.'),
});

export const reproduces = mapping('figures with tolerances, { of: downtime, median: 10% }', {
  of: name,
  ...each(ratio.optional()),
  within: ratio.optional().describe('Of the shares within a limit: how many points they may differ.'),
});

const figures = mapping('published figures, { median: 171.3ms, mean: 180.8ms }', {
  source: line('where it was published', 300).optional(),
  ...each(value.optional()),
  within: z
    .record(z.string(), ratio, { error: 'limits with shares, { 225ms: 92.8% }' })
    .optional()
    .describe('By limit: the share of the runs that were at most there.'),
});

export const published = z.record(z.string(), figures, { error: 'figures by measure, { downtime: { median: 1.2s } }' });

export type MeasureDocument = z.output<typeof measure>;
export type MomentDocument = z.output<typeof moment>;
export type DistributionDocument = z.output<typeof distribution>;
export type ReproducesDocument = z.output<typeof reproduces>;
export type PublishedDocument = z.output<typeof published>;
