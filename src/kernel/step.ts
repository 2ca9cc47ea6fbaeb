// One step: one event happens, its handler runs, its effects are carried out. The only way the world changes; drivers
// (`timed.ts`, `schedule/player.ts`) differ in which pending event they pass in.
import { present } from '../base/assert.ts';
import type { Plain } from '../base/plain.ts';
import type { Kind, WriteFailure } from '../contract/context.ts';
import { isCut } from '../network/cuts.ts';
import { inspected } from '../storage/disk.ts';
import { MisuseError } from './context.ts';
import { haltNode } from './down.ts';
import { beginOrEndFault, isLasting } from './faults.ts';
import { flush } from './flush.ts';
import { handle } from './handle.ts';
import { hold, isStopped, isWorkedOn, mustHold, takeUp } from './inbox.ts';
import { carryOut } from './interpret.ts';
import type { Node } from './node.ts';
import {
  DELIVER,
  DROP,
  FAILURE,
  FAULT,
  HOLD,
  isTakenUp,
  NONE,
  type Pending,
  RESET,
  START,
  TIMER,
  type TimerRecord,
  tagOfTakenUp,
  WRITE,
} from './pending.ts';
import { arriveOnStream, closeStream, isResetDue } from './streams.ts';
import { MARK_EVERY, type World } from './world.ts';

/** Whether a pending event can still happen: its timer is set, its write not lost, its loopback not of an earlier life. */
export function isLive(world: World, pending: Pending): boolean {
  const node = world.nodes[pending.node];
  if (node === undefined) return isLasting(world, pending.tag);
  if (isTakenUp(pending)) return node.state !== undefined && pending.tag === tagOfTakenUp(node.incarnation);
  switch (pending.kind) {
    case TIMER:
      return node.timers.has(pending.payload as string);
    case WRITE:
      return node.disk.pending[0]?.id === pending.tag;
    case DELIVER:
      if (pending.from === pending.node) return pending.tag === node.incarnation && node.state !== undefined;
      return world.plan.streams === undefined || pending.tag >= world.links.get(pending.from, pending.node).valid;
    case START:
      return node.state === undefined && pending.tag === node.incarnation + 1 && node.heldDownBy.length === 0;
    case RESET:
      return node.state !== undefined && isResetDue(world, pending);
    case FAILURE:
      return node.state !== undefined && pending.tag === node.incarnation;
    default:
      return true;
  }
}

export function step(world: World, pending: Pending): void {
  const { time, kind } = pending;
  if (time > world.time) {
    world.time = time;
    world.instant = 0;
    world.instantStart = world.events;
  }
  if (pending.cause >= world.instantStart) world.instant++;
  const node = world.nodes[pending.node];
  const outcome = outcomeOf(world, node, pending);
  const shown = outcome === WAIT ? HOLD : outcome;
  const { fingerprint } = world;
  fingerprint.integer(time);
  fingerprint.word(pending.seq);
  fingerprint.word((pending.node << 8) ^ shown);
  fingerprint.word(pending.from);
  // Since when the connection stands still is the kernel's own affair.
  const payload = kind === TIMER ? timerOf(node!, pending).timer : kind === RESET ? null : pending.payload;
  if (kind === DELIVER || kind === TIMER) rollPayload(world, node!, pending, payload);
  else fingerprint.word(pending.tag);

  world.trace?.add(pending, shown, kind === FAULT ? faultText(world, pending.tag) : payload);
  if (outcome === DROP) world.counts.dropped++;
  else if (outcome === HOLD) hold(world, node!, pending, isTakenUp(pending));
  else if (outcome !== WAIT) {
    world.triggers?.onEvent(world, pending);
    world.watches?.onEvent(world, pending);
    happen(world, node, pending);
    world.watches?.afterEvent(world);
  }
  world.events++;
  if (world.events % MARK_EVERY === 0) world.mark();
}

/** What was sent may be anything: where it throws when it is looked at, its sender is named. */
function rollPayload({ fingerprint, nodes }: World, node: Node, { from }: Pending, payload: Plain): void {
  try {
    fingerprint.value(payload);
  } catch (error) {
    if (error instanceof RangeError) throw error; // cyclic, or too deep: `stops.ts` has the words
    const { id } = nodes[from] ?? node;
    throw new MisuseError(`${id} sent what throws when it is looked at`, id);
  }
}

