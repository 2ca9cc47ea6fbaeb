// Leases from the outside: the leader's scan, which revokes what has expired, and keep-alives that other members pass on.
// What a leader notes of each lease, and why, is in `leading.ts`.
//
//   Grant ──▶ log ──▶ the leader notes when it expires ──scan, every 500 ms──▶ Revoke ──▶ log ──▶ the keys go
import { sortedKeys } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import { complete } from './answers.ts';
import { renewed } from './leading.ts';
import type { Renew, Renewed } from './messages.ts';
import { ownRequest } from './own-requests.ts';
import { propose } from './proposals.ts';
import { type Ctx, callKey, type Member, type Settings } from './state.ts';

/** lessor.go: leaseRevokeRate 1000 a second, half of it in each scan. */
const REVOKES_PER_SCAN = 500;

export function onLeaseScan(state: Member, ctx: Ctx, settings: Settings): Member {
  if (state.raft.role !== 'leader') return state;
  ctx.setTimer({ kind: 'leases' }, settings.leaseScan);
  const expired = sortedKeys(state.expiries).filter((lease) => state.expiries[lease]! <= ctx.monotonic);
  let next = state;
  for (const lease of expired.slice(0, REVOKES_PER_SCAN)) {
    const { id, state: counted } = ownRequest(next, ctx);
    next = propose(counted, id, { f: 'revoke', lease: Number(lease) }, ctx, settings);
  }
  return next;
}

/** Passed on by another member. Who leads no more says nothing, and the call there times out. */
export function onRenew(state: Member, { id, lease }: Renew, from: NodeId, ctx: Ctx): Member {
  if (state.raft.role !== 'leader') return state;
  const { state: next, answer } = renewed(state, lease, ctx);
  ctx.send(from, { kind: 'Renewed', id, answer });
  return next;
}

export function onRenewed(state: Member, { id, answer }: Renewed, ctx: Ctx): Member {
  const key = callKey(id.client, { f: 'keep-alive', lease: 0 });
  return state.calls[key]?.number === id.number ? complete(state, key, answer, ctx) : state;
}
