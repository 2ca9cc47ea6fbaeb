// What options mean together, and where keys are.
import { expect, test } from 'vitest';
import type { Options } from '../../../src/contract/system.ts';
import { cassandra } from '../../../src/protocols/cassandra/index.ts';

const defaults: Options = Object.fromEntries(
  Object.entries(cassandra.options).map(([name, { default: value }]) => [name, value]),
);
const three = ['n1', 'n2', 'n3'];
const problem = (options: Options, servers?: readonly string[]) =>
  cassandra.check!({ ...defaults, ...options }, servers);

test('a level that no key can meet, and more replicas than servers, are refused in words', () => {
  expect(problem({}, three)).toBeUndefined();
  expect(problem({ replicas: 1, readLevel: 'TWO' })).toMatch('readLevel is TWO, and replicas is 1');
  expect(problem({ replicas: 1, writeLevel: 'QUORUM' })).toBeUndefined();
  expect(problem({ repairInterval: 999 })).toBe(
    'repairInterval is 999us: expected 0s, which is never, or at least 1ms',
  );
  expect(problem({ repairInterval: 1_000 })).toBeUndefined();
  expect(problem({ replicas: 4 }, three)).toMatch('replicas is 4, and there are 3 servers');
});

test('a key has as many replicas as the option says, each another server', () => {
  const servers = ['n1', 'n2', 'n3', 'n4', 'n5'];
  for (const replicas of [1, 3, 5]) {
    const nodes = cassandra.store!.replicas!('k0', servers, { ...defaults, replicas });
    expect(new Set(nodes).size).toBe(replicas);
  }
});
