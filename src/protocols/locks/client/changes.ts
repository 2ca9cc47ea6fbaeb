// Small changes of a client's state.
import type { Thread } from '../driver.ts';
import type { Counts, LockClientState, Worker } from './state.ts';

export function withWorker(state: LockClientState, thread: Thread, worker: Worker): LockClientState {
  return { ...state, workers: state.workers.map((other, at) => (at === thread ? worker : other)) };
}

export function counted(state: LockClientState, what: keyof Counts): LockClientState {
  return { ...state, counts: { ...state.counts, [what]: state.counts[what] + 1 } };
}
