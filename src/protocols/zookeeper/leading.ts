// What a leader does besides the phases: what its followers ask and acknowledge, and the ticks by which it counts them.
import { sortedKeys } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import { commitIf, onSyncAsked, propose } from './broadcast.ts';
import { heard, learnerOf, tell, tickOf, withLearner, withoutLearner } from './learners.ts';
import type { Ack, ForwardedWrite, Pong, Revalidate, Sync } from './messages.ts';
import { becomeLooking } from './roles.ts';
import { touched } from './sessions.ts';
import { type Ctx, type Leading, quorumOf, type Settings, type State } from './state.ts';
import { establishedIf, onSynced } from './synchronisation.ts';
import { isOpen } from './tree.ts';

export function onAck(state: State, { connection, zxid }: Ack, from: NodeId, ctx: Ctx, settings: Settings): State {
  if (state.role !== 'leading') return state;
  if (from === ctx.self) {
    if (zxid <= state.acked) return state;
    const next = { ...state, acked: zxid };
    if (state.phase === 'synchronisation') return establishedIf(next, ctx, settings);
    return state.phase === 'broadcast' ? commitIf(next, ctx) : next;
  }
  const learner = learnerOf(state, from, connection);
  if (learner === undefined || learner.stage === 'discovered' || learner.stage === 'agreed') return state;
  let next = heard(state, from, settings);
  if (learner.stage === 'synchronising') next = onSynced(next, from, ctx, settings);
  if (zxid > next.learners[from]!.acked) next = withLearner(next, from, { acked: zxid });
  return next.phase === 'broadcast' ? commitIf(next, ctx) : next;
}

/** The leader, if it serves and the message came on the learner's connection. */
function serving(state: State, connection: number, from: NodeId): Leading | undefined {
  if (state.role !== 'leading' || state.phase !== 'broadcast') return undefined;
  return learnerOf(state, from, connection) === undefined ? undefined : state;
}

export function onPong(state: State, message: Pong, from: NodeId, ctx: Ctx, settings: Settings): State {
  const leading = serving(state, message.connection, from);
  if (leading === undefined) return state;
  return touched(heard(leading, from, settings), message.touched, ctx, settings);
}

export function onForwardedWrite(
  state: State,
  { connection, command, origin }: ForwardedWrite,
  from: NodeId,
  ctx: Ctx,
  settings: Settings,
): State {
  const leading = serving(state, connection, from);
  if (leading === undefined) return state;
  const { session } = origin;
  const known = heard(leading, from, settings);
  return propose(session === null ? known : touched(known, [session], ctx, settings), command, origin, ctx, settings);
}

export function onSync(state: State, { connection, origin }: Sync, from: NodeId, ctx: Ctx, settings: Settings): State {
  const leading = serving(state, connection, from);
  return leading === undefined ? state : onSyncAsked(heard(leading, from, settings), origin, ctx);
}

export function onRevalidate(
  state: State,
  { connection, origin }: Revalidate,
  from: NodeId,
  ctx: Ctx,
  settings: Settings,
): State {
  const leading = serving(state, connection, from);
  if (leading === undefined || origin.session === null) return state;
  const next = touched(heard(leading, from, settings), [origin.session], ctx, settings);
  return tell(next, from, { kind: 'Revalidated', origin, isOpen: isOpen(next.tree, origin.session) }, ctx);
}

/** Every half tick a ping; every tick the question whether a quorum has been heard of within `syncLimit`. */
export function onHalfTick(state: State, ctx: Ctx, settings: Settings): State {
  if (state.role !== 'leading' || state.phase !== 'broadcast') return state;
  ctx.setTimer({ kind: 'halfTick' }, settings.tickTime / 2);
  let next: Leading = { ...state, halfTicks: state.halfTicks + 1 };
  if (next.halfTicks % 2 === 0) {
    next = withoutSilent(next, ctx);
    if (Object.keys(next.learners).length + 1 < quorumOf(ctx)) return becomeLooking(next, ctx, settings);
  }
  for (const server of sortedKeys(next.learners)) {
    const { stage } = next.learners[server]!;
    if (stage === 'synchronising' || stage === 'synced') next = tell(next, server, { kind: 'Ping' }, ctx);
  }
  return next;
}

function withoutSilent(state: Leading, ctx: Ctx): Leading {
  let next = state;
  for (const server of sortedKeys(state.learners)) {
    const { connection, deadline } = state.learners[server]!;
    if (deadline >= tickOf(state)) continue;
    ctx.send(server, { kind: 'Closed', connection });
    next = withoutLearner(next, server);
  }
  return next;
}
