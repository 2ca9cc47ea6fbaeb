// The worker. Begin with `state.ts`.
export { lockClient } from './protocol.ts';
export type { Counts, LockClientState, Phase, Worker, WorkerSettings } from './state.ts';
