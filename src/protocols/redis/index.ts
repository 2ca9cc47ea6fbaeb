// Redis with Sentinel. `commands/` is the pure part: keys, expiry, commands and scripts. `connection/` is a client's way to
// the primary, for what is built on Redis.
export * from './commands/index.ts';
export * from './connection/index.ts';
export type { Answer, Execute, Message, PrimaryIs, Refused, Subscribed } from './messages.ts';
export { sentinelOptions, serverOptions } from './options.ts';
export { sentinelMonitor } from './properties.ts';
export { type SentinelState, sentinel } from './sentinel/index.ts';
export { isPrimary, redisServer, type ServerSettings, type ServerState } from './server/index.ts';
export { optionsProblem, sentinelSettings, serverSettings } from './settings.ts';
export { redis } from './system.ts';
