// Stream links, as TCP has them: in order and without loss while the connection lasts. What a cut stops waits until it
// heals; a lost transmission costs a timeout and is sent again. A connection breaks when its receiver is found to be
// gone, after too long without progress, or by a fault: then what is under way is lost, and the sender is told.
// Each direction is a connection of its own. Messages carry their number on the link as the tag of their event.
import type { Kind } from '../contract/context.ts';
import type { LinkConditions } from '../contract/faults.ts';
import type { Duration, Time } from '../contract/time.ts';
import { conditionsOf, happens, latencyOf } from '../network/conditions.ts';
import { isCut } from '../network/cuts.ts';
import { HERE, type Link, newLink } from './links.ts';
import type { Node } from './node.ts';
import { DELIVER, NONE, type Pending, RESET } from './pending.ts';
import type { World } from './world.ts';

/** Linux gives up after tcp_retries2 = 15 retransmissions of the same segment: 924.6 s from 200 ms on. */
const TRANSMISSIONS_MAX = 16;
/** Linux: TCP_RTO_MAX. */
const TIMEOUT_MAX: Duration = 120_000_000;

/** A message leaves as soon as the link is free for it. */
export function sendOnStream(world: World, from: Node, to: number, message: Kind, cause: number): void {
  const conditions = conditionsNow(world, from.index, to);
  const leaves = leavingTime(world, from.index, to, conditions.spacing);
  const link = world.links.get(from.index, to);
  const due = Math.max(leaves + latencyOf(conditions, world.sources.link(from, world.node(to))), link.lastDue);
  world.links.set({ ...link, sent: link.sent + 1, lastDue: due });
  world.schedule(due, DELIVER, to, from.index, cause, link.sent, message);
}

/** The conditions of a link, with what faults change of them at this moment. */
export function conditionsNow({ plan, changes }: World, from: number, to: number): LinkConditions {
  return changes.length === 0 ? plan.network : conditionsOf(plan.network, changes, from, to);
}

/** What becomes of a message that reaches the other end: it is delivered, waits, or is lost with its connection. */
export function arriveOnStream(world: World, node: Node, pending: Pending): 'deliver' | 'drop' | 'hold' {
  const link = world.links.get(pending.from, pending.node);
  if (pending.tag < link.first) return arriveOrphaned(world, node, link, pending.tag);
  if (world.cuts.length > 0 && isCut(world.cuts, pending.from, pending.node)) {
    holdOnStream(world, link, pending);
    return 'hold';
  }
  const lost = link.losses[pending.tag] ?? 0;
  if (lost !== HERE && isLost(world, link)) return lose(world, link, pending, lost + 1);
  if (node.state === undefined || link.isBroken) {
    refuse(world, { ...link, refused: link.refused + 1 });
    return 'drop';
  }
  if (pending.tag > link.next) {
    world.links.set({ ...link, waiting: withWaiting(link, pending) });
    return 'hold';
  }
  if (pending.tag === link.next) deliverNext(world, link, pending.tag);
  return 'deliver';
}

/** A message whose sender has crashed since: it arrives in its turn, or it and all behind it never do. */
function arriveOrphaned(world: World, node: Node, link: Link, tag: number): 'deliver' | 'drop' {
  const isHere =
    tag === link.orphan &&
    link.losses[tag] === undefined &&
    node.state !== undefined &&
    !isCut(world.cuts, link.from, link.to) &&
    !isLost(world, link);
  world.links.set({ ...link, orphan: isHere ? tag + 1 : NONE });
  return isHere ? 'deliver' : 'drop';
}

/** The message whose turn it is arrives; one that had come before it is next. */
function deliverNext(world: World, link: Link, tag: number): void {
  const next = tag + 1;
  const { [tag]: _, ...losses } = link.losses;
  const [first, ...rest] = link.waiting;
  if (first?.tag !== next || link.stoppedAt !== undefined) return world.links.set({ ...link, next, losses });
  world.links.set({ ...link, next, waiting: rest, losses: { ...losses, [next]: HERE } });
  again(world, first, world.time);
}

function isLost(world: World, { from, to }: Link): boolean {
  const { loss } = conditionsNow(world, from, to);
  return loss.numerator > 0 && happens(loss, world.sources.link(world.node(from), world.node(to)));
}

/** Whether a transmission is lost is drawn when it would arrive; it is sent again after a timeout, each time a longer one. */
function lose(world: World, link: Link, pending: Pending, lost: number): 'hold' {
  world.counts.lost++;
  const timeout = Math.min(world.plan.streams!.retransmit * 2 ** (lost - 1), TIMEOUT_MAX);
  world.links.set({ ...link, losses: { ...link.losses, [pending.tag]: lost } });
  if (lost < TRANSMISSIONS_MAX) again(world, pending, world.time + timeout);
  else tell(world, link, world.time + timeout, world.events);
  return 'hold';
}

/** One transmission of a message on its way is lost. False: its connection is gone already, and nobody sends it again. */
export function loseOnStream(world: World, pending: Pending): boolean {
  const link = world.links.get(pending.from, pending.node);
  const lost = link.losses[pending.tag] ?? 0;
  if (pending.tag < link.first) world.links.set({ ...link, orphan: NONE });
  if (pending.tag < link.first || lost === HERE) return false;
  lose(world, link, pending, lost + 1);
  return true;
}

