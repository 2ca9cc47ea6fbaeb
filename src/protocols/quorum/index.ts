// The parts of a quorum store: ring, coordination, hints, read repair, gossip. Read `state.ts` first.
export { hintCount } from './hints.ts';
export { neededFor, type ReadLevel, readLevels, type WriteLevel, writeLevels } from './levels.ts';
export type { Request } from './messages.ts';
export { quorumStore } from './protocol.ts';
export { preferenceList, ringOf } from './ring.ts';
export type { Plan, Rules, Settings, Stamping, State, Values } from './state.ts';
