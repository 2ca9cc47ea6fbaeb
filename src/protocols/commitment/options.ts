// The options that all commit protocols share. The papers name no times; these suit links of a few milliseconds.
import type { OptionSpec } from '../../contract/system.ts';
import { ms, seconds } from '../../contract/time.ts';

const OWN = 'no paper gives one; many round trips of a local network';

export const bankOptions: { readonly [name: string]: OptionSpec } = {
  accounts: {
    about: 'Accounts, and kinds of goods, at each participant. 1: every transaction wants the same row.',
    source: 'enough to meet conflicts, and few enough to look at',
    type: 'count',
    default: 4,
    min: 1,
    max: 1_000,
    swarm: [1, 4],
  },
  balance: {
    about: 'What each account holds at first.',
    source: 'a round number',
    type: 'count',
    default: 100,
    min: 0,
    max: 1_000_000_000,
    swarm: [3, 100],
  },
  stock: {
    about: 'How many pieces of each kind of goods each participant has at first.',
    source: 'a round number',
    type: 'count',
    default: 100,
    min: 0,
    max: 1_000_000_000,
  },
  span: {
    about: 'How many participants a transfer touches, drawn for each one. 0: all.',
    source: 'all is the case that the papers count',
    type: 'count',
    default: 0,
    min: 0,
    max: 100,
    swarm: [0, 2],
  },
};

export const participantOptions: { readonly [name: string]: OptionSpec } = {
  onConflict: {
    about: 'A row that another transaction has locked is waited for, or the vote is no at once.',
    source: 'waiting is what databases do by default; refusing is their NOWAIT',
    type: 'choice',
    default: 'wait',
    choices: ['wait', 'refuse'],
    swarm: ['wait', 'refuse'],
  },
  lockTimeout: {
    about: 'After so long a wait for a lock the vote is no: how deadlocks across participants end.',
    source: OWN,
    type: 'duration',
    default: ms(200),
    min: ms(1),
    max: seconds(3_600),
    swarm: [ms(20), ms(200)],
  },
  decisionTimeout: {
    about: 'So long after its yes a participant that was told nothing begins to ask. Before, nothing is amiss.',
    source: OWN,
    type: 'duration',
    default: ms(500),
    min: ms(1),
    max: seconds(3_600),
    swarm: [ms(50), ms(500)],
  },
  askInterval: {
    about: 'Time between the questions of a participant that is left without an answer.',
    source: OWN,
    type: 'duration',
    default: ms(200),
    min: ms(1),
    max: seconds(3_600),
    swarm: [ms(50), ms(200)],
  },
  voteTimeout: {
    about: 'Without all votes after so long the transaction is aborted.',
    source: OWN,
    type: 'duration',
    default: ms(500),
    min: ms(1),
    max: seconds(3_600),
    swarm: [ms(50), ms(500)],
  },
  readOnlyVotes: {
    about:
      'A participant that only reads votes read-only, writes nothing and lets its locks go. If not, it votes yes and keeps them to the end.',
    source: 'Mohan, Lindsay, Obermarck 1986, §3; X/Open XA: XA_RDONLY',
    type: 'boolean',
    default: true,
    swarm: [true, false],
  },
  reads: {
    about: 'Reads take shared locks, or look at what is committed at each participant by itself.',
    source: 'two-phase locking; local snapshot isolation',
    type: 'choice',
    default: 'locked',
    choices: ['locked', 'snapshot'],
  },
};

export const initiatorOption: { readonly [name: string]: OptionSpec } = {
  initiator: {
    about:
      'Who begins the commitment: the coordinator, which asks all participants; or a participant, which prepares first and sends its yes along.',
    source: 'coordinator: Mohan, Lindsay, Obermarck 1986; participant: Gray, Lamport 2006, §3',
    type: 'choice',
    default: 'coordinator',
    choices: ['coordinator', 'participant'],
    swarm: ['coordinator', 'participant'],
  },
};
