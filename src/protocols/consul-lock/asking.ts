// Requests of a client: one at a time is open, and is sent to the next server where no answer comes. All that it asks for
// may be carried out twice: a session under a number of its own, an acquisition by the session that has the key already.

import { seconds } from '../../contract/time.ts';
import type { Asked } from '../consul/index.ts';
import { nextServer } from '../kv/index.ts';
import { type Ctx, KEY, type Lock, type Settings } from './state.ts';

/** lock.go: DefaultLockWaitTime. */
export const LOCK_WAIT = seconds(15);

export function ask(lock: Lock, asked: Asked, ctx: Ctx, { attempt }: Settings): Lock {
  const number = lock.number + 1;
  ctx.send(lock.server, { kind: 'Rpc', id: { client: ctx.self, number }, asked });
  // Servers spread the ends of blocking queries over a sixteenth of the wait.
  const wait = asked.f === 'get' && asked.index > 0 ? asked.wait + asked.wait / 16 : 0;
  ctx.setTimer({ kind: 'request' }, attempt + wait);
  return { ...lock, number, open: { number, asked } };
}

export function askAgain(lock: Lock, ctx: Ctx, settings: Settings): Lock {
  if (lock.open === null) return lock;
  return ask({ ...lock, server: nextServer(lock.server, ctx) }, lock.open.asked, ctx, settings);
}

/** Without `index` it is answered at once. */
export function get(index: number, isConsistent = false): Asked {
  return { f: 'get', key: KEY, index, wait: LOCK_WAIT, isConsistent };
}
