// The table of a service: told by an orchestrator, or going by events.
import { type AnyProtocol, protocol } from '../../contract/protocol.ts';
import { onFailed, onHappened, onHeard, onPlace, onRelay, onStuck, resumed } from './choreography.ts';
import { onDeposit, onDo, onLook, onQuery, onUndo, onUnlock } from './commands.ts';
import type { Settings } from './options.ts';
import {
  blankService,
  type Durable,
  type ServiceMessage,
  type ServiceSends,
  type ServiceState,
  type ServiceTimer,
} from './service.ts';

export function participant(settings: Settings): AnyProtocol {
  return protocol<ServiceState, ServiceMessage, ServiceTimer, { readonly service: Durable }, ServiceSends>({
    name: 'saga-service',
    start(ctx, { service = blankService }) {
      const state = { ...service, isClosed: false };
      if (settings.closing > 0) ctx.setTimer({ kind: 'closing' }, Math.max(0, settings.closing - ctx.monotonic));
      resumed(state, ctx, settings);
      return state;
    },
    on: {
      Look: (state, message, from, ctx) => onLook(state, message, from, ctx, settings),
      Do: (state, message, from, ctx) => onDo(state, message, from, ctx, settings),
      Undo: (state, message, from, ctx) => onUndo(state, message, from, ctx, settings),
      Query: (state, message, from, ctx) => onQuery(state, message, from, ctx, settings),
      Unlock: (state, message, from, ctx) => onUnlock(state, message, from, ctx, settings),
      Deposit: (state, message, from, ctx) => onDeposit(state, message, from, ctx, settings),
      Place: (state, message, from, ctx) => onPlace(state, message, from, ctx, settings),
      Happened: (state, message, from, ctx) => onHappened(state, message, from, ctx, settings),
      Failed: (state, message, from, ctx) => onFailed(state, message, from, ctx, settings),
      Heard: (state, message, _from, ctx) => onHeard(state, message, ctx),
    },
    timer: {
      closing: (state) => ({ ...state, isClosed: true }),
      relay: (state, _timer, ctx) => onRelay(state, ctx, settings),
      stuck: (state, { key }, ctx) => onStuck(state, key, ctx, settings),
    },
  });
}
