// The nine kinds of trouble under which planted bugs are hunted: scenario files that say system, options, workload and
// kinds of faults, and here what of the links may go wrong. `world.ts` draws a world within that for each seed.
import type { LinkConditions, Unsynced } from '../../../src/contract/faults.ts';

export type ProfileName =
  | 'delays'
  | 'drops'
  | 'duplicates'
  | 'crashes'
  | 'disks'
  | 'partitions'
  | 'asymmetric'
  | 'clocks'
  | 'changes';

export type Profile = {
  /** Of the file `test/mutants/profiles/<name>.yaml`. */
  readonly name: ProfileName;
  /** As the catalogues of the field abbreviate it. */
  readonly code: string;
  /** What of a link may differ from the calm that the file has; the rest stays. */
  readonly links: readonly (keyof LinkConditions)[];
  /** What a crash leaves of unsynced writes, where that is not drawn. */
  readonly unsynced?: Unsynced;
};

const delay = ['latencyMin', 'latencyMax', 'latencyTable'] as const;
const order = ['reorder', 'reorderBy'] as const;

export const profiles: readonly Profile[] = [
  { name: 'delays', code: 'DL', links: [...delay, ...order] },
  { name: 'drops', code: 'DR', links: [...delay, 'loss'] },
  { name: 'duplicates', code: 'DU RO', links: [...delay, ...order, 'duplicate'], unsynced: 'kept' },
  { name: 'crashes', code: 'CR', links: [...delay], unsynced: 'kept' },
  { name: 'disks', code: 'PL TW DE', links: [...delay] },
  { name: 'partitions', code: 'PT', links: [...delay], unsynced: 'kept' },
  { name: 'asymmetric', code: 'AP', links: [...delay] },
  { name: 'clocks', code: 'CS PA', links: [...delay] },
  { name: 'changes', code: 'RC SN TR', links: [...delay, ...order, 'loss', 'duplicate', 'spacing'] },
];

/** The one that a row names comes first. */
export function inOrder(first: string | undefined): readonly Profile[] {
  return [...profiles.filter(({ name }) => name === first), ...profiles.filter(({ name }) => name !== first)];
}
