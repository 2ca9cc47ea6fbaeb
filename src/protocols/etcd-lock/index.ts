// A lock on etcd. Read `state.ts`, then `mutex.ts`; elections build on it.
export { etcdLockDriver } from './driver.ts';
export { holderOf, keyOf, oldest, queue, under } from './keys.ts';
export { lockSettingsOf, options } from './options.ts';
export type { Lock } from './state.ts';
export { etcdLock } from './system.ts';
