// RLock of Redisson. Begin with `state.ts`.
export { redisson } from './system.ts';
