// Clients that keep a copy of the store, as a service's clients do of a registry. Clients of odd numbers write, those of
// even ones list all keys and watch them (`watcher.ts`).
import { type AnyProtocol, clientProtocol } from '../../../contract/protocol.ts';
import type { Workload } from '../../../contract/system.ts';
import { choicesOf, numberOf } from '../../kv/index.ts';
import type { ClientMessage, ClientSends } from '../messages.ts';
import {
  type ClientCtx,
  type ClientTimer,
  type LoopSettings,
  type LoopState,
  loopTimers,
  onAnswered,
  type Script,
  startLoop,
} from './loop.ts';
import {
  onCreated,
  onEvents,
  onForgotten,
  onListed,
  startWatcher,
  type Watcher,
  type WatchSettings,
  watcherTimers,
} from './watcher.ts';

type Writes = LoopState<null, null>;
type State = { readonly writer: Writes } | { readonly watcher: Watcher };

export function watchClient(workload: Workload, settings: LoopSettings & WatchSettings): AnyProtocol {
  const plan = { workload, settings, script: scriptOf(workload) };
  const writes = loopTimers(plan);
  const watches = watcherTimers({ workload, settings });
  const asWriter = (state: State, change: (writer: Writes) => Writes): State => {
    if (!('writer' in state)) return state;
    const writer = change(state.writer);
    return writer === state.writer ? state : { writer };
  };
  const asWatcher = (state: State, change: (watcher: Watcher) => Watcher): State => {
    if (!('watcher' in state)) return state;
    const watcher = change(state.watcher);
    return watcher === state.watcher ? state : { watcher };
  };
  const fire = (state: State, timer: ClientTimer, ctx: ClientCtx): State =>
    'writer' in state
      ? asWriter(state, (writer) => writes[timer.kind](writer, timer, ctx))
      : asWatcher(state, (watcher) => watches[timer.kind](watcher, ctx));
  return clientProtocol<State, ClientMessage, ClientTimer, ClientSends>({
    name: 'etcd-watcher',
    start: (ctx) =>
      numberOf(ctx.self) % 2 === 1 ? { writer: startLoop(plan, ctx) } : { watcher: startWatcher(workload, ctx) },
    on: {
      Answered: (state, message, _from, ctx) =>
        'writer' in state
          ? asWriter(state, (writer) => onAnswered(writer, message, plan, ctx))
          : asWatcher(state, (watcher) => onListed(watcher, message, { workload, settings }, ctx)),
      WatchCreated: (state, message, from, ctx) =>
        asWatcher(state, (watcher) => onCreated(watcher, message, from, ctx)),
      WatchEvents: (state, message, from, ctx) => asWatcher(state, (watcher) => onEvents(watcher, message, from, ctx)),
      WatchCompacted: (state, message, _from, ctx) =>
        asWatcher(state, (watcher) => onForgotten(watcher, message, { workload, settings }, ctx)),
    },
    timer: { next: fire, attempt: fire, deadline: fire, end: fire },
  });
}

function scriptOf(workload: Workload): Script<null, null> {
  const choices = choicesOf({ ...workload, ...onlyWrites });
  return {
    empty: null,
    begin(number, _memory, ctx) {
      const operation = choices.next(number, {}, ctx);
      const { key } = operation;
      const value = operation.f === 'write' ? operation.value : null;
      return { invoked: { f: 'write', key, value }, where: null, ask: { f: 'put', key, value, lease: 0 } };
    },
    answered: (_where, answer) => ({
      memory: null,
      outcome: answer.f === 'put' ? { ok: null } : { failed: 'unavailable' },
    }),
  };
}

const onlyWrites = {
  reads: { numerator: 0, denominator: 1 },
  cas: { numerator: 0, denominator: 1 },
  fresh: { numerator: 0, denominator: 1 },
};
