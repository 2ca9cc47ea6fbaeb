// What an election adds to a lock (clientv3/concurrency: election.go): the leader puts its value again and again, as long as its
// key is the one that it was elected with. Where it is not, it leads no more, and is told so.
import type { Answer, Asked, Comparison } from '../etcd/index.ts';
import { quiet, telling } from '../locks/index.ts';
import { ask } from './asking.ts';
import { keyOf } from './keys.ts';
import { type Ctx, idle, type Lock, type LockTold, type Placed, type Settings } from './state.ts';

export function proclaimLater(ctx: Ctx, { proclaimEvery }: Settings): void {
  if (proclaimEvery > 0) ctx.setTimer({ kind: 'proclaim' }, proclaimEvery);
}

function isMine({ lease, revision }: Placed, { prefix }: Settings): Comparison {
  return { key: keyOf(prefix, lease), target: 'createRevision', is: 'equal', to: revision };
}

export function onProclaimTimer(lock: Lock, ctx: Ctx, settings: Settings): LockTold {
  const { claim } = lock;
  if (claim.phase !== 'held') return quiet(lock);
  proclaimLater(ctx, settings);
  if (lock.open !== null) return quiet(lock);
  const key = keyOf(settings.prefix, claim.lease);
  const put = { f: 'put', key, value: `${ctx.self}#${lock.number}`, lease: claim.lease } as const;
  const asked: Asked = { f: 'txn', compare: [isMine(claim, settings)], success: [put], failure: [] };
  return quiet(ask(lock, asked, ctx, settings));
}

/** ErrElectionNotLeader. */
export function proclaimed(lock: Lock, answer: Answer, ctx: Ctx, { proclaimEvery }: Settings): LockTold {
  if (answer.f === 'txn' && answer.succeeded) return quiet(lock);
  if (proclaimEvery > 0) ctx.cancelTimer('proclaim');
  return telling({ ...lock, session: null, claim: idle }, { what: 'lost', thread: 0 });
}

/** Resign deletes the key if it is still the one; a lock's key is its session's alone. */
export function resignation(place: Placed, settings: Settings): Asked {
  const deletion = { f: 'delete', key: keyOf(settings.prefix, place.lease), end: null } as const;
  if (settings.proclaimEvery === 0) return deletion;
  return { f: 'txn', compare: [isMine(place, settings)], success: [deletion], failure: [] };
}
