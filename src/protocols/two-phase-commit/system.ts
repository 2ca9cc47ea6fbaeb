// The system `two-phase-commit`: what scenarios may name, set, expect and show.
import { role, system, view } from '../../contract/system.ts';
import {
  auditMonitor,
  commitmentMeter,
  commitmentMonitor,
  commitmentProperties,
  conserved,
  conservedMonitor,
  workloads,
} from '../commitment/index.ts';
import { coordinator } from './coordinator.ts';
import { options } from './options.ts';
import { type ParticipantState, participant } from './participant.ts';
import { optionsProblem, settingsOf } from './settings.ts';
import type { CoordinatorState } from './state.ts';

const anyFaults =
  'any partitions, losses, delays, duplicates, crashes and restarts, while disks keep what they hold; no heuristic decisions';

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
    prepared: role<ParticipantState>({
      about: 'Has promised to commit, and does not know the outcome.',
      group: 'participant',
      is: ({ resource }) => Object.values(resource.store.open).some(({ phase }) => phase === 'prepared'),
    }),
    blocked: role<ParticipantState>({
      about: 'Has promised, was told nothing for longer than is usual, and asks.',
      group: 'participant',
      is: ({ resource }) => resource.overdue.length > 0,
    }),
    deciding: role<CoordinatorState>({
      about: 'Writes a decision down.',
      group: 'coordinator',
      is: ({ transactions }) => Object.values(transactions).some(({ phase }) => phase === 'deciding'),
    }),
  },
  workloads,
  monitors: () => [
    commitmentMonitor({
      resource: (state: ParticipantState) => state.resource,
      decided: (state: CoordinatorState) => state.decided,
      participantsOf: (note) => note['participants'] as readonly string[],
    }),
    conservedMonitor((state: ParticipantState) => state.resource),
    auditMonitor,
  ],
  meters: () => [commitmentMeter((state: ParticipantState) => state.resource)],
  promises: [
    ...commitmentProperties.map(({ name }) => ({ property: name, under: anyFaults })),
    { property: conserved.name, under: anyFaults },
  ],
  writes: {
    prepared: 'a participant’s promise, forced',
    commit: 'a participant’s commit record, forced',
    abort: 'a participant’s abort record, forced',
    'commit-unforced': 'a participant’s commit record that nothing waits for',
    'abort-unforced': 'a participant’s abort record that nothing waits for',
    heuristic: 'what a participant has decided on its own',
    'coordinator-commit': 'the decision to commit, forced',
    'coordinator-abort': 'the decision to abort, forced',
    'coordinator-abort-unforced': 'the decision to abort, that nothing waits for',
    membership: 'who takes part, forced, before anyone is asked',
    'begin-unforced': 'that a transaction has begun, that nothing waits for',
    'end-unforced': 'that all know, that nothing waits for',
  },
  abstract: {
    coordinator: view<CoordinatorState>(({ transactions, decided }) => ({
      phases: [...new Set(Object.values(transactions).map(({ phase }) => phase))].sort().join(' '),
      decided: [...new Set(Object.values(decided).map(({ outcome }) => outcome))].sort().join(' '),
    })),
    participant: view<ParticipantState>(({ resource }) => ({
      prepared: Object.values(resource.store.open).filter(({ phase }) => phase === 'prepared').length,
      waiting: Object.keys(resource.waiting).length,
      overdue: resource.overdue.length > 0,
    })),
  },
  view: {
    coordinator: view<CoordinatorState>(({ incarnation, transactions, decided }) => ({
      life: incarnation,
      transactions: Object.keys(transactions)
        .map((id) => `${id} ${transactions[id]!.phase}`)
        .join(', '),
      committed: Object.values(decided).filter(({ outcome }) => outcome === 'committed').length,
      aborted: Object.values(decided).filter(({ outcome }) => outcome === 'aborted').length,
    })),
    participant: view<ParticipantState>(({ resource, heuristics, damaged }) => ({
      prepared: Object.keys(resource.store.open)
        .filter((id) => resource.store.open[id]!.phase === 'prepared')
        .join(', '),
      waiting: Object.keys(resource.waiting).join(', '),
      overdue: resource.overdue.length,
      locked: Object.keys(resource.store.locks).join(' '),
      committed: Object.values(resource.store.outcomes).filter((outcome) => outcome === 'committed').length,
      aborted: Object.values(resource.store.outcomes).filter((outcome) => outcome === 'aborted').length,
      heuristic: Object.keys(heuristics).length,
      damaged: damaged.length,
    })),
  },
});
