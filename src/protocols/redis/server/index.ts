// The Redis server. Begin with `state.ts`.
export { redisServer } from './protocol.ts';
export { isPrimary, type ServerSettings, type ServerState } from './state.ts';
