// What a leader puts into the log without being asked: it revokes leases and compacts. Such requests have ids as clients'
// do, so that each is executed once.
import type { RequestId } from '../kv/index.ts';
import type { Ctx, Member } from './state.ts';

/** Room for the requests of one life of a member, which starts counting anew when it restarts. */
const NUMBERS_PER_LIFE = 1_000_000;

export function firstOwnRequest({ boot }: Ctx): number {
  return (boot.incarnation - 1) * NUMBERS_PER_LIFE;
}

export function ownRequest(state: Member, ctx: Ctx): { readonly id: RequestId; readonly state: Member } {
  const number = state.ownRequests + 1;
  return { id: { client: ctx.self, number }, state: { ...state, ownRequests: number } };
}
