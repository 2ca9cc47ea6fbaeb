// The system `three-phase-commit`: what scenarios may name, set, expect and show.
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
import type { Note, ParticipantState } from './participant.ts';
import { settingsOf } from './settings.ts';
import { participant } from './termination.ts';

export const threePhaseCommit = system({
  name: 'three-phase-commit',
  about:
    'Atomic commitment with a round between votes and commit, so that participants can go on without a coordinator that has ' +
    'crashed. If a message takes longer than the timeout, they can decide against each other.',
  groups: {
    coordinator: {
      about: 'The coordinator',
      protocol: (chosen) => coordinator(settingsOf(chosen)),
      count: 1,
      prefix: 'k',
    },
    participant: {
      about: 'Participants: each has accounts and stock of its own',
      protocol: (chosen) => participant(settingsOf(chosen)),
      count: 3,
    },
  },
  options,
  roles: {
    ...participantRoles,
    'pre-committed': role<ParticipantState>({
      about: 'Knows that all have voted yes, and not yet that it is committed.',
      group: 'participant',
      is: (state) => preCommittedIn(state).length > 0,
    }),
  },
  workloads,
  monitors,
  meters,
  promises: promisedUnder(
    'crashes and restarts, while no message and no write takes longer than the timeout and nothing is lost: no partitions',
  ),
  writes: {
    prepared: 'a participant’s promise, forced',
    'pre-committed': 'that a participant knows that all have voted yes, forced',
    commit: 'a participant’s commit record, forced',
    abort: 'a participant’s abort record, forced',
    'coordinator-commit': 'the decision to commit, forced',
    'coordinator-abort': 'the decision to abort, forced',
  },
  abstract: {
    coordinator: coordinatorAbstract,
    participant: participantAbstract,
  },
  view: {
    coordinator: coordinatorView,
    participant: view<ParticipantState>((state) => ({
      ...participantFields(state),
      preCommitted: preCommittedIn(state).length,
      recovering: state.recovering.length,
    })),
  },
});

function preCommittedIn({ resource: { store } }: ParticipantState): readonly string[] {
  return Object.keys(store.open).filter((id) => (store.open[id]!.note as Note | null)?.isPreCommitted === true);
}
