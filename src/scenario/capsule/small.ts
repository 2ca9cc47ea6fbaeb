// The keys that a capsule has besides the others' where it holds a schedule: a failure made small.
import { z } from 'zod';
import type { Schedule } from '../../kernel/index.ts';
import type { WrittenOptions } from '../drawn.ts';
import { fault } from '../schema/faults.ts';
import { line, list, mapping, whole } from '../schema/fields.ts';
import { type ChoiceRow, choices, type Row, rows } from './rows.ts';

/** The run that the failure was found in. */
const found = mapping('where it was found, { event: 1084, entries: 1080 }', {
  event: whole(0, Number.MAX_SAFE_INTEGER),
  entries: whole(0, Number.MAX_SAFE_INTEGER),
  world: line('the name of a world, 4711:timers=900', 1_000).optional(),
});

/** The keys that a capsule has besides the others' where it holds a schedule. */
export const smallFields = {
  found: found.optional(),
  story: z.string({ error: 'a paragraph' }).max(20_000, { error: 'a paragraph' }).optional(),
  writes: z.enum(['named', 'automatic'], { error: 'named or automatic' }).optional(),
  pace: z
    .string({ error: 'a ratio such as 1/3' })
    .regex(/^[1-9]\d{0,5}\/[1-9]\d{0,5}$/, { error: 'a ratio such as 1/3' })
    .optional(),
  options: z
    .record(z.string(), z.union([z.number(), z.string(), z.boolean()]), { error: 'options, { heartbeat: 100ms }' })
    .optional(),
  faults: list('a list of faults', fault, 1_000).optional(),
  starts: z.record(z.string(), choices, { error: 'choices by node, { n1: { peer: 2 } }' }).optional(),
  schedule: rows.optional(),
} as const;

export type Found = z.output<typeof found>;

export type SmallFields = {
  readonly found?: Found | undefined;
  readonly story?: string | undefined;
  readonly writes?: Schedule['writes'] | undefined;
  /** What the rate of the scenario's workload was multiplied by. Default 1. */
  readonly pace?: string | undefined;
  /** Those that were drawn for the scenario's `preset: drawn`. */
  readonly options?: WrittenOptions | undefined;
  /** In a scenario's own words. */
  readonly faults?: readonly unknown[] | undefined;
  /** What nodes chose when they started at the beginning. */
  readonly starts?: { readonly [node: string]: ChoiceRow } | undefined;
  readonly schedule?: readonly Row[] | undefined;
};
