// A connection to the primary, for clients that ask several things at a time. Begin with `state.ts`.
export { call, connect, onAnswer, onCallTimeout, onRefused, unmoved } from './calls.ts';
export { onLocate, onScan } from './locate.ts';
export { onPrimaryIs } from './move.ts';
export type {
  Call,
  Connection,
  ConnectionMessage,
  ConnectionSends,
  ConnectionSettings,
  ConnectionTimer,
  Heard,
  Outcome,
  SubscriberMessage,
} from './state.ts';
