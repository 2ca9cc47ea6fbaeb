// The lock (consul/api: lock.go): a key that a session acquires. Who waits asks with a blocking query; who finds the key free
// and is refused all the same has met a lock-delay, and tries again after 5 s. The holder watches the key with blocking
// queries of its own, and stops when the key is not its session's any more.
import { seconds } from '../../contract/time.ts';
import type { Answer, Asked } from '../consul/index.ts';
import { quiet, telling } from '../locks/index.ts';
import { ask, get } from './asking.ts';
import { openSession, renewLater } from './session.ts';
import { type Ctx, idle, KEY, type Lock, type LockTold, type Settings } from './state.ts';

/** lock.go: DefaultLockRetryTime. */
const RETRY = seconds(5);

export function acquire(lock: Lock, ctx: Ctx, settings: Settings): LockTold {
  return quiet(openSession(lock, ctx, settings));
}

export function onAnswer(asking: Lock, answer: Answer, ctx: Ctx, settings: Settings): LockTold {
  ctx.cancelTimer('request');
  const lock = { ...asking, open: null };
  const { claim } = lock;
  if (claim.phase === 'held') return monitored(lock, claim.token, answer, ctx, settings);
  if (claim.phase === 'releasing') return released(lock, answer, ctx, settings);
  if (claim.phase === 'closing') return quiet({ ...lock, claim: idle });
  if (answer.f === 'error') return refused(lock, ctx, settings);
  switch (claim.phase) {
    case 'opening':
      renewLater(ctx, settings);
      return quiet(look(lock, 0, ctx, settings));
    case 'looking':
      return looked(lock, isQuery(asking.open?.asked), answer, ctx, settings);
    case 'acquiring':
      return acquired(lock, answer, ctx, settings);
    case 'asking':
      return asked(lock, answer, ctx, settings);
    case 'reading':
      return read(lock, answer, ctx, settings);
    default:
      return quiet(lock);
  }
}

function look(lock: Lock, index: number, ctx: Ctx, settings: Settings): Lock {
  return ask({ ...lock, claim: { phase: 'looking' } }, get(index), ctx, settings);
}

/** A blocking query: who asks one waits. */
function isQuery(request: Asked | undefined): boolean {
  return request?.f === 'get' && request.index > 0;
}

function looked(lock: Lock, hasWaited: boolean, answer: Answer, ctx: Ctx, settings: Settings): LockTold {
  const entry = answer.f === 'get' ? answer.entry : null;
  if (entry !== null && entry.session !== 0 && entry.session !== lock.session) {
    return quiet(look(lock, answer.index, ctx, settings));
  }
  const request = { f: 'acquire', key: KEY, value: ctx.self, session: lock.session } as const;
  const next = ask({ ...lock, claim: { phase: 'acquiring' } }, request, ctx, settings);
  return hasWaited ? telling(next, { what: 'woken' }) : quiet(next);
}

function acquired(lock: Lock, answer: Answer, ctx: Ctx, settings: Settings): LockTold {
  const isDone = answer.f === 'acquire' && answer.isDone;
  const phase = isDone ? 'reading' : 'asking';
  return quiet(ask({ ...lock, claim: { phase } }, get(0), ctx, settings));
}

/** Why was it refused? */
function asked(lock: Lock, answer: Answer, ctx: Ctx, settings: Settings): LockTold {
  const entry = answer.f === 'get' ? answer.entry : null;
  if (entry !== null && entry.session !== 0) return quiet(look(lock, answer.index, ctx, settings));
  ctx.setTimer({ kind: 'retry' }, RETRY);
  return quiet({ ...lock, claim: { phase: 'delayed' } });
}

export function onRetryTimer(lock: Lock, ctx: Ctx, settings: Settings): LockTold {
  return quiet(lock.claim.phase === 'delayed' ? look(lock, 0, ctx, settings) : lock);
}

/** The sequencer: the LockIndex of this acquisition. */
function read(lock: Lock, answer: Answer, ctx: Ctx, settings: Settings): LockTold {
  const entry = answer.f === 'get' ? answer.entry : null;
  if (entry === null || entry.session !== lock.session) return refused(lock, ctx, settings);
  const { lockIndex: token, modifyIndex: index } = entry;
  const held: Lock = { ...lock, claim: { phase: 'held', token, index } };
  const next = settings.monitors ? ask(held, get(index, true), ctx, settings) : held;
  return telling(next, { what: 'acquired', thread: 0, token });
}

/** monitorLock: by default no error is forgiven (MonitorRetries 0). */
function monitored(lock: Lock, token: number, answer: Answer, ctx: Ctx, settings: Settings): LockTold {
  const entry = answer.f === 'get' ? answer.entry : null;
  if (entry?.session !== lock.session) return lost(lock, ctx, settings);
  const { modifyIndex: index } = entry;
  return quiet(ask({ ...lock, claim: { phase: 'held', token, index } }, get(index, true), ctx, settings));
}

/** Its work stops. The session is closed: if it held the key still, that goes with it. */
export function lost(lock: Lock, ctx: Ctx, settings: Settings): LockTold {
  return telling(close(lock, ctx, settings), { what: 'lost', thread: 0 });
}

function refused(lock: Lock, ctx: Ctx, settings: Settings): LockTold {
  return telling(close(lock, ctx, settings), { what: 'refused', thread: 0 });
}

export function release(lock: Lock, ctx: Ctx, settings: Settings): LockTold {
  if (lock.claim.phase !== 'held') return telling(lock, { what: 'released', thread: 0, wasHeld: false });
  const request = { f: 'release', key: KEY, session: lock.session } as const;
  return quiet(ask({ ...lock, claim: { phase: 'releasing' } }, request, ctx, settings));
}

function released(lock: Lock, answer: Answer, ctx: Ctx, settings: Settings): LockTold {
  const wasHeld = answer.f === 'release' ? answer.isDone : null;
  return telling(close(lock, ctx, settings), { what: 'released', thread: 0, wasHeld });
}

/** Unlock ends the renewals, and they destroy the session as they end. */
function close(lock: Lock, ctx: Ctx, settings: Settings): Lock {
  ctx.cancelTimer('renew');
  ctx.cancelTimer('retry');
  const request = { f: 'session-destroy', session: lock.session } as const;
  return ask({ ...lock, session: 0, claim: { phase: 'closing' } }, request, ctx, settings);
}

/** It waits no longer: with its session goes what it may have acquired. */
export function giveUp(lock: Lock, ctx: Ctx, settings: Settings): LockTold {
  return quiet(lock.session === 0 ? lock : close(lock, ctx, settings));
}
