// The lock (clientv3/concurrency: mutex.go, key.go). Who has the oldest key under the prefix holds it; everybody else waits
// for the deletion of the key just before the own one, so that a release wakes one client and not all.
import type { Answer } from '../etcd/index.ts';
import { quiet, telling } from '../locks/index.ts';
import { answered, ask } from './asking.ts';
import { before, keyOf, oldest, under } from './keys.ts';
import { proclaimed, proclaimLater, resignation } from './proclaiming.ts';
import { onGranted, openSession } from './session.ts';
import { type Ctx, idle, type Lock, type LockTold, type Placed, type Settings } from './state.ts';
import { look, watchDeletion } from './watching.ts';

export function acquire(lock: Lock, ctx: Ctx, settings: Settings): LockTold {
  const { session } = lock;
  return quiet(session === null ? openSession(lock, ctx, settings) : claim(lock, session.lease, ctx, settings));
}

/** One transaction: the own key is put if it is not there, and all keys under the prefix are read. */
function claim(lock: Lock, lease: number, ctx: Ctx, settings: Settings): Lock {
  const key = keyOf(settings.prefix, lease);
  const all = { f: 'range', ...under(settings.prefix), revision: 0 } as const;
  const asked = {
    f: 'txn',
    compare: [{ key, target: 'createRevision', is: 'equal', to: 0 }],
    success: [{ f: 'put', key, value: ctx.self, lease }, all],
    failure: [{ f: 'range', key, end: null, revision: 0 }, all],
  } as const;
  return ask({ ...lock, claim: { phase: 'claiming', lease } }, asked, ctx, settings);
}

/** The answer to the open request. */
export function onAnswer(asking: Lock, answer: Answer, ctx: Ctx, settings: Settings): LockTold {
  const { claim: now, open } = asking;
  const lock = answered(asking, ctx);
  switch (now.phase) {
    case 'granting':
      return granted(lock, open?.asked.f === 'grant' ? open.asked.lease : 0, answer, ctx, settings);
    case 'claiming':
      return claimed(lock, now.lease, answer, ctx, settings);
    case 'looking':
      return looked(lock, now, answer, ctx, settings);
    case 'checking':
      return checked(lock, now, answer, ctx, settings);
    case 'held':
      return proclaimed(lock, answer, ctx, settings);
    case 'releasing':
      return released(lock, answer);
    case 'withdrawing':
      return quiet({ ...lock, claim: idle });
    default:
      return quiet(lock);
  }
}

/** That the lease is there already is the answer to a grant whose first answer was lost. */
function granted(lock: Lock, lease: number, answer: Answer, ctx: Ctx, settings: Settings): LockTold {
  if (answer.f === 'error' && answer.code !== 'lease-exists') return refused(lock);
  return quiet(claim(onGranted(lock, lease, ctx), lease, ctx, settings));
}

function claimed(lock: Lock, lease: number, answer: Answer, ctx: Ctx, settings: Settings): LockTold {
  const [, all] = answer.f === 'txn' ? answer.steps : [];
  const keys = all?.f === 'range' ? all.found : [];
  const mine = keys.find(({ key }) => key === keyOf(settings.prefix, lease));
  // The lease was over before the key could be put.
  if (mine === undefined) return refused(lock);
  const revision = mine.createRevision;
  if (oldest(keys) === mine) return acquired(lock, { lease, revision }, ctx, settings);
  return quiet(look(lock, { lease, revision }, ctx, settings));
}

function looked(lock: Lock, place: Placed, answer: Answer, ctx: Ctx, settings: Settings): LockTold {
  if (answer.f !== 'range') return refused(lock);
  const { lease, revision } = place;
  const predecessor = before(answer.found, revision);
  if (predecessor !== undefined) {
    return quiet(watchDeletion(lock, place, predecessor.key, answer.revision, ctx));
  }
  if (!settings.recheck) return acquired(lock, place, ctx, settings);
  const asked = { f: 'read', key: keyOf(settings.prefix, lease), end: null, revision: 0, serializable: false } as const;
  return quiet(ask({ ...lock, claim: { phase: 'checking', lease, revision } }, asked, ctx, settings));
}

/** ErrSessionExpired: its key went with its lease while it waited. */
function checked(lock: Lock, place: Placed, answer: Answer, ctx: Ctx, settings: Settings): LockTold {
  const [mine] = answer.f === 'range' ? answer.found : [];
  return mine?.createRevision === place.revision ? acquired(lock, place, ctx, settings) : refused(lock);
}

function acquired(lock: Lock, { lease, revision }: Placed, ctx: Ctx, settings: Settings): LockTold {
  proclaimLater(ctx, settings);
  return telling(
    { ...lock, claim: { phase: 'held', lease, revision } },
    { what: 'acquired', thread: 0, token: revision },
  );
}

/** Lock returned an error. The session is looked at before the next try. */
function refused(lock: Lock): LockTold {
  return telling({ ...lock, session: null, claim: idle }, { what: 'refused', thread: 0 });
}

/** The own key is deleted, and with it the place in the queue. The session is kept for the next time. */
export function release(lock: Lock, ctx: Ctx, settings: Settings): LockTold {
  const { claim: now } = lock;
  if (now.phase !== 'held') return telling(lock, { what: 'released', thread: 0, wasHeld: false });
  return quiet(ask({ ...lock, claim: { phase: 'releasing' } }, resignation(now, settings), ctx, settings));
}

function released(lock: Lock, answer: Answer): LockTold {
  const wasHeld = answer.f === 'txn' ? answer.succeeded : answer.f === 'delete' && answer.deleted > 0;
  return telling({ ...lock, claim: idle }, { what: 'released', thread: 0, wasHeld });
}

/** It waits no longer. What it may have put, or may yet put by a request under way, is deleted. */
export function giveUp(lock: Lock, ctx: Ctx, settings: Settings): LockTold {
  const { claim: now } = lock;
  if (now.phase === 'releasing') return quiet({ ...lock, claim: { phase: 'withdrawing' } });
  if (now.phase === 'granting') return quiet({ ...answered(lock, ctx), claim: idle });
  if (!('lease' in now)) return quiet(lock);
  ctx.cancelTimer('watch');
  const asked = { f: 'delete', key: keyOf(settings.prefix, now.lease), end: null } as const;
  return quiet(ask({ ...lock, claim: { phase: 'withdrawing' } }, asked, ctx, settings));
}
