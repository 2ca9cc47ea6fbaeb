// The queue of a fair lock. Each client sends its clock; the wait time is 5.
import { expect, test } from 'vitest';
import type { Plain } from '../../../src/base/plain.ts';
import {
  type Command,
  emptyKeyspace,
  execute,
  FAIR_QUEUE,
  type Keyspace,
  lookUp,
  queueOf,
} from '../../../src/protocols/redis/commands/index.ts';

type Script = Extract<Command, { name: 'EVAL' }>['script'];

const LEASE = 100;
const WAIT = 5;

/** A server: what is asked at a time, and who is told what. */
class Server {
  keyspace: Keyspace = emptyKeyspace;
  readonly told: string[] = [];

  lock(now: number, field: string, clock = now): Plain {
    return this.run('redisson-fair-lock', now, [field, LEASE, WAIT, clock]);
  }

  unlock(now: number, field: string, round = 1): Plain {
    return this.run('redisson-fair-unlock', now, [field, LEASE, 'channel', `latch:${field}:${round}`, now]);
  }

  leave(now: number, field: string): Plain {
    return this.run('redisson-fair-leave', now, [field, WAIT]);
  }

  get queue(): readonly string[] {
    return queueOf(lookUp(this.keyspace, FAIR_QUEUE, 0)?.value);
  }

  private run(script: Script, now: number, args: readonly Plain[]): Plain {
    const done = execute(this.keyspace, { name: 'EVAL', script, key: 'lock', args }, now);
    this.keyspace = done.keyspace;
    this.told.push(...done.published.map(({ channel }) => channel));
    return done.value;
  }
}

const taken = { ttl: null, token: null };
const wait = (ttl: number) => ({ ttl, token: null });

/** `a` has the lock until 100, `b` and `c` wait: until 105 and 110. */
function queued(): Server {
  const server = new Server();
  expect([server.lock(0, 'a'), server.lock(10, 'b'), server.lock(20, 'c')]).toEqual([taken, wait(90), wait(85)]);
  return server;
}

test('who waits is told when the time of whoever is ahead is over, and asking again changes nothing', () => {
  const server = queued();
  expect([server.lock(30, 'b'), server.lock(30, 'c'), server.queue]).toEqual([wait(70), wait(75), ['b', 'c']]);
});

test('an unlock tells the first in the queue alone, and the lock is for nobody else', () => {
  const server = queued();
  expect([server.unlock(40, 'a'), server.told]).toEqual([1, ['channel:b']]);
  expect([server.lock(41, 'c'), server.lock(41, 'd')]).toEqual([wait(64), wait(69)]);
  expect([server.lock(42, 'b'), server.queue]).toEqual([taken, ['c', 'd']]);
});

test('an unlock that is sent again is answered alike, and tells nobody; another owner has nothing to unlock', () => {
  const server = queued();
  expect([server.unlock(40, 'c'), server.told]).toEqual([null, []]);
  expect([server.unlock(40, 'a'), server.unlock(41, 'a'), server.told]).toEqual([1, 1, ['channel:b']]);
});

test('a dead waiter is waited for until its time is over, and then not', () => {
  const server = queued();
  server.unlock(40, 'a');
  expect([server.lock(104, 'c'), server.lock(105, 'c'), server.queue]).toEqual([wait(1), taken, []]);
});

test('when one gets the lock, the others are waited for 5 less; when one leaves, those behind it are', () => {
  const got = queued();
  got.unlock(40, 'a');
  got.lock(50, 'b');
  expect(got.lock(60, 'c')).toEqual(wait(105 - WAIT - 60));
  const left = queued();
  expect([left.leave(30, 'b'), left.leave(30, 'b'), left.queue]).toEqual([1, 0, ['c']]);
  expect(left.lock(60, 'c')).toEqual(wait(105 - WAIT - 60));
});

test('times are those of clients: a clock that runs ahead ends the waiting of others', () => {
  const server = queued();
  server.lock(30, 'd', 1_000);
  expect(server.queue).toEqual(['d']);
});

test('it is re-entrant, whoever waits', () => {
  const server = queued();
  expect([server.lock(30, 'a'), server.unlock(31, 'a'), server.unlock(32, 'a', 2)]).toEqual([taken, 0, 1]);
  expect(server.told).toEqual(['channel:b']);
});
