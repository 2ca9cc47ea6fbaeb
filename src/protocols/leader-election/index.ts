// Elections on etcd and on ZooKeeper. Read `clients.ts`, then `etcd.ts`.
export { etcdElection } from './etcd.ts';
export { zookeeperElection } from './zookeeper.ts';
