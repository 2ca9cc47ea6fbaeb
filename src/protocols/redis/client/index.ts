// The Sentinel-aware client. Begin with `state.ts`.
export { redisClient } from './protocol.ts';
export type { ClientSettings } from './state.ts';
