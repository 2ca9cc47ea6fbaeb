// Raft, for those who build on it. Read `state.ts`, then `roles.ts`; the README names the differences to the paper.
export { type Entry, entryAt, type Log, lastTerm, termAt } from './log.ts';
export type { Message, Sends } from './messages.ts';
export { raftMonitor } from './properties.ts';
export { raft } from './protocol.ts';
export type { Candidate, Durable, Follower, Leader, Settings, State } from './state.ts';
export { raftKv } from './system.ts';
