// The protected resource: one counter, and a fence if it is told to have one. It answers when what it has done is on disk.
import { ownItem } from '../../../base/plain.ts';
import type { NodeId } from '../../../contract/ids.ts';
import { type AnyProtocol, protocol } from '../../../contract/protocol.ts';
import type { ResourceMessage, ResourceSends, Write } from './messages.ts';
import type { Ctx, Durable, Fencing, ResourceState } from './state.ts';

const blank: ResourceState = {
  value: 0,
  highestSeen: 0,
  highestWritten: 0,
  newest: null,
  last: {},
  accepted: 0,
  rejected: 0,
  lastAccepted: null,
};

export function resource(fencing: Fencing): AnyProtocol {
  return protocol<ResourceState, ResourceMessage, never, Durable, ResourceSends>({
    name: 'resource',
    start: (_ctx, { resource: durable = blank }) => durable,
    on: {
      Read: (state, message, from, ctx) =>
        onceOnly(state, message, from, ctx, () => {
          const { number, token } = message;
          if (fencing === 'all' && isBelow(token, state.highestSeen)) return fenced(state, number, state.highestSeen);
          return { state: seen(state, token, from), reply: { kind: 'Value', number, value: state.value } };
        }),
      Write: (state, message, from, ctx) =>
        onceOnly(state, message, from, ctx, () => {
          const { highestSeen, highestWritten } = state;
          const bound = fencing === 'off' ? 0 : fencing === 'all' ? highestSeen : highestWritten;
          if (isBelow(message.token, bound)) return fenced(state, message.number, bound);
          return { state: written(state, message, from), reply: { kind: 'Written', number: message.number } };
        }),
    },
    timer: {},
  });
}

type Done = { readonly state: ResourceState; readonly reply: ResourceSends };

function onceOnly(
  state: ResourceState,
  { number }: ResourceMessage,
  from: NodeId,
  ctx: Ctx,
  act: () => Done,
): ResourceState {
  const last = ownItem(state.last, from);
  if (last !== undefined && number < last.number) return state;
  if (last?.number === number) {
    ctx.send(from, last, { durable: true });
    return state;
  }
  const done = act();
  const next = { ...done.state, last: { ...state.last, [from]: done.reply } };
  ctx.persist({ resource: next }, { kind: 'resource' });
  ctx.send(from, done.reply, { durable: true });
  return next;
}

function isBelow(token: number | null, bound: number): boolean {
  return token !== null && token < bound;
}

function fenced(state: ResourceState, number: number, highest: number): Done {
  return { state: { ...state, rejected: state.rejected + 1 }, reply: { kind: 'Fenced', number, highest } };
}

/** By a read: each hold begins with one. A write says who has the highest token only if it is the first to bring it. */
function seen(state: ResourceState, token: number | null, client: NodeId, isRead = true): ResourceState {
  if (token === null || token < state.highestSeen || (token === state.highestSeen && !isRead)) return state;
  return { ...state, highestSeen: token, newest: client };
}

function written(state: ResourceState, { token, from, to }: Write, client: NodeId): ResourceState {
  const { highestSeen, newest } = state;
  const isOfOlder = (own: number) => own < highestSeen || (own === highestSeen && newest !== client);
  const isStale = token === null ? from !== state.value : isOfOlder(token);
  return {
    ...seen(state, token, client, false),
    value: to,
    highestWritten: Math.max(state.highestWritten, token ?? 0),
    accepted: state.accepted + 1,
    lastAccepted: { client, token, from, to, isStale },
  };
}
