// Planted bugs of the locks on etcd, ZooKeeper and Consul.
import { expect, test } from 'vitest';
import { mutantsOf, mutatedFiles, mutatedSource } from './apply.ts';
import { testLockBugs } from './lock-bugs.ts';
import type { Origin } from './planted.ts';

/** What each is made of: those folders are copied, as imports must not lead out of the copy. */
const origins: { readonly [protocol: string]: Origin } = {
  'etcd-lock': {
    folders: ['kv', 'locks', 'raft', 'etcd', 'etcd-lock'],
    module: 'etcd-lock/system.js',
    name: 'etcdLock',
  },
  'zookeeper-lock': {
    folders: ['kv', 'locks', 'zookeeper', 'zookeeper-lock'],
    module: 'zookeeper-lock/system.js',
    name: 'zookeeperLock',
  },
  'consul-lock': {
    folders: ['kv', 'locks', 'raft', 'consul', 'consul-lock'],
    module: 'consul-lock/system.js',
    name: 'consulLock',
  },
};

testLockBugs({
  origins,
  green: { network: { links: 'stream' }, workload: { from: '15s', to: '23s' }, run: '25s' },
  acquired: 15,
  atLeast: 7,
  // Two of each kind in `npm test`; all of them in `npm run test:deep`.
  most: process.env['FAULTLINE_DEEP'] === '1' ? Number.POSITIVE_INFINITY : 2,
});

test('what each replaces stands in its file exactly once', () => {
  const mutants = Object.keys(origins).flatMap(mutantsOf);
  for (const mutant of mutants) for (const file of mutatedFiles(mutant)) mutatedSource(mutant, file);
  expect(mutants.length).toBeGreaterThan(0);
});
