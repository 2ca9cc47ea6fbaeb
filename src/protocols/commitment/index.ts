// What all atomic commitment protocols here share. Read `resource.ts` first: the participant's own part.
export { type ClientSettings, type ClientState, commitClient } from './client.ts';
export * from './messages.ts';
export { lifeOf, nameOf } from './naming.ts';
export { bankOptions, initiatorOption, participantOptions } from './options.ts';
export type { Decided, DecidedByTransaction } from './properties.ts';
export {
  becomeOverdue,
  type Cast,
  carryOut,
  isPrepared,
  noteOf,
  type Resource,
  type ResourceContext,
  type ResourceDurable,
  type ResourceTimer,
  type Step,
  startResource,
  type Work,
  waitedTooLong,
  work,
} from './resource.ts';
export {
  type BankSettings,
  bankOf,
  type Initiator,
  initialRows,
  type ParticipantSettings,
  participantSettings,
} from './settings.ts';
export {
  coordinatorAbstract,
  coordinatorView,
  decidedCounts,
  meters,
  monitors,
  participantAbstract,
  participantFields,
  participantRoles,
  participantView,
  promisedUnder,
} from './shown.ts';
export { workloads } from './workloads.ts';