/** A hold that its link has seen to: the message waits for the stream. */
const WAIT = -1;

/** What becomes of an event: its own kind if it happens, else DROP, HOLD or WAIT. */
function outcomeOf(world: World, node: Node | undefined, pending: Pending): number {
  const { kind, from } = pending;
  if (node === undefined || kind === START || kind === WRITE) return kind;
  if (isTakenUp(pending)) return isStopped(world, node) || isWorkedOn(world, node) ? HOLD : kind;
  if (kind === DELIVER && from !== pending.node) {
    const arrival = arrivalOf(world, node, pending);
    if (arrival !== 'deliver') return arrival === 'drop' ? DROP : WAIT;
  } else if (kind === RESET) {
    world.counts.resets++;
    closeStream(world, pending.node, from);
  }
  return mustHold(world, node) ? HOLD : kind;
}

function arrivalOf(world: World, node: Node, pending: Pending): 'deliver' | 'drop' | 'hold' {
  if (world.plan.streams !== undefined) return arriveOnStream(world, node, pending);
  const { cuts } = world;
  const isCutOff = cuts.length > 0 && isCut(cuts, pending.from, pending.node);
  return isCutOff || node.state === undefined ? 'drop' : 'deliver';
}

function timerOf(node: Node, { payload }: Pending): TimerRecord {
  return present(node.timers.get(payload as string), 'the timer that fires');
}

function faultText(world: World, tag: number): string {
  const { text } = world.faults[tag >> 1]!;
  return tag % 2 === 0 ? text : `${text}: ends`;
}

function happen(world: World, node: Node | undefined, pending: Pending): void {
  if (node === undefined) return beginOrEndFault(world, pending.tag);
  if (pending.kind === WRITE) return flush(world, node);
  if (pending.kind === START) return boot(world, node, pending.tag);
  const wasWaiting = isTakenUp(pending);
  if (wasWaiting) node.isServing = false;
  takePlace(world, node, pending);
  // The next one of those that waited behind it.
  if (wasWaiting) takeUp(world, node);
}

function takePlace(world: World, node: Node, pending: Pending): void {
  const { kind, from } = pending;
  const { system } = node.protocol;
  switch (kind) {
    case TIMER: {
      const { timer, name } = timerOf(node, pending);
      node.timers.delete(name);
      node.touch();
      world.counts.timers++;
      return react(world, node, TIMER, timer, from);
    }
    case RESET:
      if (system?.linkReset !== undefined) react(world, node, RESET, null, from);
      return;
    case FAILURE: {
      node.isUntold = false;
      node.touch();
      if (system?.writeFailed !== undefined) return react(world, node, FAILURE, pending.payload as Kind, from);
      const { write, reason } = pending.payload as WriteFailure;
      const why = reason === 'full' ? 'its disk is full' : 'its disk reports an error';
      return haltNode(world, node, `the write ${write} failed: ${why}`);
    }
    default:
      world.counts.delivered++;
      return react(world, node, DELIVER, pending.payload as Kind, from);
  }
}

function boot(world: World, node: Node, incarnation: number): void {
  const { damaged, isEmpty } = node.disk;
  const isCorrupt = damaged.length > 0;
  node.incarnation = incarnation;
  node.bootDisk = isCorrupt ? 'corrupt' : isEmpty ? 'empty' : 'intact';
  node.touch();
  if (isCorrupt && node.protocol.system?.diskCorrupt === undefined) {
    return haltNode(world, node, 'its disk is damaged, and it does not start from such a one');
  }
  node.disk = inspected(node.disk);
  react(world, node, START, null, NONE);
}

function react(world: World, node: Node, kind: number, input: Kind | null, from: number): void {
  world.effectCount = 0;
  world.isHalting = false;
  const after =
    world.checked === undefined
      ? handle(world, node, kind, input, from)
      : world.checked(world, node, kind, input, from);
  // The state of a node that ends itself is lost with it: nobody sees it.
  if (after !== node.state && !world.isHalting) world.setState(node, after);
  if (world.effectCount > 0) carryOut(world, node, world.events);
}
