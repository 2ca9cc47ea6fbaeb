// Consul's servers, for those who build on them: locks. Read `store.ts`, then `protocol.ts`; the README names the differences
// to the real one.
export type { PoolMessage } from './members/messages.ts';
export {
  noPool,
  onPoolMessage,
  onProbeTimeout,
  onProbeTimer,
  onSuspicionTimer,
  type Pool,
  type PoolTimer,
  startPool,
  suspicionTimeout,
} from './members/pool.ts';
export type { Rpc, RpcReply } from './messages.ts';
export { options } from './options.ts';
export { serversMonitor } from './properties.ts';
export { consul } from './protocol.ts';
export type { Answer, Asked, Entry } from './requests.ts';
export { optionsProblem, raftOptionsOf, settingsOf } from './settings.ts';
export { type Server, storeOf } from './state.ts';
export { emptyStore, entryOf, evaluate, type Store } from './store.ts';