function withWaiting({ waiting }: Link, pending: Pending): readonly Pending[] {
  return [...waiting, pending].sort((a, b) => a.tag - b.tag);
}

function holdOnStream(world: World, link: Link, pending: Pending): void {
  world.links.set({ ...link, waiting: withWaiting(link, pending), stoppedAt: link.stoppedAt ?? world.time });
  const { resetAfter } = world.plan.streams!;
  if (link.stoppedAt === undefined) tell(world, link, world.time + resetAfter, world.events, world.time);
}

function again(world: World, { node, from, tag, payload }: Pending, time: Time): void {
  world.schedule(time, DELIVER, node, from, world.events, tag, payload);
}

/** Cuts have ended: what they held back is sent again. */
export function resumeStreams(world: World): void {
  for (const known of world.links.all()) {
    if (known.refusal === 'stopped') refuse(world, known);
    const link = world.links.get(known.from, known.to);
    if (link.stoppedAt === undefined || isCut(world.cuts, link.from, link.to)) continue;
    const conditions = conditionsNow(world, link.from, link.to);
    const draw = world.sources.link(world.node(link.from), world.node(link.to));
    world.links.set({ ...link, waiting: [], stoppedAt: undefined });
    let due = world.time;
    for (const pending of link.waiting) {
      const leaves = leavingTime(world, link.from, link.to, conditions.spacing);
      due = Math.max(due, leaves + latencyOf(conditions, draw));
      again(world, pending, due);
    }
    const sentAgain = world.links.get(link.from, link.to);
    world.links.set({ ...sentAgain, lastDue: Math.max(due, link.lastDue) });
  }
}

/** A link with a rate carries one message after the other; `spacing` is how long one occupies it. */
export function leavingTime(world: World, from: number, to: number, spacing: Duration = 0): Time {
  if (spacing === 0) return world.time;
  const link = world.links.get(from, to);
  const leaves = Math.max(world.time, link.freeAt);
  world.links.set({ ...link, freeAt: leaves + spacing });
  return leaves;
}

/**
 * The receiver knows nothing of the connection, and says so. Where a cut stops that too, the sender goes on sending it
 * again: it is told when the cut heals, or gives up.
 */
function refuse(world: World, link: Link): void {
  if (link.refusal === 'sent') return world.links.set(link);
  if (isCut(world.cuts, link.to, link.from)) {
    if (link.refusal === 'none') tell(world, link, world.time + world.plan.streams!.resetAfter, world.events);
    world.links.set({ ...link, isBroken: true, refusal: 'stopped' });
    return;
  }
  const back = conditionsNow(world, link.to, link.from);
  world.links.set({ ...link, isBroken: true, refusal: 'sent' });
  tell(world, link, world.time + back.latencyMin, world.events);
}

/** The sender is to learn that the connection, as it is now, broke; `stoppedAt`: only if it stands still since then. */
function tell(world: World, { from, to, connection }: Link, time: Time, cause: number, stoppedAt?: Time): void {
  world.schedule(time, RESET, from, to, cause, connection, stoppedAt ?? null);
}

/** Whether the sender still has to learn of it. */
export function isResetDue(world: World, { node, from, tag, payload }: Pending): boolean {
  const link = world.links.find(node, from);
  return link !== undefined && link.connection === tag && (payload === null || link.stoppedAt === payload);
}

/** The connection is gone: what is under way on it never arrives, and the next message opens a new one. */
export function closeStream(world: World, from: number, to: number): void {
  const link = world.links.find(from, to);
  if (link === undefined) return;
  const { sent, freeAt, connection } = link;
  world.counts.dropped += sent - link.next - link.refused;
  world.links.set({
    ...newLink(from, to),
    freeAt,
    sent,
    first: sent,
    next: sent,
    valid: sent,
    connection: connection + 1,
  });
}

/** The present connection has carried a message. */
export function isOpen({ sent, first }: Link): boolean {
  return sent > first;
}

/** A fault breaks the open connections between two nodes: whoever sends on one is told. False: there was none. */
export function resetStreams(world: World, one: number, other: number): boolean {
  const open = [world.links.get(one, other), world.links.get(other, one)].filter(isOpen);
  for (const link of open) tell(world, link, world.time, world.events);
  return open.length > 0;
}

/** A node is down. What it had under way and could not send is gone; what others send to it will be refused. */
export function breakStreams(world: World, { index }: Node): void {
  if (world.plan.streams === undefined) return;
  for (const link of world.links.all()) {
    if (link.to === index) {
      // Without a message there is no connection that the receiver could have forgotten.
      world.links.set({ ...link, orphan: NONE, isBroken: link.isBroken || isOpen(link) });
    }
    if (link.from === index) orphan(world, link);
  }
}

/** The sender is gone: what is on its way still arrives, as long as nothing of it has to be sent again. */
function orphan(world: World, link: Link): void {
  const { from, to, freeAt, lastDue, sent, next, losses, connection } = link;
  world.counts.dropped += link.waiting.length;
  const isWhole = link.stoppedAt === undefined && losses[next] === undefined && !link.isBroken;
  const valid = link.isBroken ? sent : link.valid;
  const kept = { freeAt, lastDue, sent, valid, losses };
  const fresh = { ...newLink(from, to), first: sent, next: sent, connection: connection + 1 };
  world.links.set({ ...fresh, ...kept, orphan: isWhole && next < sent ? next : NONE });
}
