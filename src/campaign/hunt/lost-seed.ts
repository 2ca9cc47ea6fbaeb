// What is kept of a seed whose worker had to be ended: where it stood, and why. It has failed.
import { ruleOf } from '../../search/failure.ts';
import type { SeedLoss } from './lane.ts';
import type { Description, Repeat, SeedRecord } from './record.ts';

/** The fingerprint of a run that was lost. */
const UNKNOWN = '0'.repeat(16);

export function lostRecord(loss: SeedLoss, description: Description | undefined): SeedRecord {
  const { task, property, event, time } = loss;
  const reason = reasonOf(loss, description);
  // The event under way: those before it are done, and it counts from 0.
  const at = Math.max(0, event);
  const failure = { property, rule: ruleOf(reason), reason, witness: null, event: at, time };
  const none = { exercised: [], kinds: [], states: [], fingerprint: UNKNOWN };
  const world = task.world === task.seed ? {} : { world: task.world };
  return { seed: task.seed, ...world, ending: 'lost', events: at, time, failure, ...none };
}

/** Of a second run: the first had come to its end. */
export function lostRepeat(loss: SeedLoss, description: Description | undefined): Repeat {
  const lines = ['the first run went on', reasonOf(loss, description)];
  const difference = { event: Math.max(0, loss.event), lines };
  return { repeated: loss.task.seed, fingerprint: UNKNOWN, difference };
}

function reasonOf({ reason, node }: SeedLoss, description: Description | undefined): string {
  const name = node === undefined ? undefined : description?.nodes[node];
  return name === undefined ? reason : reason.replace('a handler', `a handler of ${name}`);
}
