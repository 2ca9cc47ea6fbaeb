// Consul's servers, for those who build on them: locks. Read `store.ts`, then `protocol.ts`; the README names the differences
// to the real one.
export type { NodeFailed, Rpc, RpcReply } from './messages.ts';
export { options } from './options.ts';
export { consul } from './protocol.ts';
export type { Answer, Asked, Entry } from './requests.ts';
export { optionsProblem, raftOptionsOf, settingsOf } from './settings.ts';
export { type Server, storeOf } from './state.ts';
export { emptyStore, entryOf, evaluate, type Store } from './store.ts';
