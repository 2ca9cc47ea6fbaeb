// The system `raft-kv`: a replicated key-value store. What scenarios may name, set, expect and show.
import type { PlainRecord } from '../../base/plain.ts';
import { role, store, system, view } from '../../contract/system.ts';
import { heldBy, kvClient, registeringClient } from '../kv/index.ts';
import { admin } from './admin/admin.ts';
import { isJoint } from './configuration.ts';
import { writtenState } from './durable.ts';
import { lastIndex, lastTerm } from './log.ts';
import { options, presets } from './options.ts';
import { properties } from './properties/sentences.ts';
import { raftMonitor } from './properties.ts';
import { raft } from './protocol.ts';
import { adminPlanOf, optionsProblem, settingsOf } from './settings.ts';
import type { State } from './state.ts';

const anyFaults = 'any partitions, losses, delays, duplicates, crashes and restarts';

export const raftKv = system({
  name: 'raft-kv',
  about: 'A key-value store replicated by Raft, with the options of etcd; `preset: paper` is the Raft of the paper.',
  groups: {
    server: { about: 'Raft servers', protocol: (options) => raft(settingsOf(options)), count: 3 },
    admin: {
      about: 'Administrators, who ask for what the option `admin` says',
      protocol: (options) => admin(adminPlanOf(options), settingsOf(options).voters),
      count: 0,
    },
  },
  options,
  presets,
  check: optionsProblem,
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
      about: 'Asks for votes, or whether it would get them.',
      group: 'server',
      is: (state) => state.role === 'candidate' || state.role === 'pre-candidate',
      rank: (state) => state.term,
    }),
  },
  workloads: {
    register: {
      about: 'Reads, writes and compare-and-sets on one key or several.',
      model: 'cas-register',
      operations: ['read', 'write', 'cas'],
      client: (workload, chosen) => (chosen['sessionTimeout'] === 0 ? kvClient : registeringClient)(workload),
    },
  },
  monitors: () => [raftMonitor],
  promises: [
    ...properties.map(({ name }) => ({ property: name, under: anyFaults })),
    {
      property: 'linearizable',
      under: `${anyFaults}; reads: lease while no two clocks drift apart by more than clockDrift`,
    },
  ],
  writes: {
    candidacy: "a candidate's new term, and its vote for itself",
    vote: 'a term, and the vote in it for another',
    term: 'a term that was heard of, without a vote in it',
    log: 'the log',
    snapshot: 'a snapshot',
  },
  durable: { server: writtenState },
  store: store<State>({ group: 'server', holds: ({ machine }) => heldBy(machine) }),
  abstract: {
    server: view<State>(({ role: name, term, votedFor, log, commitIndex, lastApplied }) => ({
      role: name,
      term,
      hasVoted: votedFor !== null,
      log: lastIndex(log),
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
      log: lastIndex(state.log),
      lastTerm: lastTerm(state.log),
      commit: state.commitIndex,
      applied: state.lastApplied,
      ...(state.snapshot === null ? {} : { snapshot: state.snapshot.index, logFrom: state.log.base + 1 }),
      ...(state.configurationIndex === 0 ? {} : membersShown(state)),
      ...(state.reads.length === 0 ? {} : { reads: state.reads.length }),
    })),
  },
});

/** Who the members are, once that has changed. */
function membersShown({ configuration, configurationIndex, commitIndex }: State): PlainRecord {
  const { voters, outgoing, learners } = configuration;
  return {
    voters: voters.join(' '),
    ...(isJoint(configuration) ? { outgoing: outgoing.join(' ') } : {}),
    ...(learners.length > 0 ? { learners: learners.join(' ') } : {}),
    ...(configurationIndex > commitIndex ? { membersAt: configurationIndex } : {}),
  };
}
