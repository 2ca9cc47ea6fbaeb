// The `faults:` of a scenario. Each does one thing; `faultActions` names the key that says which. When it begins is said
// by one of `at`, `on` and `when`.
import { z } from 'zod';
import { conditions } from './conditions.ts';
import {
  choice,
  duration,
  finite,
  label,
  line,
  list,
  mapping,
  range,
  signed,
  speed,
  target,
  targets,
  whole,
  word,
} from './fields.ts';

const NTH_MAX = 1_000_000;
const kindText = 'the kind of a message, a timer or a write, or any';

const nth = whole(1, NTH_MAX).optional().describe('Only the nth time. Default 1.');

export const on = mapping('an event, { message: Vote, to: n2 } or { timer: election, node: n1 }', {
  message: word(kindText).optional(),
  timer: word(kindText).optional(),
  write: word(kindText).optional(),
  start: target.optional(),
  from: target.optional(),
  to: target.optional(),
  node: target.optional(),
  nth,
});

export const when = mapping('a state, { becomes: leader } or { of: n1, field: term, atLeast: 3 }', {
  becomes: word('a role').optional(),
  of: target.optional(),
  field: line('a field of the view', 60).optional(),
  atLeast: finite().optional(),
  atMost: finite().optional(),
  equals: z
    .union([finite(), z.string(), z.boolean(), z.null()], { error: 'a number, a word, true or false' })
    .optional(),
  nth,
});

const begins = {
  name: label('a name').optional(),
  at: range.optional().describe('A time; or a range, 2s..3s, from which each run draws one.'),
  on: on.optional(),
  when: when.optional(),
  after: duration.optional().describe('With `on` or `when`: events before this time do not count. Default 0s.'),
};
const ends = { until: duration.optional(), for: duration.optional() };

/** `partition` has sides: each a target, or a list of targets. */
const partition = mapping('a partition', {
  ...begins,
  partition: list('a list of sides', targets, 20),
  ...ends,
});

const cut = mapping('a cut', {
  ...begins,
  cut: mapping('the two ends of a cut, { from: followers, to: leader }', { from: targets, to: targets }),
  ...ends,
});

const betweenText = 'the two ends, [n1, rest]';

const network = mapping('changed network conditions', {
  ...begins,
  network: mapping('changed conditions, { loss: 20% }', conditions),
  between: z.tuple([targets, targets], { error: betweenText }).optional(),
  from: targets.optional(),
  to: targets.optional(),
  ...ends,
});

/** Connections between its targets and those of `with`; without it, to everybody. */
const reset = mapping('a reset of connections', { ...begins, reset: targets, with: targets.optional() });

/** `restart` is how long after the crash; `until` and `for` say the same in other ways. */
const crash = mapping('a crash', {
  ...begins,
  crash: targets,
  unsynced: choice(['drawn', 'lost', 'kept', 'torn'])
    .optional()
    .describe('What is left of the writes that were not durable yet. Default drawn: a prefix of them.'),
  restart: duration.optional(),
  ...ends,
});

const replace = mapping('a replacement', { ...begins, replace: targets, restart: duration.optional(), ...ends });

const restart = mapping('a restart', { ...begins, restart: targets });

const pause = mapping('a pause', { ...begins, pause: targets, ...ends });

const slow = mapping('a slow node', { ...begins, slow: targets, service: range, ...ends });

const slowDisk = mapping('a slow disk', { ...begins, slowDisk: targets, latency: range, ...ends });

const write = word('a kind of write').optional();

const failWrites = mapping('failing writes', { ...begins, failWrites: targets, write, ...ends });

const fullDisk = mapping('a full disk', { ...begins, fullDisk: targets, write, ...ends });

const corrupt = mapping('a damaged disk', { ...begins, corrupt: targets });

const clock = mapping('a clock that is wrong', {
  ...begins,
  clock: targets,
  rate: speed.optional().describe('Local time per true time, while it lasts.'),
  offset: signed.optional().describe('How far the wall clock is ahead, while it lasts.'),
  jump: signed.optional().describe('How far the wall clock is set forward, for good.'),
  ...ends,
});

/** By the key that says what a fault does. */
export const faultBranches = {
  partition,
  cut,
  network,
  reset,
  crash,
  replace,
  restart,
  pause,
  slow,
  slowDisk,
  failWrites,
  fullDisk,
  corrupt,
  clock,
} as const;

export type FaultName = keyof typeof faultBranches;

export const faultActions = Object.keys(faultBranches) as readonly FaultName[];

export const faultText = 'a fault, { at: 2s, crash: leader }';

const b = faultBranches;

export const fault = z.union(
  [
    b.partition,
    b.cut,
    b.network,
    b.reset,
    b.crash,
    b.replace,
    b.restart,
    b.pause,
    b.slow,
    b.slowDisk,
    b.failWrites,
    b.fullDisk,
    b.corrupt,
    b.clock,
  ],
  { error: faultText },
);

export type FaultDocument = z.output<typeof fault>;
export type OnDocument = z.output<typeof on>;
export type WhenDocument = z.output<typeof when>;
export type DocumentOf<K extends FaultName> = z.output<(typeof faultBranches)[K]>;

/** What a fault does. A crash may carry `restart`, how long after, and so may a replacement. */
export function actionOf(fault: { readonly [key: string]: unknown }): FaultName {
  return faultActions.find((action) => Object.hasOwn(fault, action))!;
}
