// What a snapshot holds (§7): all that the entries up to its index have led to. When one is taken, sent and installed is
// in `snapshots.ts`.
import type { Machine } from '../kv/index.ts';
import type { Configuration } from './configuration.ts';

/** Figure 13's lastIncludedIndex and lastIncludedTerm, the state machine with its sessions, and who the members are. */
export type Snapshot = {
  readonly index: number;
  readonly term: number;
  readonly machine: Machine;
  readonly configuration: Configuration;
  readonly configurationIndex: number;
};
