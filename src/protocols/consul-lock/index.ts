// A lock on Consul. Read `state.ts`, then `lock.ts`.
export { consulLock } from './system.ts';
