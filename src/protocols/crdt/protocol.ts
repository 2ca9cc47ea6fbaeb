// The table: which rule answers which message and timer.
import { type AnyProtocol, protocol } from '../../contract/protocol.ts';
import type { Message } from './messages.ts';
import type { Settings } from './options.ts';
import { onHeard, onState, onSync, onUpdates } from './replication.ts';
import { onAsk, onRequest } from './requests.ts';
import { blank, type Durable, type Replica, type Sends, type Timer } from './state.ts';

export function crdt(settings: Settings): AnyProtocol {
  return protocol<Replica, Message, Timer, { readonly replica: Durable }, Sends>({
    name: 'crdt',
    start(ctx, { replica = blank }) {
      // Not all at once: each replica begins somewhere in the first interval.
      ctx.setTimer({ kind: 'sync' }, 0, settings.syncInterval);
      return { ...replica, heard: {} };
    },
    on: {
      Request: (replica, message, from, ctx) => onRequest(replica, message, from, ctx, settings),
      Ask: (replica, message, from, ctx) => onAsk(replica, message, from, ctx, settings),
      State: (replica, message, from, ctx) => onState(replica, message, from, ctx),
      Updates: (replica, message, from, ctx) => onUpdates(replica, message, from, ctx, settings),
      Heard: (replica, message, from) => onHeard(replica, message, from),
    },
    timer: { sync: (replica, _timer, ctx) => onSync(replica, ctx, settings) },
  });
}
