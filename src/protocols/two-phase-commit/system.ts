// The system `two-phase-commit`: what scenarios may name, set, expect and show.
import { role, system, view } from '../../contract/system.ts';
import {
  coordinatorAbstract,
  coordinatorView,
  meters,
  monitors,
  participantAbstract,
  participantFields,
  participantRoles,
  promisedUnder,
  workloads,
} from '../commitment/index.ts';
import { coordinator } from './coordinator.ts';
import { options } from './options.ts';
import { type ParticipantState, participant } from './participant.ts';
import { optionsProblem, settingsOf } from './settings.ts';
import type { CoordinatorState } from './state.ts';

export const twoPhaseCommit = system({
  name: 'two-phase-commit',
  about:
    'Atomic commitment with one coordinator: it collects votes, forces one decision, and tells everyone. Safe under any ' +
    'faults; while the decision is unknown, rows stay locked.',
  groups: {
    coordinator: {
      about: 'The coordinator, or transaction manager',
      protocol: (chosen) => coordinator(settingsOf(chosen)),
      count: 1,
      prefix: 'k',
    },
    participant: {
      about: 'Participants, or resource managers: each has accounts and stock of its own',
      protocol: (chosen) => participant(settingsOf(chosen)),
      count: 3,
    },
  },
  options,
  check: optionsProblem,
  roles: {
    ...participantRoles,
    deciding: role<CoordinatorState>({
      about: 'Writes a decision down.',
      group: 'coordinator',
      is: ({ transactions }) => Object.values(transactions).some(({ phase }) => phase === 'deciding'),
    }),
  },
  workloads,
  monitors,
  meters,
  promises: promisedUnder(
    'any partitions, losses, delays, duplicates, crashes and restarts, while disks keep what they hold; no heuristic decisions',
  ),
  writes: {
    prepared: 'a participant’s promise, forced',
    commit: 'a participant’s commit record, forced',
    abort: 'a participant’s abort record, forced',
    'commit-unforced': 'a participant’s commit record that nothing waits for',
    'abort-unforced': 'a participant’s abort record that nothing waits for',
    heuristic: 'what a participant has decided on its own',
    damage: 'that this was wrong',
    'coordinator-commit': 'the decision to commit, forced',
    'coordinator-abort': 'the decision to abort, forced',
    'coordinator-abort-unforced': 'the decision to abort, that nothing waits for',
    membership: 'who takes part, forced, before anyone is asked',
    'begin-unforced': 'that a transaction has begun, that nothing waits for',
    'end-unforced': 'that all know, that nothing waits for',
  },
  abstract: {
    coordinator: coordinatorAbstract,
    participant: participantAbstract,
  },
  view: {
    coordinator: coordinatorView,
    participant: view<ParticipantState>((state) => ({
      ...participantFields(state),
      heuristic: Object.keys(state.heuristics).length,
      damaged: state.damaged.length,
    })),
  },
});
