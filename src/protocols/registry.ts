// All systems that come with Faultline, in the order in which they are listed.
import type { System } from '../contract/system.ts';
import { cassandra } from './cassandra/index.ts';
import { consulLock } from './consul-lock/index.ts';
import { crdtSystem } from './crdt/index.ts';
import { dynamo } from './dynamo/index.ts';
import { echo } from './echo/index.ts';
import { etcdSystem } from './etcd/index.ts';
import { etcdLock } from './etcd-lock/index.ts';
import { gossipSystem } from './gossip/index.ts';
import { etcdElection, zookeeperElection } from './leader-election/index.ts';
import { transactionsSystem } from './local-transactions/index.ts';
import { outboxSystem } from './outbox/index.ts';
import { paxosCommit } from './paxos-commit/index.ts';
import { raftKv } from './raft/index.ts';
import { redis } from './redis/index.ts';
import { redisLock } from './redis-lock/index.ts';
import { redisson } from './redisson/index.ts';
import { redlock } from './redlock/index.ts';
import { saga } from './saga/index.ts';
import { singleNode } from './single/index.ts';
import { tcc } from './tcc/index.ts';
import { threePhaseCommit } from './three-phase-commit/index.ts';
import { twoPhaseCommit } from './two-phase-commit/index.ts';
import { zookeeperSystem } from './zookeeper/index.ts';
import { zookeeperLock } from './zookeeper-lock/index.ts';

export const systems: readonly System[] = [
  echo,
  singleNode,
  raftKv,
  etcdSystem,
  zookeeperSystem,
  redis,
  cassandra,
  dynamo,
  crdtSystem,
  twoPhaseCommit,
  threePhaseCommit,
  paxosCommit,
  saga,
  tcc,
  outboxSystem,
  transactionsSystem,
  redisLock,
  redisson,
  redlock,
  etcdLock,
  zookeeperLock,
  consulLock,
  etcdElection,
  zookeeperElection,
  gossipSystem,
];

export function findSystem(name: string): System | undefined {
  return systems.find((system) => system.name === name);
}
