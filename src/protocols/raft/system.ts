// The system `raft-kv`: a replicated key-value store. What scenarios may name, set, expect and show.
import { role, system, view } from '../../contract/system.ts';
import { ms } from '../../contract/time.ts';
import { kvClient } from '../kv/index.ts';
import { writtenState } from './durable.ts';
import { lastTerm } from './log.ts';
import { raftMonitor } from './properties.ts';
import { raft } from './protocol.ts';
import { settingsOf, settingsProblem } from './settings.ts';
import type { State } from './state.ts';

const anyFaults = 'any partitions, losses, delays, duplicates, crashes and restarts';

export const raftKv = system({
  name: 'raft-kv',
  about: 'A key-value store replicated by Raft: reads and writes go through the log, clients are redirected.',
  groups: { server: { about: 'Raft servers', protocol: (options) => raft(settingsOf(options)), count: 3 } },
  options: {
    heartbeat: {
      about: 'Time between the heartbeats of a leader.',
      source: 'etcd: --heartbeat-interval 100 ms',
      type: 'duration',
      default: ms(100),
      min: ms(1),
      max: ms(60_000),
    },
    electionTimeoutMin: {
      about: 'A follower that hears nothing for a time drawn between the two timeouts starts an election.',
      source: 'etcd: --election-timeout 1000 ms',
      type: 'duration',
      default: ms(1000),
      min: ms(1),
      max: ms(600_000),
    },
    electionTimeoutMax: {
      about: 'The longest election timeout.',
      source: 'etcd/raft: the timeout is drawn from 10 to 19 ticks of one heartbeat each',
      type: 'duration',
      default: ms(1900),
      min: ms(1),
      max: ms(600_000),
    },
    batch: {
      about: 'Entries in one AppendEntries at most.',
      source: 'of the size of hashicorp/raft: MaxAppendEntries 64',
      type: 'count',
      default: 64,
      min: 1,
      max: 10_000,
    },
    sync: {
      about: 'Whether a server waits until its disk holds a vote or an entry before it says so.',
      source: 'etcd: --unsafe-no-fsync is the same as false',
      type: 'boolean',
      default: true,
    },
    timers: {
      about: 'The clock that heartbeats and elections go by. A wall clock can be set, a monotonic one cannot.',
      source: 'etcd: the ticker of Go, which is monotonic',
      type: 'choice',
      default: 'monotonic',
      choices: ['monotonic', 'wall'],
    },
    writes: {
      about: 'Whether a follower writes a new term and the entries that came with it apart, or as one write.',
      source: 'etcd: HardState and entries of one Ready go to the log together',
      type: 'choice',
      default: 'apart',
      choices: ['apart', 'together'],
    },
    emptyDisk: {
      about: 'What a server does that starts again with nothing on its disk: stop, or join in as if it were new.',
      source: 'etcd: "member … has already been bootstrapped"; to join safely is a change of membership',
      type: 'choice',
      default: 'refuse',
      choices: ['refuse', 'join'],
    },
  },
  check: (options) => settingsProblem(settingsOf(options)),
  roles: {
    leader: role<State>({
      about: 'Believes itself the leader; of several, that of the highest term.',
      group: 'server',
      is: (state) => state.role === 'leader',
      rank: (state) => state.term,
    }),
    follower: role<State>({
      about: 'Follows a leader, or waits for one.',
      group: 'server',
      is: (state) => state.role === 'follower',
    }),
    candidate: role<State>({
      about: 'Asks for votes.',
      group: 'server',
      is: (state) => state.role === 'candidate',
      rank: (state) => state.term,
    }),
  },
  workloads: {
    register: {
      about: 'Reads, writes and compare-and-sets on one key or several.',
      model: 'cas-register',
      operations: ['read', 'write', 'cas'],
      client: kvClient,
    },
  },
  monitors: () => [raftMonitor],
  promises: [
    { property: 'election-safety', under: anyFaults },
    { property: 'leader-append-only', under: anyFaults },
    { property: 'log-matching', under: anyFaults },
    { property: 'leader-completeness', under: anyFaults },
    { property: 'state-machine-safety', under: anyFaults },
    { property: 'linearizable', under: anyFaults },
  ],
  writes: {
    candidacy: "a candidate's new term, and its vote for itself",
    vote: 'a term, and the vote in it for another',
    term: 'a term that was heard of, without a vote in it',
    log: 'the log',
  },
  durable: { server: writtenState },
  abstract: {
    server: view<State>(({ role: name, term, votedFor, log, commitIndex, lastApplied }) => ({
      role: name,
      term,
      hasVoted: votedFor !== null,
      log: log.length,
      lastTerm: lastTerm(log),
      commit: commitIndex,
      applied: lastApplied,
    })),
  },
  view: {
    server: view<State>((state) => ({
      role: state.role,
      term: state.term,
      votedFor: state.votedFor,
      leader: state.leader,
      log: state.log.length,
      lastTerm: lastTerm(state.log),
      commit: state.commitIndex,
      applied: state.lastApplied,
    })),
  },
});
