// Paxos Commit.
export { coordinator } from './coordinator.ts';
export { type ParticipantState, participant } from './participant.ts';
export { type Settings, settingsOf } from './settings.ts';
export type { CoordinatorState } from './state.ts';
export { paxosCommit } from './system.ts';
