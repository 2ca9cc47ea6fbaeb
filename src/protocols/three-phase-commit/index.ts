// Three-phase commit.
export { type CoordinatorState, coordinator } from './coordinator.ts';
export type { ParticipantState } from './participant.ts';
export { type Settings, settingsOf } from './settings.ts';
export { threePhaseCommit } from './system.ts';
export { participant } from './termination.ts';
