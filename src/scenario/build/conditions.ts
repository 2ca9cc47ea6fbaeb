// Network and disk conditions.
import type { LinkConditions } from '../../contract/faults.ts';
import type { Ratio } from '../../contract/system.ts';
import { ms, us } from '../../contract/time.ts';
import type { DiskPlan } from '../../kernel/plan.ts';
import type { Draft } from '../schema/draft.ts';
import type { Document } from '../schema/schema.ts';

const NEVER: Ratio = { numerator: 0, denominator: 1 };

/** Within one data centre: half a millisecond to two, nothing lost. */
export function buildNetwork(draft: Draft): LinkConditions {
  const latencyMax = draft.network?.latency?.max ?? ms(2);
  const base = { latencyMin: us(500), latencyMax, loss: NEVER, duplicate: NEVER, reorder: NEVER };
  return { ...base, reorderBy: 10 * latencyMax, ...buildConditions(draft.network ?? {}) };
}

/** Only what is written: a fault leaves the other conditions as they are. */
export function buildConditions(network: NonNullable<Document['network']>): Partial<LinkConditions> {
  const { latency, loss, duplicate, reorder, reorderBy } = network;
  return {
    ...(latency === undefined ? {} : { latencyMin: latency.min, latencyMax: latency.max }),
    ...(loss === undefined ? {} : { loss }),
    ...(duplicate === undefined ? {} : { duplicate }),
    ...(reorder === undefined ? {} : { reorder }),
    ...(reorderBy === undefined ? {} : { reorderBy }),
  };
}

/** A solid-state disk with its cache flushed: 0.2 ms to 1 ms. */
export function buildDisk(draft: Draft): DiskPlan {
  const latency = draft.disk?.latency;
  return { latencyMin: latency?.min ?? us(200), latencyMax: latency?.max ?? ms(1) };
}
