// The options of `raft-kv`. Defaults are etcd's; `presets` has those of the paper; `swarm` is what hunts draw from. What
// they mean together is checked in `settings.ts`.
import type { OptionSpec, Preset } from '../../contract/system.ts';
import { ms } from '../../contract/time.ts';

/** What hunts draw from (`swarm`) is short, so that a run of seconds has many elections, snapshots and changes. */
const either = [true, false] as const;

const timing: { readonly [name: string]: OptionSpec } = {
  heartbeat: {
    about: 'Time between the heartbeats of a leader.',
    source: 'etcd: --heartbeat-interval 100 ms',
    type: 'duration',
    default: ms(100),
    min: ms(1),
    max: ms(60_000),
    swarm: [ms(20), ms(50), ms(100)],
  },
  electionTimeoutMin: {
    about: 'A follower that hears nothing for a time drawn between the two timeouts starts an election.',
    source: 'etcd: --election-timeout 1000 ms',
    type: 'duration',
    default: ms(1000),
    min: ms(1),
    max: ms(600_000),
    swarm: [ms(100), ms(150), ms(300)],
  },
  electionTimeoutMax: {
    about: 'The longest election timeout.',
    source: 'etcd/raft: the timeout is drawn from 10 to 19 ticks of one heartbeat each',
    type: 'duration',
    default: ms(1900),
    min: ms(1),
    max: ms(600_000),
    swarm: [ms(200), ms(300), ms(600)],
  },
  timers: {
    about: 'The clock that heartbeats and elections go by. A wall clock can be set, a monotonic one cannot.',
    source: 'etcd: the ticker of Go, which is monotonic',
    type: 'choice',
    default: 'monotonic',
    choices: ['monotonic', 'wall'],
    swarm: ['monotonic', 'wall'],
  },
};

const elections: { readonly [name: string]: OptionSpec } = {
  preVote: {
    about: 'Whether a server asks if it could win before it raises its term (thesis §9.6).',
    source: 'etcd: PreVote true',
    type: 'boolean',
    default: true,
    swarm: either,
  },
  checkQuorum: {
    about: 'Whether a leader that hears from no quorum for electionTimeoutMin steps down (thesis §6.2).',
    source: 'etcd: CheckQuorum true',
    type: 'boolean',
    default: true,
    swarm: either,
  },
  stickiness: {
    about: 'Whether votes are refused for electionTimeoutMin after a leader was heard of (§6, thesis §4.2.3).',
    source: 'etcd/raft: with CheckQuorum, "inLease"',
    type: 'boolean',
    default: true,
    swarm: either,
  },
};

const reads: { readonly [name: string]: OptionSpec } = {
  reads: {
    about:
      'How reads are made linearizable: as entries of the log, by a round of heartbeats (thesis §6.4), or by a lease that ' +
      'such rounds renew (§6.4.1).',
    source: 'etcd: linearizable reads by ReadIndex; ReadOnlyOption ReadOnlySafe',
    type: 'choice',
    default: 'read-index',
    choices: ['log', 'read-index', 'lease'],
    swarm: ['log', 'read-index', 'lease'],
  },
  followerReads: {
    about: 'Whether followers answer reads, with an index that they ask the leader for; not where reads go by the log.',
    source: 'etcd: every member serves linearizable reads',
    type: 'boolean',
    default: true,
    swarm: either,
  },
  clockDrift: {
    about: "For leases: by how many per cent a follower's clock may run faster than its leader's.",
    source: 'thesis §6.4.1, clock drift bound; the number is a guess, as quartz clocks stay below 0.1 %',
    type: 'count',
    default: 10,
    min: 0,
    max: 1_000,
    // The clocks that hunts draw run at 50 % to 200 %, so that one is up to four times as fast as another.
    swarm: [300],
  },
  sessionTimeout: {
    about:
      'After so long without a command a session ends, by the time in the log (thesis §6.3); clients register first. 0s: ' +
      'sessions never end, and the first command opens one.',
    source: 'LogCabin ends sessions after an hour; etcd has none',
    type: 'duration',
    default: 0,
    min: 0,
    max: ms(86_400_000),
    swarm: [0, ms(500), ms(10_000)],
  },
};

