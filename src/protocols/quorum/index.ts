// The parts of a quorum store: ring, coordination, hints, read repair, gossip. Read `state.ts` first.
export { streamMeter } from './figures.ts';
export { downOf } from './gossip.ts';
export { hintCount } from './hints.ts';
export type { Answer, Request } from './messages.ts';
export { commonSettings, repairOptions, repairProblem, replicasProblem } from './options.ts';
export { quorumStore } from './protocol.ts';
export { preferenceList, replicasBy, ringOf } from './ring.ts';
export type { Plan, Rules, Settings, Stamping, State, Values } from './state.ts';
