// What is shown of a client of an election.
import type { Plain, PlainRecord } from '../../base/plain.ts';
import { clientFields, type LockClientState } from '../locks/index.ts';

/** `sees`: whom an observer takes for the leader; of a candidate null. */
export function clientView(state: LockClientState): PlainRecord {
  const lock = state.lock as { readonly leader?: Plain; readonly claim?: { readonly phase: string } };
  return { ...clientFields(state), sees: lock.leader ?? null, claim: lock.claim?.phase ?? 'observing' };
}
