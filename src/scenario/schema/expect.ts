// The `expect:` of a scenario: one claim an item, named by its only key.
import { z } from 'zod';
import { who, window } from './expect-parts.ts';
import { choice, duration, finite, line, mapping, ratio, target, whole, word } from './fields.ts';
import { distribution, reproduces, value } from './measure.ts';

const COUNT_MAX = 100_000_000;

const bounds = { atLeast: whole(0, COUNT_MAX).optional(), atMost: whole(0, COUNT_MAX).optional() };
const count = mapping('bounds such as { atLeast: 1 }', bounds).optional();

const available = mapping('a claim of availability, { during: partition, atLeast: 99% }', {
  ...who,
  ...window,
  atLeast: ratio.optional(),
  atMost: ratio.optional(),
  longestGap: duration.optional(),
  gapAtLeast: duration.optional(),
});

const becomes = mapping('a claim of role changes, { role: leader, atMost: 3 }', {
  role: word('a role'),
  ...bounds,
  ...window,
});

const stops = mapping('a claim of nodes that stop by themselves, { of: n1, atLeast: 1 }', {
  of: target.optional(),
  ...bounds,
  ...window,
});

const scalarText = 'a number, a word, true or false';

const state = mapping('a claim of states, { of: leader, field: term, atLeast: 3 }', {
  of: target,
  at: duration.optional(),
  field: line('a field of the view', 60),
  atLeast: finite().optional(),
  atMost: finite().optional(),
  equals: z.union([finite(), z.string(), z.boolean(), z.null()], { error: scalarText }).optional(),
  same: z.literal(true, { error: 'true (leave it out otherwise)' }).optional(),
});

const operations = mapping('a claim of counts, { answered: { atLeast: 100 } }', {
  f: word('an operation such as read').optional(),
  ...who,
  ...window,
  invoked: count,
  answered: count,
  refused: count,
  unknown: count,
});

const percentiles = { p50: duration.optional(), p99: duration.optional(), max: duration.optional() };

const latency = mapping('a claim of latencies, { f: read, p99: 50ms }', {
  f: word('an operation such as read').optional(),
  ...who,
  ...window,
  ...percentiles,
  atLeast: mapping('lower bounds such as { p50: 5ms }', percentiles).optional(),
});

const lost = mapping('a claim of lost acknowledged writes, { atMost: 0 }', { ...who, ...window, ...bounds });

const stale = mapping('a claim of how old what is read is, { max: 5s }', {
  ...who,
  ...window,
  ...percentiles,
  atLeast: mapping('lower bounds such as { max: 3s }', percentiles).optional(),
  share: mapping('bounds such as { atMost: 1% }', { atLeast: ratio.optional(), atMost: ratio.optional() })
    .optional()
    .describe('The share of reads that returned what had been replaced.'),
});

const converges = mapping('a claim of agreement after the last fault, { within: 5s }', { within: duration });

const diverges = mapping('a claim of lasting differences after the last fault, { after: 5s }', { after: duration });

const recovers = mapping('a claim of recovery after the last fault, { within: 5s }', {
  within: duration,
  f: word('an operation such as write').optional(),
});

const sample = mapping('bounds such as { atLeast: 5s, atMost: 5.1s }', {
  atLeast: value.optional(),
  atMost: value.optional(),
}).optional();

const figure = mapping('a claim of what the system measures, { of: locked, max: { atMost: 5s } }', {
  of: word('a figure of the system'),
  ...window,
  count,
  total: sample,
  min: sample,
  p50: sample,
  p99: sample,
  max: sample,
});

const kinds = z.array(word('a kind'), { error: 'a list of kinds, [Prepare, Vote]' }).optional();
const messages = mapping('a claim of messages sent, { kinds: [Prepare], atMost: 3 }', { kinds, ...bounds });
const writes = mapping('a claim of writes issued, { kinds: [vote], atMost: 3 }', { kinds, ...bounds });

export const unusualEndings = [
  'event budget',
  'livelock',
  'queue flooded',
  'crashed in handler',
  'impure handler',
] as const;

const propertyText = 'the name of a property';

/** By the only key of an expectation. */
export const expectBranches = {
  available: mapping('an expectation', { available }),
  violates: mapping('an expectation', { violates: word(propertyText) }),
  holds: mapping('an expectation', { holds: word(propertyText) }),
  becomes: mapping('an expectation', { becomes }),
  stops: mapping('an expectation', { stops }),
  state: mapping('an expectation', { state }),
  operations: mapping('an expectation', { operations }),
  latency: mapping('an expectation', { latency }),
  lost: mapping('an expectation', { lost }),
  stale: mapping('an expectation', { stale }),
  converges: mapping('an expectation', { converges }),
  diverges: mapping('an expectation', { diverges }),
  figure: mapping('an expectation', { figure }),
  messages: mapping('an expectation', { messages }),
  writes: mapping('an expectation', { writes }),
  recovers: mapping('an expectation', { recovers }),
  ends: mapping('an expectation', { ends: choice(unusualEndings) }),
  distribution: mapping('an expectation', { distribution }),
  reproduces: mapping('an expectation', { reproduces }),
  misses: mapping('an expectation', { misses: reproduces }),
} as const;

export const expectText = 'an expectation, { holds: linearizable }';

const b = expectBranches;

export const expectation = z.union(
  [
    b.available,
    b.violates,
    b.holds,
    b.becomes,
    b.stops,
    b.state,
    b.operations,
    b.latency,
    b.lost,
    b.stale,
    b.converges,
    b.diverges,
    b.figure,
    b.messages,
    b.writes,
    b.recovers,
    b.ends,
    b.distribution,
    b.reproduces,
    b.misses,
  ],
  { error: expectText },
);

export type ExpectDocument = z.output<typeof expectation>;
export type AvailableDocument = z.output<typeof available>;
export type BecomesDocument = z.output<typeof becomes>;
export type StopsDocument = z.output<typeof stops>;
export type StateDocument = z.output<typeof state>;
export type OperationsDocument = z.output<typeof operations>;
export type LatencyDocument = z.output<typeof latency>;
export type LostDocument = z.output<typeof lost>;
export type StaleDocument = z.output<typeof stale>;
export type ConvergesDocument = z.output<typeof converges>;
export type FigureDocument = z.output<typeof figure>;
export type KindsDocument = z.output<typeof messages>;
export type RecoversDocument = z.output<typeof recovers>;
