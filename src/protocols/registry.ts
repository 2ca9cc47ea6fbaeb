// All systems that come with Faultline, in the order in which they are listed.
import type { System } from '../contract/system.ts';
import { crdtSystem } from './crdt/index.ts';
import { echo } from './echo/index.ts';
import { gossipSystem } from './gossip/index.ts';
import { raftKv } from './raft/index.ts';
import { singleNode } from './single/index.ts';
import { zookeeperSystem } from './zookeeper/index.ts';

export const systems: readonly System[] = [echo, singleNode, raftKv, crdtSystem, zookeeperSystem, gossipSystem];

export function findSystem(name: string): System | undefined {
  return systems.find((system) => system.name === name);
}
