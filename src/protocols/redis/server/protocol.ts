// The table of a server: which rule answers which message and timer.
import { type AnyProtocol, protocol } from '../../../contract/protocol.ts';
import type { ServerMessage, ServerSends } from '../messages.ts';
import { onExpire } from './expiry.ts';
import { onInfo } from './info.ts';
import { everySecond } from './persistence.ts';
import { onSubscribe, onUnsubscribe } from './publish.ts';
import { onAck, onPsync, primaryCron } from './replicas.ts';
import { onClosed, onContinue, onFullResync, onStream, replicaCron } from './replication.ts';
import { onExecute } from './requests.ts';
import { onReplicaOf } from './role.ts';
import { CRON, start } from './start.ts';
import { type Ctx, type Durable, isPrimary, type ServerSettings, type ServerState, type Timer } from './state.ts';
import { onWaitTimeout } from './wait.ts';

export function redisServer(settings: ServerSettings): AnyProtocol {
  return protocol<ServerState, ServerMessage, Timer, Durable, ServerSends>({
    name: 'redis-server',
    start: (ctx, durable) => start(ctx, durable, settings),
    on: {
      Execute: (state, message, from, ctx) => onExecute(state, message, from, ctx, settings),
      Psync: (state, message, from, ctx) => onPsync(state, message, from, ctx, settings),
      FullResync: (state, message, from, ctx) => onFullResync(state, message, from, ctx, settings),
      Continue: (state, message, from, ctx) => onContinue(state, message, from, ctx, settings),
      Stream: (state, message, from, ctx) => onStream(state, message, from, ctx, settings),
      Ack: (state, message, from, ctx) => onAck(state, message, from, ctx, settings),
      Closed: (state, _message, from, ctx) => onClosed(state, from, ctx),
      Ping(state, _message, from, ctx) {
        ctx.send(from, { kind: 'Pong' });
        return state;
      },
      AskInfo: (state, _message, from, ctx) => onInfo(state, from, ctx, settings),
      ReplicaOf: (state, message, _from, ctx) => onReplicaOf(state, message.primary, ctx, settings),
      Subscribe: (state, { channel }, from, ctx) => onSubscribe(state, channel, from, ctx),
      Unsubscribe: (state, { channel }, from) => onUnsubscribe(state, channel, from),
    },
    timer: {
      cron: (state, _timer, ctx) => onCron(state, ctx, settings),
      expire: (state, _timer, ctx) => onExpire(state, ctx, settings),
      wait: (state, timer, ctx) => onWaitTimeout(state, timer.key, ctx, settings),
    },
  });
}

function onCron(state: ServerState, ctx: Ctx, settings: ServerSettings): ServerState {
  ctx.setTimer({ kind: 'cron' }, CRON);
  const saved = everySecond(state, ctx, settings);
  return isPrimary(saved) ? primaryCron(saved, ctx, settings) : replicaCron(saved, ctx, settings);
}
