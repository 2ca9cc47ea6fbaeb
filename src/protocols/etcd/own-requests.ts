// What a leader puts into the log without being asked: it revokes leases and compacts. Such requests have ids as clients'
// do, so that each is executed once.
import type { RequestId } from '../kv/index.ts';
import type { Ctx, Member } from './state.ts';

export function ownRequest(state: Member, ctx: Ctx): { readonly id: RequestId; readonly state: Member } {
  const number = state.ownRequests + 1;
  return { id: { client: ctx.self, number }, state: { ...state, ownRequests: number } };
}
