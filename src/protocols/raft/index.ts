// Raft, for those who build on it. Read `state.ts`, then `roles.ts`; the README names the differences to the paper.
export type { Configuration } from './configuration.ts';
export { firedWithin, receivedWithin, type Stepped, withinRaft } from './embedded.ts';
export { type Entry, emptyLog, entryAt, type Log, lastIndex, lastTerm, logOf, termAt } from './log.ts';
export type { Message, Sends } from './messages.ts';
export { raftMonitor } from './properties.ts';
export { raft } from './protocol.ts';
export { settingsOf } from './settings.ts';
export type { Snapshot } from './snapshot.ts';
export type { Candidate, Durable, Follower, Leader, PreCandidate, Settings, State, Timer } from './state.ts';
export { raftKv } from './system.ts';
