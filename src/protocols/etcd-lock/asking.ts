// Requests of a client: one at a time is open, and is sent again to the next member where no answer comes. All that it asks
// for may be carried out twice: a grant under a number of its own, a key that is put if it is not there, a deletion.

import type { Asked } from '../etcd/index.ts';
import { nextServer } from '../kv/index.ts';
import type { Ctx, Lock, Settings } from './state.ts';

export function ask(lock: Lock, asked: Asked, ctx: Ctx, { attempt }: Settings): Lock {
  const number = lock.number + 1;
  ctx.send(lock.server, { kind: 'Call', id: { client: ctx.self, number }, asked });
  ctx.setTimer({ kind: 'request' }, attempt);
  return { ...lock, number, open: { number, asked } };
}

export function askAgain(lock: Lock, ctx: Ctx, settings: Settings): Lock {
  if (lock.open === null) return lock;
  return ask({ ...lock, server: nextServer(lock.server, ctx) }, lock.open.asked, ctx, settings);
}

export function answered(lock: Lock, ctx: Ctx): Lock {
  ctx.cancelTimer('request');
  return { ...lock, open: null };
}
