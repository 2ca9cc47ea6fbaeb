// A lock on ZooKeeper. Read `state.ts`, then `recipe.ts`; elections build on it.
export { zookeeperLockDriver } from './driver.ts';
export { inOrder, PARENT, pathOf } from './nodes.ts';
export { lockSettingsOf, options } from './options.ts';
export { zookeeperLock } from './system.ts';
