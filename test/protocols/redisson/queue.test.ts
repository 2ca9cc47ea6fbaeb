// The order of a fair lock, as it is judged at a server.
import { expect, test } from 'vitest';
import { applyAll, emptyKeyspace, FAIR_QUEUE } from '../../../src/protocols/redis/commands/index.ts';
import { queueMonitor } from '../../../src/protocols/redisson/queue.ts';

/** A primary on which somebody has the lock and others wait. */
function server(owner: string | null, ...waiters: readonly string[]) {
  const queue = { name: 'SET' as const, key: FAIR_QUEUE, value: waiters, expireAt: null };
  const lock = { name: 'SET' as const, key: 'lock', value: { [owner ?? '']: 1 }, expireAt: 1 };
  return { link: null, keyspace: applyAll(emptyKeyspace, owner === null ? [queue] : [queue, lock]) };
}

function reported(...states: readonly object[]): readonly string[] {
  const found: string[] = [];
  let memory: never = queueMonitor.initial as never;
  states.forEach((after, at) => {
    const change = { node: 'n1', before: states[at - 1], after };
    memory = queueMonitor.observe(memory, change as never, (_name: string, reason: string) =>
      found.push(reason),
    ) as never;
  });
  return found;
}

test('the lock is for whoever came first, whatever the queue says', () => {
  expect(
    reported(server('a'), server('a', 'b'), server('a', 'b', 'c'), server(null, 'b', 'c'), server('b', 'c')),
  ).toEqual([]);
  expect(
    reported(server('a'), server('a', 'b'), server('a', 'c', 'b'), server(null, 'c', 'b'), server('c', 'b')),
  ).toEqual(['c is given the lock, and b came before']);
  expect(reported(server('a'), server('a', 'b'), server(null, 'b'), server('c', 'b'))).toHaveLength(1);
});

test('who is dropped, and asks again in the same command, came last', () => {
  expect(reported(server('a', 'b', 'c'), server('a', 'c', 'b'), server(null, 'c', 'b'), server('c', 'b'))).toEqual([]);
});
