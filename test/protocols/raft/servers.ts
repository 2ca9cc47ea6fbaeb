// Raft servers in chosen states, and short ways to run their handlers. Logs are written as their entries' terms.
import type { Kind } from '../../../src/contract/context.ts';
import type { NodeId } from '../../../src/contract/ids.ts';
import { defaultsOf, type Options } from '../../../src/contract/system.ts';
import type { Command } from '../../../src/protocols/kv/index.ts';
import { emptyMachine } from '../../../src/protocols/kv/index.ts';
import { inOrder } from '../../../src/protocols/raft/configuration.ts';
import {
  type Candidate,
  type Entry,
  type Follower,
  type Leader,
  type Log,
  lastIndex,
  logOf as logOfEntries,
  type PreCandidate,
  raft,
  raftKv,
  type Settings,
  type State,
} from '../../../src/protocols/raft/index.ts';
import { withEntry } from '../../../src/protocols/raft/log.ts';
import { settingsOf } from '../../../src/protocols/raft/settings.ts';
import { fire, type Outcome, receive, type Setup } from '../recording-context.ts';

/** The options that make the paper's Raft of the defaults. */
export const paper: Options = raftKv.presets!['paper']!.options;

/** The paper's Raft; the additions of the thesis are switched on where they are tested. */
export const settings: Settings = settingsOf({ ...defaultsOf(raftKv), ...paper });
export const protocol = raft(settings);

/** The defaults, which are etcd's. */
export const etcdSettings: Settings = settingsOf(defaultsOf(raftKv));

/** n1 of three servers, unless a test says otherwise. */
export const three: Setup = { self: 'n1', peers: ['n2', 'n3'] };
export const five: Setup = { self: 'n1', peers: ['n2', 'n3', 'n4', 'n5'] };

/** A log of no-ops with these terms: `logOf(1, 1, 4)`. */
export function logOf(...terms: readonly number[]): Log {
  return logOfEntries(terms.map((term) => ({ term, command: null })));
}

export { logOfEntries as logWith, withEntry };

export function write(client: NodeId, number: number, value: number): Command {
  return { id: { client, number }, operation: { f: 'write', key: 'k0', value } };
}

export const entry = (term: number, command: Command | null = null): Entry => ({ term, command });

const voters = ['n1', 'n2', 'n3'];

const base = {
  term: 1,
  votedFor: null,
  leader: null,
  log: logOf(),
  commitIndex: 0,
  lastApplied: 0,
  machine: emptyMachine,
  snapshot: null,
  configuration: { voters, outgoing: [], learners: [] },
  configurationIndex: 0,
  reads: [],
  hasFreshLeader: false,
};

export const follower = (fields: Partial<Follower> = {}): State => ({
  ...base,
  role: 'follower',
  asked: [],
  ...fields,
});

export const candidate = (fields: Partial<Candidate> = {}): State => ({
  ...base,
  role: 'candidate',
  votedFor: 'n1',
  votes: [],
  ...fields,
});

/** The duties of a leader of whom nothing was asked. */
export const idle: Leader['duties'] = {
  transferee: null,
  transferRequest: null,
  isLeaseVoid: false,
  blanks: {},
  change: null,
  catchUp: null,
};

/** Who the members are in a setup: all of its servers. */
export function membersOf({ self = 'n1', peers = [] }: Setup): Pick<Leader, 'configuration'> {
  return { configuration: { voters: inOrder([self, ...peers]), outgoing: [], learners: [] } };
}

/** A leader that has just been elected: of its followers it knows nothing. */
export function leader(fields: Partial<Leader & Leader['duties']>, setup: Setup = three): State {
  const { transferee, transferRequest, isLeaseVoid, blanks, change, catchUp, ...rest } = fields;
  const given = { transferee, transferRequest, isLeaseVoid, blanks, change, catchUp };
  const asked = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const log = fields.log ?? base.log;
  const peers = setup.peers ?? [];
  return {
    ...base,
    ...membersOf(setup),
    role: 'leader',
    votedFor: 'n1',
    leader: 'n1',
    nextIndex: Object.fromEntries(peers.map((peer) => [peer, lastIndex(log) + 1])),
    matchIndex: Object.fromEntries(['n1', ...peers].map((server) => [server, 0])),
    flow: Object.fromEntries(peers.map((peer) => [peer, { mode: 'probe' }])),
    termStart: lastIndex(log),
    active: [],
    rounds: { latest: 0, answered: {}, sent: [], leaseUntil: null },
    duties: { ...idle, ...asked },
    ...rest,
  };
}

export const deliver = (state: State, from: NodeId, message: Kind, setup: Setup = three): Outcome<State> =>
  receive(protocol, state, message, from, setup);

export const timeout = (state: State, kind: 'election' | 'heartbeat', setup: Setup = three): Outcome<State> =>
  fire(protocol, state, kind, setup);

/** A matched AppendEntries' answer. */
export const acked = (term: number, matchIndex: number): Kind => ({
  kind: 'AppendReply',
  term,
  success: true,
  matchIndex,
});

export type AppendFields = {
  readonly term?: number;
  readonly prev?: readonly [index: number, term: number];
  readonly entries?: readonly Entry[];
  readonly leaderCommit?: number;
};

export function appendEntries({ term = 1, prev = [0, 0], entries = [], leaderCommit = 0 }: AppendFields): Kind {
  return { kind: 'AppendEntries', term, prevLogIndex: prev[0], prevLogTerm: prev[1], entries, leaderCommit };
}

export const requestVote = (term: number, lastLogIndex = 0, lastLogTerm = 0): Kind => ({
  kind: 'RequestVote',
  term,
  lastLogIndex,
  lastLogTerm,
  isTransfer: false,
});

export const vote = (term: number, granted = true): Kind => ({ kind: 'Vote', term, granted });

/** The handlers of a server with other settings than the paper's. */
export function serverWith(changes: Partial<Settings>) {
  const changed = raft({ ...settings, ...changes });
  return {
    protocol: changed,
    deliver: (state: State, from: NodeId, message: Kind, setup: Setup = three): Outcome<State> =>
      receive(changed, state, message, from, setup),
    timeout: (state: State, kind: string, setup: Setup = three): Outcome<State> => fire(changed, state, kind, setup),
  };
}

export const preCandidate = (fields: Partial<PreCandidate> = {}): State => ({
  ...base,
  role: 'pre-candidate',
  votes: [],
  ...fields,
});
