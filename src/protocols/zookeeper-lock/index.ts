// A lock on ZooKeeper. Read `state.ts`, then `recipe.ts`; elections build on it.
export { zookeeperLock } from './system.ts';
