// ZooKeeper: a coordination service that orders writes by ZAB. Read `README.md` next.
export { zookeeperSystem } from './system.ts';
