// Redis Sentinel. Begin with `protocol.ts`.
export { sentinel } from './protocol.ts';
export { currentPrimary, type SentinelSettings, type SentinelState } from './state.ts';
