// How much may be on its way to a member, as etcd's Progress does it. Nothing is sent here: see `leading.ts`.
//
//   probe ──an acknowledgement──▶ replicate      with maxInflight 1 a member stays at probe: stop and wait, and whether
//     ▲ ◀───────a refusal──────────┘             something is on its way need not be remembered: it is, exactly if
//     │                                          nextIndex is not past the log's end. What is lost is sent again by the
//   snapshot: what it lacks was compacted        next heartbeat, or asked for by a refusal.
import type { NodeId } from '../../contract/ids.ts';
import { eachOther } from './configuration.ts';
import { lastIndex } from './log.ts';
import { type Ctx, type Flow, type Flows, type Leader, type Settings, withIndex } from './state.ts';

/** Heartbeats after which a snapshot that was not acknowledged is sent again: one election timeout of etcd's. */
const BEATS_MAX = 10;

type AwaitedSnapshot = Extract<Flow, { readonly mode: 'snapshot' }>;

export function withFlow(flows: Flows, server: NodeId, flow: Flow): Flows {
  const changed: { [server: NodeId]: Flow } = { ...flows };
  changed[server] = flow;
  return changed;
}

/** The indexes of those who are members now: newcomers are probed from the log's end, who left is forgotten. */
export function withMembers(state: Leader, ctx: Ctx): Leader {
  const nextIndex: { [server: NodeId]: number } = {};
  const matchIndex: { [server: NodeId]: number } = { [ctx.self]: state.matchIndex[ctx.self]! };
  const flow: { [server: NodeId]: Flow } = {};
  eachOther(state.configuration, ctx.self, (id) => {
    nextIndex[id] = state.nextIndex[id] ?? lastIndex(state.log);
    matchIndex[id] = state.matchIndex[id] ?? 0;
    flow[id] = state.flow[id] ?? { mode: 'probe' };
  });
  return { ...state, nextIndex, matchIndex, flow };
}

/** After `count` entries from `next` on were sent. Who is probed is not believed to have them before it says so. */
export function withSent(state: Leader, to: NodeId, next: number, count: number): Leader {
  const flow = state.flow[to]!;
  if (count === 0 || flow.mode !== 'replicate') return state;
  const inflight = [...flow.inflight, next + count - 1];
  return {
    ...state,
    nextIndex: withIndex(state.nextIndex, to, next + count),
    flow: withFlow(state.flow, to, { mode: 'replicate', inflight }),
  };
}

/** After `matched` was acknowledged: the window opens, and who was probed is known to follow. */
export function withAcknowledged(
  state: Leader,
  from: NodeId,
  matched: number,
  ctx: Ctx,
  { maxInflight }: Settings,
): Leader {
  const matchIndex = withIndex(state.matchIndex, from, matched);
  if (from === ctx.self) return { ...state, matchIndex };
  const flow = state.flow[from]!;
  // What a snapshot brings must reach the log, or there is nothing to go on with.
  if (flow.mode === 'snapshot' && matched < state.log.base) return { ...state, matchIndex };
  if (flow.mode === 'replicate') {
    const nextIndex = withIndex(state.nextIndex, from, Math.max(state.nextIndex[from]!, matched + 1));
    const inflight = flow.inflight.filter((index) => index > matched);
    return { ...state, matchIndex, nextIndex, flow: withFlow(state.flow, from, { mode: 'replicate', inflight }) };
  }
  const nextIndex = withIndex(state.nextIndex, from, matched + 1);
  if (maxInflight === 1 && flow.mode === 'probe') return { ...state, matchIndex, nextIndex };
  const next: Flow = maxInflight === 1 ? { mode: 'probe' } : { mode: 'replicate', inflight: [] };
  return { ...state, matchIndex, nextIndex, flow: withFlow(state.flow, from, next) };
}

/** After a refusal: from here on one message at a time, until it is known where the logs meet. */
export function withProbe(state: Leader, from: NodeId, nextIndex: number): Leader {
  const { flow } = state;
  const isProbed = flow[from]!.mode === 'probe';
  return {
    ...state,
    nextIndex: withIndex(state.nextIndex, from, nextIndex),
    flow: isProbed ? flow : withFlow(flow, from, { mode: 'probe' }),
  };
}

export function snapshotSent(state: Leader, to: NodeId): Leader {
  const { index } = state.snapshot!;
  return { ...state, flow: withFlow(state.flow, to, { mode: 'snapshot', index, beats: 0 }) };
}

/** One more heartbeat without an acknowledgement. */
export function snapshotAwaited(state: Leader, to: NodeId, flow: AwaitedSnapshot): Leader {
  return { ...state, flow: withFlow(state.flow, to, { ...flow, beats: flow.beats + 1 }) };
}

/** Whether a snapshot has waited so long for its acknowledgement that it counts as lost. */
export function isOverdue({ beats }: AwaitedSnapshot): boolean {
  return beats + 1 >= BEATS_MAX;
}
