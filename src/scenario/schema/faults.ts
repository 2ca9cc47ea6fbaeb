// The `faults:` of a scenario. Each does one thing; `faultActions` names the key that says which.
import { z } from 'zod';
import { duration, label, list, mapping, range, ratio, targets } from './fields.ts';

const begins = { name: label('a name').optional(), at: duration };
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

export const conditions = {
  latency: range.optional(),
  loss: ratio.optional(),
  duplicate: ratio.optional(),
  reorder: ratio.optional(),
  reorderBy: duration.optional(),
};

const betweenText = 'the two ends, [n1, rest]';

const network = mapping('changed network conditions', {
  ...begins,
  network: mapping('changed conditions, { loss: 20% }', conditions),
  between: z.tuple([targets, targets], { error: betweenText }).optional(),
  from: targets.optional(),
  to: targets.optional(),
  ...ends,
});

/** `restart` is how long after the crash; `until` and `for` say the same in other ways. */
const crash = mapping('a crash', { ...begins, crash: targets, restart: duration.optional(), ...ends });

const restart = mapping('a restart', { ...begins, restart: targets });

/** By the key that says what a fault does. A crash may carry `restart`, how long after, so that key alone tells less. */
export const faultBranches = { partition, cut, network, crash, restart } as const;

export const faultActions = ['partition', 'cut', 'network', 'crash', 'restart'] as const;

export const faultText = 'a fault, { at: 2s, crash: leader }';

export const fault = z.union([partition, cut, network, crash, restart], { error: faultText });

export type FaultDocument = z.output<typeof fault>;
export type PartitionDocument = z.output<typeof partition>;
export type CutDocument = z.output<typeof cut>;
export type NetworkDocument = z.output<typeof network>;
export type CrashDocument = z.output<typeof crash>;
export type RestartDocument = z.output<typeof restart>;
