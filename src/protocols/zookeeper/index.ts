// ZooKeeper: a coordination service that orders writes by ZAB. Read `README.md` next. For those who build on it: a client's
// connection and session (`client/link.ts`), and what it may ask.
export {
  type ClientSettings,
  firstLink,
  hasSeen,
  type Link,
  type LinkTimer,
  onConnected,
  onExpired,
  onLost,
  onPing,
  onReconnect,
  request,
  wasHeard,
} from './client/link.ts';
export type { ClientMessage, ClientRequest, Operation, Reply, WatchEvent } from './client-messages.ts';
export { serviceOptions } from './options.ts';
export { clientSettingsOf } from './settings.ts';
export { isServing, type State as ServerState } from './state.ts';
export { zookeeperSystem } from './system.ts';
export type { Result, Tree, Znode } from './tree.ts';
