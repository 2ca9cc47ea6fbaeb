// Exhaustive search of the protocols themselves. Read `protocol-model.ts`, then `bounds.ts`.
export { type DiskMode, defaultBounds, type NetworkMode, type ProtocolBounds, type TimerRule } from './bounds.ts';
export { type Counterexample, Exploration, type ExplorationAnswer, type ExplorationOptions } from './exploration.ts';
export type { ModelState } from './layout.ts';
export { ProtocolModel } from './protocol-model.ts';
export { NO_FAILURE, type Question, type StateProperty } from './questions.ts';
export type { Move } from './records.ts';
export type { NodeView, StateView } from './view.ts';
