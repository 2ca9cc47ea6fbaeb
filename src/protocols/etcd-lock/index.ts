// A lock on etcd. Read `state.ts`, then `mutex.ts`; elections build on it.
export { etcdLock } from './system.ts';
