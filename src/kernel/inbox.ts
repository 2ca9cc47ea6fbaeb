// Nodes that cannot take a step just now: paused, at work on something else (a slow node), or waiting for their disk (a
// blocking one). What arrives waits in the node's inbox, first come first served, and is taken up one at a time:
//
//   arrives ──► hold (an event) ──► inbox ──► taken up, after the service time ──► its handler runs ──► the next one
//
// What has arrived is past the network: a cut does not stop it any more. A crash loses the inbox with the rest of the RAM.
import type { Span } from '../contract/faults.ts';
import type { Duration } from '../contract/time.ts';
import type { Node } from './node.ts';
import { NONE, type Pending, TIMER, tagOfTakenUp } from './pending.ts';
import type { World } from './world.ts';

/** Whether something that arrives now has to wait. */
export function mustHold(world: World, node: Node): boolean {
  return node.isServing || node.inbox.length > 0 || node.service !== undefined || isStopped(world, node);
}

/** Whether what is in the inbox has to go on waiting. */
export function isStopped(world: World, node: Node): boolean {
  return node.pausedBy.length > 0 || (world.plan.disk.blocking === true && node.disk.pending.length > 0);
}

/** `isBack`: it was being worked on when the node stopped, and is the first to go on with. */
export function hold(world: World, node: Node, pending: Pending, isBack: boolean): void {
  if (pending.kind === TIMER) {
    const name = pending.payload as string;
    const timer = node.timers.get(name)!;
    // Its queue entry is used up: setting it again must make a new one.
    node.timers.set(name, { ...timer, wake: NONE, wakeAt: Number.POSITIVE_INFINITY });
  }
  if (isBack) {
    pauseWork(world, node);
    node.isServing = false;
  }
  node.inbox = isBack ? [pending, ...node.inbox] : [...node.inbox, pending];
  node.touch();
  takeUp(world, node);
}

/** Takes up the first of the inbox, if the node can. */
export function takeUp(world: World, node: Node): void {
  const [first] = node.inbox;
  if (first === undefined || node.isServing || isStopped(world, node)) return;
  node.inbox = node.inbox.slice(1);
  node.isServing = true;
  node.touch();
  const { service, workLeft } = node;
  node.workLeft = undefined;
  const delay = workLeft ?? (service === undefined ? 0 : drawService(world, node, service));
  node.workedUntil = world.time + delay;
  const { kind, from, payload } = first;
  world.schedule(world.time + delay, kind, node.index, from, world.events, tagOfTakenUp(node.incarnation), payload);
}

function drawService(world: World, node: Node, { min, max }: Span): Duration {
  return min + world.sources.of(`service/${node.id}`).int(max - min + 1);
}

/** A pause begins or has ended: what is being worked on stands still meanwhile. */
export function pauseWork(world: World, node: Node): void {
  if (node.isServing) node.workLeft ??= Math.max(0, node.workedUntil - world.time);
}

export function resumeWork(world: World, node: Node): void {
  if (node.isServing && node.workLeft !== undefined) {
    node.workedUntil = world.time + node.workLeft;
    node.workLeft = undefined;
  }
  takeUp(world, node);
}

/** Whether what was taken up is still being worked on: a pause came between. */
export function isWorkedOn(world: World, node: Node): boolean {
  return world.time < node.workedUntil;
}

/** A timer that waits in the inbox was cancelled, or set again. */
export function forgetTimer(node: Node, name: string): void {
  if (node.inbox.length === 0) return;
  node.inbox = node.inbox.filter((pending) => pending.kind !== TIMER || pending.payload !== name);
}
