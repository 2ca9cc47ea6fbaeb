// Redis with Sentinel. `commands/` is the pure part: keys, expiry, commands and scripts.
export * from './commands/index.ts';
export { redis } from './system.ts';
