// All systems that come with Faultline, in the order in which they are listed.
import type { System } from '../contract/system.ts';
import { cassandra } from './cassandra/index.ts';
import { crdtSystem } from './crdt/index.ts';
import { dynamo } from './dynamo/index.ts';
import { echo } from './echo/index.ts';
import { etcdSystem } from './etcd/index.ts';
import { gossipSystem } from './gossip/index.ts';
import { transactionsSystem } from './local-transactions/index.ts';
import { paxosCommit } from './paxos-commit/index.ts';
import { raftKv } from './raft/index.ts';
import { redis } from './redis/index.ts';
import { singleNode } from './single/index.ts';
import { threePhaseCommit } from './three-phase-commit/index.ts';
import { twoPhaseCommit } from './two-phase-commit/index.ts';
import { zookeeperSystem } from './zookeeper/index.ts';

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
  transactionsSystem,
  gossipSystem,
  twoPhaseCommit,
  threePhaseCommit,
  paxosCommit,
];

export function findSystem(name: string): System | undefined {
  return systems.find((system) => system.name === name);
}
