// The lock on a key of Redis. Begin with `state.ts`.
export { redisLock } from './system.ts';
