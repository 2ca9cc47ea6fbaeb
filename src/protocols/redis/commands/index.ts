// The pure part of Redis: keys, expiry, commands and scripts. Begin with `keyspace.ts`.
export { type Command, mayWrite } from './command.ts';
export { type Executed, execute, readOnly } from './execute.ts';
export { FAIR_QUEUE, queueOf } from './fair-scripts.ts';
export {
  applyAll,
  type Entry,
  emptyKeyspace,
  entriesOf,
  isOverdue,
  type Keyspace,
  lookUp,
  type Write,
} from './keyspace.ts';
export { ownersOf } from './lock-scripts.ts';
export type { Published } from './script.ts';
export type { ScriptName } from './scripts.ts';
