// The options of `zookeeper`, with ZooKeeper's defaults. `swarm` is what hunts draw from; what options mean together is
// checked in `settings.ts`.
import type { OptionSpec } from '../../contract/system.ts';
import { ms } from '../../contract/time.ts';

const ticks: { readonly [name: string]: OptionSpec } = {
  tickTime: {
    about: 'The unit of the limits below. Leaders ping twice a tick; sessions end at whole ticks.',
    source: 'zoo_sample.cfg: tickTime=2000',
    type: 'duration',
    default: ms(2000),
    min: ms(2),
    max: ms(600_000),
    swarm: [ms(100), ms(200), ms(400)],
  },
  initLimit: {
    about: 'Ticks that the beginning of an epoch may take: to agree on it, and to give followers the history.',
    source: 'zoo_sample.cfg: initLimit=10',
    type: 'count',
    default: 10,
    min: 1,
    max: 1_000,
    swarm: [5, 10],
  },
  syncLimit: {
    about:
      'Ticks of silence after which a follower leaves its leader, and a leader no longer counts a follower. A leader that ' +
      'counts no quorum stops.',
    source: 'zoo_sample.cfg: syncLimit=5; Learner and LearnerHandler',
    type: 'count',
    default: 5,
    min: 1,
    max: 1_000,
    swarm: [2, 5],
  },
};

const elections: { readonly [name: string]: OptionSpec } = {
  finalizeWait: {
    about: 'How long a server waits for a better vote once a quorum votes as it does.',
    source: 'FastLeaderElection: finalizeWait 200',
    type: 'duration',
    default: ms(200),
    min: ms(1),
    max: ms(60_000),
    swarm: [ms(10), ms(50)],
  },
  notificationMin: {
    about: 'After so long without a decision a server tells its vote again; each further time takes twice as long.',
    source: 'FastLeaderElection: finalizeWait, doubled at each timeout',
    type: 'duration',
    default: ms(200),
    min: ms(1),
    max: ms(60_000),
    swarm: [ms(20), ms(100)],
  },
  notificationMax: {
    about: 'The longest time between two notifications of a server that looks for a leader.',
    source: 'FastLeaderElection: maxNotificationInterval 60000',
    type: 'duration',
    default: ms(60_000),
    min: ms(1),
    max: ms(600_000),
    swarm: [ms(400), ms(1600)],
  },
  connectTries: {
    about: 'How often a follower tries to reach a leader that does not lead yet, before it votes again.',
    source: 'Learner.connectToLeader: 5 tries',
    type: 'count',
    default: 5,
    min: 1,
    max: 1_000,
  },
  connectRetry: {
    about: 'Time between these tries.',
    source: 'Learner: leaderConnectDelayDuringRetryMs 100',
    type: 'duration',
    default: ms(100),
    min: ms(1),
    max: ms(60_000),
    swarm: [ms(20), ms(100)],
  },
};

const disks: { readonly [name: string]: OptionSpec } = {
  commitLogCount: {
    about: 'A follower that lacks more transactions than this is sent a snapshot.',
    source: 'ZKDatabase: commitLogCount 500',
    type: 'count',
    default: 500,
    min: 0,
    max: 1_000_000,
    swarm: [0, 2, 500],
  },
  forceSync: {
    about: 'Whether a server waits until its disk holds a transaction or an epoch before it says so.',
    source: 'zookeeper.forceSync=yes',
    type: 'boolean',
    default: true,
  },
};

const clients: { readonly [name: string]: OptionSpec } = {
  reads: {
    about:
      'What clients of the register workload do to read: ask the server they are connected to, or let it catch up with ' +
      'the leader first (`sync`).',
    source: 'ZooKeeper programmer\'s guide, consistency guarantees: "call sync() before it performs its read"',
    type: 'choice',
    default: 'local',
    choices: ['local', 'synced'],
    swarm: ['local', 'synced'],
  },
  sessionTimeout: {
    about:
      'What clients ask for; servers allow 2 to 20 ticks. A client leaves a server after two thirds of it in silence.',
    source: 'zkCli: -timeout 30000; bounds: minSessionTimeout, maxSessionTimeout',
    type: 'duration',
    default: ms(30_000),
    min: ms(1),
    max: ms(600_000),
    swarm: [ms(400), ms(1000), ms(4000)],
  },
  zxidCheck: {
    about: 'Whether a server refuses a client that has seen a later state than it has itself.',
    source: 'ZooKeeperServer.processConnectRequest always does',
    type: 'boolean',
    default: true,
  },
  reconnectWait: {
    about: 'A client that lost its server waits for a time between 0 and this before it goes to the next.',
    source: 'ClientCnxn.SendThread: a random time below 1000 ms',
    type: 'duration',
    default: ms(1000),
    min: 0,
    max: ms(60_000),
    swarm: [ms(10), ms(100)],
  },
};

const { reads, ...connections } = clients;

/** For whoever brings clients of its own, which connect as all do. */
export const serviceOptions: { readonly [name: string]: OptionSpec } = {
  ...ticks,
  ...elections,
  ...disks,
  ...connections,
};

export const options: { readonly [name: string]: OptionSpec } = { ...ticks, ...elections, ...disks, ...clients };
