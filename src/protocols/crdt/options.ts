// The options of the system `crdt`.
import type { OptionSpec, Options } from '../../contract/system.ts';
import { type Duration, ms, seconds } from '../../contract/time.ts';

export type Settings = {
  readonly replication: 'deltas' | 'states' | 'updates';
  readonly exactlyOnce: boolean;
  readonly escrow: boolean;
  readonly syncInterval: Duration;
};

export const options = {
  replication: {
    type: 'choice',
    default: 'deltas',
    choices: ['deltas', 'states', 'updates'],
    about:
      'What replicas send each other: entries that have changed, all entries, or what clients have done. The first two are joined.',
    source: 'delta-state CRDTs: Almeida et al. 2015; state-based and operation-based CRDTs: Shapiro et al. 2011',
    swarm: ['deltas', 'states', 'updates'],
  },
  exactlyOnce: {
    type: 'boolean',
    default: true,
    about:
      'With replication: updates, each is applied once and in the order of its origin. Without, as often as it arrives.',
    source: 'Shapiro et al. 2011, §2.3: operation-based CRDTs need causal delivery, exactly once',
  },
  escrow: {
    type: 'boolean',
    default: false,
    about: 'A replica takes no more from a counter than it has added itself, so that the total never falls below zero.',
    source: "escrow: O'Neil 1986; bounded counters: Balegas et al. 2015, without transfers of rights",
  },
  syncInterval: {
    type: 'duration',
    default: ms(100),
    min: ms(1),
    max: seconds(60),
    about: 'How often a replica sends to each other one what that has not said it heard.',
    source: 'chosen: CRDTs have no timing of their own',
  },
} as const satisfies { readonly [name: string]: OptionSpec };

export function settingsOf(chosen: Options): Settings {
  return {
    replication: chosen['replication'] as Settings['replication'],
    exactlyOnce: chosen['exactlyOnce'] === true,
    escrow: chosen['escrow'] === true,
    syncInterval: chosen['syncInterval'] as number,
  };
}
