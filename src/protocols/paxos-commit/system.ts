// The system `paxos-commit`: what scenarios may name, set, expect and show.
import { role, system, view } from '../../contract/system.ts';
import {
  decidedCounts,
  meters,
  monitors,
  participantAbstract,
  participantRoles,
  participantView,
  promisedUnder,
  workloads,
} from '../commitment/index.ts';
import { coordinator } from './coordinator.ts';
import { options } from './options.ts';
import { participant } from './participant.ts';
import { settingsOf } from './settings.ts';
import type { CoordinatorState } from './state.ts';

// Votes are all that decides, so no coordinator can roll back what everyone has voted for.
const { 'vetoed-transfer': _vetoed, ...chosenWorkloads } = workloads;

export const paxosCommit = system({
  name: 'paxos-commit',
  about:
    'Atomic commitment in which each vote is a consensus among 2F + 1 acceptors, so any of them can find out the outcome. ' +
    'Safe under any faults, and blocked only while F + 1 acceptors are out of reach.',
  groups: {
    coordinator: {
      about:
        'Acceptors, any of which can lead; the first one does. 2F + 1 of them tolerate F faults; 1 is two-phase commit',
      protocol: (chosen) => coordinator(settingsOf(chosen)),
      count: 3,
      prefix: 'k',
    },
    participant: {
      about: 'Participants, or resource managers: each has accounts and stock of its own',
      protocol: (chosen) => participant(settingsOf(chosen)),
      count: 3,
    },
  },
  options,
  roles: {
    ...participantRoles,
    leader: role<CoordinatorState>({
      about: 'Leads a transaction; of several, in the highest ballot.',
      group: 'coordinator',
      is: ({ leading }) => Object.keys(leading).length > 0,
      rank: ({ leading }) => Math.max(...Object.values(leading).map(({ ballot }) => ballot)),
    }),
  },
  workloads: chosenWorkloads,
  monitors,
  meters,
  promises: promisedUnder(
    'any partitions, losses, delays, duplicates, crashes and restarts, while disks keep what they hold',
  ),
  writes: {
    prepared: 'a participant’s promise, forced',
    abort: 'a participant’s no, forced',
    'commit-unforced': 'a participant’s commit record that nothing waits for',
    'abort-unforced': 'a participant’s abort record that nothing waits for',
    accepted: 'what an acceptor has accepted, forced: in ballot 0 all votes at once',
    promise: 'that an acceptor takes part in a later ballot, forced',
  },
  abstract: {
    coordinator: view<CoordinatorState>((state) => ({
      leads: Object.values(state.leading)
        .map(({ phase, ballot }) => (ballot === 0 ? 'first' : phase))
        .sort()
        .join(' '),
      promised: Math.max(0, ...Object.values(state.ballots).map(({ promised }) => promised)),
      ...decidedCounts(state),
    })),
    participant: participantAbstract,
  },
  view: {
    coordinator: view<CoordinatorState>((state) => ({
      life: state.incarnation,
      leading: Object.keys(state.leading)
        .map((id) => `${id} ballot ${state.leading[id]!.ballot} ${state.leading[id]!.phase}`)
        .join(', '),
      ballot: Math.max(0, ...Object.values(state.ballots).map(({ promised }) => promised)),
      ...decidedCounts(state),
    })),
    participant: participantView,
  },
});
