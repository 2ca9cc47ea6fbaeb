// How much may be on its way to a member, as etcd's Progress does it. Nothing is sent here: see `leading.ts`.
//
//   probe ──an acknowledgement──▶ replicate      with maxInflight 1 a member stays at probe: stop and wait, and whether
//     ▲ ◀───────a refusal──────────┘             something is on its way need not be remembered: it is, exactly if
//     │                                          nextIndex is not past the log's end. What is lost is sent again by the
//   snapshot: what it lacks was compacted        next heartbeat, or asked for by a refusal.
import type { NodeId } from '../../contract/ids.ts';
import { eachOther } from './configuration.ts';
import { lastIndex } from './log.ts';
import { type Ctx, type Flow, type Flows, type Indexes, type Leader, type Settings, withIndex } from './state.ts';

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

/** The two records that sending changes, copied once for all that is sent in one go. */
export type Sending = {
  readonly matchIndex: Indexes;
  readonly nextIndex: { [server: NodeId]: number };
  readonly flow: { [server: NodeId]: Flow };
};

export function beginSending({ matchIndex, nextIndex, flow }: Leader): Sending {
  return { matchIndex, nextIndex: { ...nextIndex }, flow: { ...flow } };
}

/** The state with what was noted. Where one message at a time may be on its way, and no snapshot is, nothing was. */
export function withSent(state: Leader, { nextIndex, flow }: Sending): Leader {
  const hasChanged = Object.keys(flow).some((id) => flow[id] !== state.flow[id]);
  return hasChanged ? { ...state, nextIndex, flow } : state;
}

/** Notes `count` entries from `next` on as sent. Who is probed is not believed to have them before it says so. */
export function noteSent({ matchIndex, nextIndex, flow }: Sending, to: NodeId, next: number, count: number): void {
  const known = flow[to]!;
  if (count === 0 || known.mode !== 'replicate') return;
  flow[to] = { mode: 'replicate', inflight: [...unanswered(known.inflight, matchIndex[to]!), next + count - 1] };
  nextIndex[to] = next + count;
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
    if (state.nextIndex[from]! > matched) return { ...state, matchIndex };
    return { ...state, matchIndex, nextIndex: withIndex(state.nextIndex, from, matched + 1) };
  }
  const nextIndex = withIndex(state.nextIndex, from, matched + 1);
  if (maxInflight === 1 && flow.mode === 'probe') return { ...state, matchIndex, nextIndex };
  const next: Flow = maxInflight === 1 ? { mode: 'probe' } : { mode: 'replicate', inflight: [] };
  return { ...state, matchIndex, nextIndex, flow: withFlow(state.flow, from, next) };
}

const NOTHING: readonly number[] = [];

/** Of what was sent, that which lies beyond what is acknowledged. Indexes rise. */
function unanswered(inflight: readonly number[], matched: number): readonly number[] {
  if (inflight.length === 0 || inflight[inflight.length - 1]! <= matched) return NOTHING;
  return inflight[0]! > matched ? inflight : inflight.filter((index) => index > matched);
}

/** Whether one more may be on its way to a member that is sent one after the other. */
export function hasRoom(
  { matchIndex, flow }: Pick<Leader, 'matchIndex' | 'flow'>,
  to: NodeId,
  maxInflight: number,
): boolean {
  const known = flow[to]!;
  if (known.mode !== 'replicate') return false;
  return known.inflight.length < maxInflight || unanswered(known.inflight, matchIndex[to]!).length < maxInflight;
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

export function noteSnapshot({ flow }: Sending, to: NodeId, index: number): void {
  flow[to] = { mode: 'snapshot', index, beats: 0 };
}

/** One more heartbeat without an acknowledgement of the snapshot. */
export function noteAwaited({ flow }: Sending, to: NodeId, known: AwaitedSnapshot): void {
  flow[to] = { ...known, beats: known.beats + 1 };
}

/** Whether a snapshot has waited so long for its acknowledgement that it counts as lost. */
export function isOverdue({ beats }: AwaitedSnapshot): boolean {
  return beats + 1 >= BEATS_MAX;
}
