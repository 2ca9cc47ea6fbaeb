// One step: one event happens, its handler runs, its effects are carried out. The only way the world changes; drivers
// (`timed.ts`, `replay.ts`) differ in which pending event they pass in.
import { present } from '../base/assert.ts';
import type { Kind } from '../contract/context.ts';
import { isCut } from '../network/cuts.ts';
import { complete } from '../storage/disk.ts';
import { beginOrEndFault } from './faults.ts';
import { handle } from './handle.ts';
import { carryOut, transmit } from './interpret.ts';
import type { HeldSend, Node } from './node.ts';
import { DELIVER, DROP, FAULT, type Pending, START, TIMER, type TimerRecord, WRITE } from './pending.ts';
import { MARK_EVERY, type World } from './world.ts';

const NONE_HELD: readonly HeldSend[] = [];

/** Whether a pending event can still happen: its timer is set, its write not lost, its loopback not of an earlier life. */
export function isLive(world: World, pending: Pending): boolean {
  const node = world.nodes[pending.node];
  if (node === undefined) return true;
  switch (pending.kind) {
    case TIMER:
      return node.timers.has(pending.payload as string);
    case WRITE:
      return node.disk.pending[0]?.id === pending.tag;
    case DELIVER:
      return pending.from !== pending.node || (pending.tag === node.incarnation && node.state !== undefined);
    case START:
      return node.state === undefined && pending.tag === node.incarnation + 1 && node.heldDownBy.length === 0;
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
  const { cuts } = world;
  const isDropped =
    kind === DELIVER && (node!.state === undefined || (cuts.length > 0 && isCut(cuts, pending.from, pending.node)));
  const { fingerprint } = world;
  fingerprint.integer(time);
  fingerprint.word(pending.seq);
  fingerprint.word((pending.node << 8) ^ (isDropped ? DROP : kind));
  fingerprint.word(pending.from);
  const payload = kind === TIMER ? timerOf(node!, pending).timer : pending.payload;
  if (kind === DELIVER || kind === TIMER) fingerprint.value(payload);
  else fingerprint.word(pending.tag);

  if (isDropped) {
    world.counts.dropped++;
    world.trace?.add(pending, DROP, pending.payload);
  } else {
    world.trace?.add(pending, kind, kind === FAULT ? faultText(world, pending.tag) : payload);
    happen(world, node, pending);
  }
  world.events++;
  if (world.events % MARK_EVERY === 0) world.mark();
}

function timerOf(node: Node, { payload }: Pending): TimerRecord {
  return present(node.timers.get(payload as string), 'the timer that fires');
}

function faultText(world: World, tag: number): string {
  const { text } = world.plan.faults[tag >> 1]!;
  return tag % 2 === 0 ? text : `${text}: ends`;
}

function happen(world: World, node: Node | undefined, pending: Pending): void {
  switch (pending.kind) {
    case FAULT:
      return beginOrEndFault(world, pending.tag);
    case WRITE:
      return flush(world, node!);
    case TIMER: {
      const { timer, name } = timerOf(node!, pending);
      node!.timers.delete(name);
      node!.touch();
      world.counts.timers++;
      return react(world, node!, TIMER, timer, pending.from);
    }
    case START:
      node!.incarnation = pending.tag;
      node!.startedEmpty = node!.disk.isEmpty;
      node!.touch();
      return react(world, node!, START, null, pending.from);
    default:
      world.counts.delivered++;
      return react(world, node!, DELIVER, pending.payload as Kind, pending.from);
  }
}

function react(world: World, node: Node, kind: number, input: Kind | null, from: number): void {
  world.effectCount = 0;
  const after =
    world.checked === undefined
      ? handle(world, node, kind, input, from)
      : world.checked(world, node, kind, input, from);
  if (after !== node.state) world.setState(node, after);
  if (world.effectCount > 0) carryOut(world, node, world.events);
}

/** The oldest write is durable; sends that waited for it leave. */
function flush(world: World, node: Node): void {
  const write = node.disk.pending[0]!;
  world.counts.writes++;
  node.disk = complete(node.disk);
  node.touch();
  const { held } = node;
  if (held.length === 0) return;
  // In the order of their writes, so those that leave are a prefix.
  let count = 0;
  while (count < held.length && held[count]!.after <= write.id) count++;
  if (count === 0) return;
  node.held = count === held.length ? NONE_HELD : held.slice(count);
  for (let i = 0; i < count; i++) transmit(world, node, held[i]!.to, held[i]!.message, held[i]!.cause);
}