const replication: { readonly [name: string]: OptionSpec } = {
  batch: {
    about: 'Entries in one AppendEntries at most.',
    source: 'of the size of hashicorp/raft: MaxAppendEntries 64',
    type: 'count',
    default: 64,
    min: 1,
    max: 10_000,
    swarm: [1, 2, 64],
  },
  maxInflight: {
    about: 'AppendEntries with entries on their way to one follower at most. 1: each waits for its answer.',
    source: 'etcd: MaxInflightMsgs 512',
    type: 'count',
    default: 512,
    min: 1,
    max: 10_000,
    swarm: [1, 2, 512],
  },
  announceCommits: {
    about:
      'Whether a leader tells a new commit index at once. Otherwise followers learn it with the next AppendEntries.',
    source: 'etcd/raft: bcastAppend after maybeCommit',
    type: 'boolean',
    default: true,
    swarm: either,
  },
  parallelWrite: {
    about: 'Whether a leader sends entries while its own disk still writes them (thesis §10.2.1).',
    source: 'etcd: messages of a leader leave before its entries are saved',
    type: 'boolean',
    default: true,
    swarm: either,
  },
};

const disks: { readonly [name: string]: OptionSpec } = {
  snapshotEvery: {
    about: 'Applied entries after which a server takes a snapshot (§7). 0: never.',
    source: 'etcd: --snapshot-count 10000',
    type: 'count',
    default: 10_000,
    min: 0,
    max: 1_000_000,
    swarm: [0, 3, 10, 50],
  },
  snapshotKeep: {
    about: 'Entries before its snapshot that a server keeps for followers that lack little.',
    source: 'etcd: SnapshotCatchUpEntries 5000',
    type: 'count',
    default: 5_000,
    min: 0,
    max: 1_000_000,
    swarm: [0, 2, 20],
  },
  sync: {
    about: 'Whether a server waits until its disk holds a vote or an entry before it says so.',
    source: 'etcd: --unsafe-no-fsync is the same as false',
    type: 'boolean',
    default: true,
  },
  writes: {
    about: 'Whether a follower writes a new term and the entries that came with it apart, or as one write.',
    source: 'etcd: HardState and entries of one Ready go to the log together',
    type: 'choice',
    default: 'apart',
    choices: ['apart', 'together'],
    swarm: ['apart', 'together'],
  },
  emptyDisk: {
    about:
      'What a server does that starts again with nothing on its disk: stop; take part without a vote until a change of ' +
      'membership lets it in anew; or join in as if it were new, which is not safe.',
    source: 'etcd: "member … has already been bootstrapped"; to join safely is a change of membership',
    type: 'choice',
    default: 'refuse',
    choices: ['refuse', 'learn', 'join'],
  },
};

const members: { readonly [name: string]: OptionSpec } = {
  voters: {
    about: 'How many servers, from n1 on, are voters at first; the others are spare. 0: all.',
    source: 'none: a number for scenarios',
    type: 'count',
    default: 0,
    min: 0,
    max: 1_000,
    swarm: [0, 1, 3, 4],
  },
  change: {
    about: 'How members change: one voter at a time (thesis §4.1), or by a joint configuration (§6).',
    source: 'etcd: one at a time unless a request names several',
    type: 'choice',
    default: 'single',
    choices: ['single', 'joint'],
    swarm: ['single', 'joint'],
  },
  admin: {
    about:
      'What the administrators ask for, one after the other: "2s voters n1 n2 n4; 5s transfer n2", or "random 2s" for a ' +
      'change or transfer drawn every two seconds. Needs nodes of the group admin.',
    source: 'none: a plan for scenarios',
    type: 'text',
    default: '',
    lengthMax: 1_000,
    swarm: ['', 'random 300ms', 'random 1s', 'random 3s'],
  },
};

export const options: { readonly [name: string]: OptionSpec } = {
  ...timing,
  ...elections,
  ...reads,
  ...replication,
  ...disks,
  ...members,
};

export const presets: { readonly [name: string]: Preset } = {
  paper: {
    about: 'Raft as in sections 5 and 8 of the paper: none of the additions of the thesis, reads by the log.',
    options: {
      preVote: false,
      checkQuorum: false,
      stickiness: false,
      reads: 'log',
      followerReads: false,
      maxInflight: 1,
      announceCommits: false,
      snapshotEvery: 0,
    },
  },
};
