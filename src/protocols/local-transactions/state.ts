// The server's state: what is committed and durable, and the transactions that run.
import type { Plain } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Reason, Step } from './messages.ts';

export const ISOLATIONS = ['serializable', 'snapshot', 'read-committed', 'read-uncommitted', 'none'] as const;
export type Isolation = (typeof ISOLATIONS)[number];

/** One value of a key. `commit`: the number of the commit that made it; null while its transaction runs. */
export type Entry = { readonly value: number; readonly by: NodeId; readonly commit: number | null };

/** All values that a key has had, oldest first: as a list, or of a register the last counts. */
export type Entries = { readonly [key: string]: readonly Entry[] };

/** How a client's last transaction ended; `null` as the reason: it is committed. */
export type Ended = { readonly number: number; readonly reason: Reason | null };

export type Store = {
  /** Commits so far. */
  readonly commits: number;
  readonly entries: Entries;
  readonly ended: { readonly [client: NodeId]: Ended };
};

/** One key in the durable record, so that a torn write cannot part what belongs together. */
export type Durable = { readonly store: Store };

export type Write = { readonly key: string; readonly value: number };

export type Running = {
  readonly client: NodeId;
  readonly number: number;
  /** Commits when it began. */
  readonly snapshot: number;
  readonly answers: readonly Plain[];
  /** Written, and not yet in the store: where levels write in place there are none. */
  readonly writes: readonly Write[];
  /** Keys of which it has uncommitted values in the store. */
  readonly inPlace: readonly string[];
  /** Keys that it has locked. */
  readonly shared: readonly string[];
  readonly exclusive: readonly string[];
  /** The step that waits for a lock. */
  readonly waiting: Step | null;
};

/** `running`: in the order in which they began; one for each client at most. */
export type State = { readonly store: Store; readonly running: readonly Running[] };

export const emptyStore: Store = { commits: 0, entries: {}, ended: {} };

export function runningOf({ running }: State, client: NodeId): Running | undefined {
  return running.find((each) => each.client === client);
}

export function withRunning(state: State, changed: Running): State {
  return { ...state, running: state.running.map((each) => (each.client === changed.client ? changed : each)) };
}
