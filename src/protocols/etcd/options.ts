// The options of `etcd`: Raft's, with etcd's own. What they mean together is in `settings.ts`.
import type { OptionSpec } from '../../contract/system.ts';
import { ms, seconds } from '../../contract/time.ts';
import { raftKv } from '../raft/index.ts';

/** Of Raft's options those that etcd has none of, or that its own ones stand for. */
const { reads, followerReads, sessionTimeout, stickiness, ...raftOptions } = raftKv.options;

/** Values of the options that etcd leaves no choice in; `stickiness` comes with CheckQuorum (etcd/raft: inLease). */
export const fixedOptions = { followerReads: true, sessionTimeout: 0 } as const;

const reading: { readonly [name: string]: OptionSpec } = {
  reads: {
    about:
      'Which reads clients ask for: linearizable ones; serializable ones, which the asked member answers from what it ' +
      'holds; or one of the two, drawn for each read.',
    source: 'etcd: api_guarantees, linearizable unless a request says serializable',
    type: 'choice',
    default: 'linearizable',
    choices: ['linearizable', 'serializable', 'mixed'],
  },
  readOnly: {
    about:
      'How a leader makes sure that it still leads before a linearizable read: it asks a quorum, or trusts a lease.',
    source: 'etcd: ReadOnlySafe; etcd/raft: ReadOnlyOption',
    type: 'choice',
    default: 'safe',
    choices: ['safe', 'lease-based'],
    swarm: ['safe', 'lease-based'],
  },
};

const compaction: { readonly [name: string]: OptionSpec } = {
  compactionRetention: {
    about: 'How many revisions the leader keeps when it compacts by itself. 0: it never does.',
    source: 'etcd: --auto-compaction-retention 0, with --auto-compaction-mode revision',
    type: 'count',
    default: 0,
    min: 0,
    max: 1_000_000,
    swarm: [0, 1, 20],
  },
  compactionInterval: {
    about: 'How often the leader compacts by itself.',
    source: 'etcd: v3compactor, revInterval 5 min',
    type: 'duration',
    default: seconds(300),
    min: ms(1),
    max: seconds(86_400),
    swarm: [ms(300), ms(1_000)],
  },
};

const clients: { readonly [name: string]: OptionSpec } = {
  retryWrites: {
    about:
      'Whether a client repeats a write that got no answer. Blindly: under a new id, so that it may be carried out twice.',
    source: 'clientv3: writes are not retried once they may have been sent (nonRepeatable)',
    type: 'choice',
    default: 'never',
    choices: ['never', 'blind'],
  },
  compare: {
    about: "What the transaction of a compare-and-set compares: the key's modRevision, or its value.",
    source: 'none: both are idioms of clients',
    type: 'choice',
    default: 'mod-revision',
    choices: ['mod-revision', 'value'],
  },
  watchFrom: {
    about: 'Where a watch begins that follows a list: after the revision of the list, or when the member gets to it.',
    source: 'clientv3: Watch without WithRev begins now',
    type: 'choice',
    default: 'revision',
    choices: ['revision', 'now'],
  },
};

const { readOnly } = reading;

/** Those of members alone, for whoever brings clients of its own. */
export const memberOptions: { readonly [name: string]: OptionSpec } = {
  ...raftOptions,
  readOnly: readOnly!,
  ...compaction,
};

export const options: { readonly [name: string]: OptionSpec } = {
  ...raftOptions,
  ...reading,
  ...compaction,
  ...clients,
};
