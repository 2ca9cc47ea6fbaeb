// etcd, for those who build on it: locks and registries. Read `state.ts`, then `protocol.ts`; the README names the
// differences to the real one.
export type {
  Answered,
  ClientMessage,
  ClientSends,
  Message,
  WatchCompacted,
  WatchCreated,
  WatchEvents,
} from './messages.ts';
export { memberOptions } from './options.ts';
export type { Member } from './state.ts';
export { storeOf } from './state.ts';
export { type Found, type Keys, type KeyValue, prefixEnd } from './store/keys.ts';
export type { Answer, Asked, Comparison } from './store/requests.ts';
export type { Store } from './store/store.ts';
export { etcdSystem } from './system.ts';
