// What a member does only while it leads: it watches over leases (etcd's lessor), and compacts. That a lease exists, and
// for how long it is to be, is in the replicated store; when it expires only the leader knows, in its memory. So a
// keep-alive is no entry of the log, and a new leader, which knows nothing of them, gives every lease its full time again
// and an election timeout on top: a lease may last longer than was asked, never shorter. Read `leases.ts` next.
import { sortedKeys } from '../../base/sorted.ts';
import type { LocalTime } from '../../contract/time.ts';
import { type Ctx, type Member, type Settings, storeOf } from './state.ts';
import type { Answer } from './store/requests.ts';
import type { Store } from './store/store.ts';

const NONE: Member['expiries'] = {};

/** lessor.go: Promote(electionTimeout). The old leader may have renewed a lease just before it fell. */
export function startLeading(state: Member, ctx: Ctx, settings: Settings): Member {
  ctx.setTimer({ kind: 'leases' }, settings.leaseScan);
  if (settings.compactionRetention > 0) ctx.setTimer({ kind: 'compaction' }, settings.compactionInterval);
  const { leases } = storeOf(state.raft);
  const expiries: { [lease: string]: LocalTime } = {};
  for (const lease of sortedKeys(leases)) {
    expiries[lease] = ctx.monotonic + leases[lease]!.ttl + settings.electionTimeout;
  }
  return { ...state, expiries };
}

export function stopLeading(state: Member, ctx: Ctx, { compactionRetention }: Settings): Member {
  ctx.cancelTimer('leases');
  if (compactionRetention > 0) ctx.cancelTimer('compaction');
  return { ...state, expiries: NONE };
}

/** Leases that were granted or revoked by what was applied just now. */
export function followGrants(state: Member, before: Store, ctx: Ctx): Member {
  const { leases } = storeOf(state.raft);
  if (leases === before.leases) return state;
  const expiries: { [lease: string]: LocalTime } = {};
  for (const lease of sortedKeys(leases)) {
    expiries[lease] = state.expiries[lease] ?? ctx.monotonic + leases[lease]!.ttl;
  }
  return { ...state, expiries };
}

/** A keep-alive, at the leader. A lease that has expired and is not revoked yet is not renewed any more. */
export function renewed(state: Member, lease: number, ctx: Ctx): { readonly state: Member; readonly answer: Answer } {
  const { leases, revision } = storeOf(state.raft);
  const expiry = state.expiries[lease];
  if (expiry === undefined || expiry <= ctx.monotonic) {
    return { state, answer: { f: 'error', code: 'lease-not-found', revision } };
  }
  const { ttl } = leases[lease]!;
  const answer = { f: 'keep-alive', lease, ttl, revision } as const;
  if (expiry === ctx.monotonic + ttl) return { state, answer };
  const expiries: { [lease: string]: LocalTime } = { ...state.expiries };
  expiries[lease] = ctx.monotonic + ttl;
  return { state: { ...state, expiries }, answer };
}
