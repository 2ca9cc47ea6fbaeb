// Faults begin and end: the plan's list, carried out on the world. A fault's events carry a tag: twice its position in
// the plan, plus one for its end.
import { assert, unreachable } from '../base/assert.ts';
import type { Plain } from '../base/plain.ts';
import type { Fault, FaultAction, Target } from '../contract/faults.ts';
import { type Cut, SIDES_MAX } from '../network/cuts.ts';
import { crash } from '../storage/disk.ts';
import { closeOperation, record } from './interpret.ts';
import type { Node } from './node.ts';
import { FAULT, NONE, START } from './pending.ts';
import { resolveTargets } from './targets.ts';
import { CLIENTS, type World } from './world.ts';

export function beginOrEndFault(world: World, tag: number): void {
  const index = tag >> 1;
  const fault = world.plan.faults[index]!;
  if (tag % 2 === 0) begin(world, fault, index);
  else end(world, fault, index);
}

function begin(world: World, fault: Fault, index: number): void {
  const resolved = resolveTargets(world, targetLists(fault.action), String(index));
  const lists = 'missing' in resolved ? [] : resolved.lists;
  const skipped = 'missing' in resolved ? resolved.missing : apply(world, fault.action, index, lists);
  const window = {
    name: fault.name,
    kind: fault.action.kind,
    text: fault.text,
    from: world.time,
    to: undefined,
    event: world.events,
    nodes: lists.map((list) => list.map((node) => node.id)),
    skipped,
  };
  world.windowOf[index] = world.windows.length;
  world.windows = [...world.windows, window];
  if (fault.until !== undefined && skipped === undefined) {
    world.schedule(fault.until, FAULT, NONE, NONE, world.events, 2 * index + 1, null);
  }
}

function targetLists(action: FaultAction): readonly (readonly Target[])[] {
  switch (action.kind) {
    case 'partition':
      return action.sides;
    case 'cut':
      return [action.from, action.to];
    case 'network':
      return [action.from ?? [], action.to ?? []];
    case 'crash':
    case 'restart':
      return [action.targets];
    default:
      return unreachable(action);
  }
}

/** Does what the fault says, and says why nothing happened if nothing did. */
function apply(world: World, action: FaultAction, id: number, lists: readonly (readonly Node[])[]): string | undefined {
  switch (action.kind) {
    case 'partition':
      addCut(world, { id, kind: 'partition', sides: sidesOf(world, lists) });
      return undefined;
    case 'cut':
      addCut(world, { id, kind: 'one-way', senders: flags(world, lists[0]!), receivers: flags(world, lists[1]!) });
      return undefined;
    case 'network': {
      const senders = action.from === undefined ? undefined : flags(world, lists[0]!);
      const receivers = action.to === undefined ? undefined : flags(world, lists[1]!);
      world.changes = [...world.changes, { id, conditions: action.conditions, senders, receivers }];
      return undefined;
    }
    case 'crash': {
      // A node that is down already stays down until this fault has ended too.
      for (const node of lists[0]!) {
        node.heldDownBy = [...node.heldDownBy, id];
        node.touch();
        if (node.state !== undefined) crashNode(world, node);
      }
      return undefined;
    }
    case 'restart': {
      const down = lists[0]!.filter((node) => node.state === undefined);
      for (const node of down) {
        node.heldDownBy = [];
        restartNode(world, node);
      }
      return down.length === 0 ? 'the node was up already' : undefined;
    }
    default:
      return unreachable(action);
  }
}

function end(world: World, fault: Fault, index: number): void {
  const at = world.windowOf[index]!;
  const window = world.windows[at]!;
  world.windows = world.windows.map((other, k) => (k === at ? { ...other, to: world.time } : other));
  if (fault.action.kind === 'partition' || fault.action.kind === 'cut') {
    world.cuts = world.cuts.filter((cut) => cut.id !== index);
  } else if (fault.action.kind === 'network') {
    world.changes = world.changes.filter((change) => change.id !== index);
  } else if (fault.action.kind === 'crash') {
    for (const id of window.nodes.flat()) {
      release(world, world.byId.get(id)!, index);
    }
  }
}

/** A crash fault lets go of a node: it starts unless another one still holds it down, or it has been started since. */
function release(world: World, node: Node, fault: number): void {
  if (!node.heldDownBy.includes(fault)) return;
  node.heldDownBy = node.heldDownBy.filter((other) => other !== fault);
  node.touch();
  if (node.heldDownBy.length === 0 && node.state === undefined) restartNode(world, node);
}

function addCut(world: World, cut: Cut): void {
  world.cuts = [...world.cuts, cut];
}

/**
 * Each node's sides as bits, or a negative number of its own for a server that no side names: it is cut off from all
 * other servers. A client that no side names stands where its home stands.
 */
function sidesOf(world: World, lists: readonly (readonly Node[])[]): readonly number[] {
  assert(lists.length <= SIDES_MAX, `a partition has at most ${SIDES_MAX} sides, found ${lists.length}`);
  const sides = world.nodes.map(() => 0);
  lists.forEach((list, side) => {
    for (const node of list) sides[node.index]! |= 1 << side;
  });
  for (const node of world.nodes)
    if (sides[node.index] === 0 && node.servers.length === 0) sides[node.index] = -1 - node.index;
  for (const node of world.nodes) {
    const home = world.byId.get(node.servers[0] ?? '');
    if (sides[node.index] === 0 && home !== undefined) sides[node.index] = sides[home.index]!;
  }
  return sides;
}

function flags(world: World, nodes: readonly Node[]): readonly boolean[] {
  const flagged = world.nodes.map(() => false);
  for (const node of nodes) flagged[node.index] = true;
  return flagged;
}

/** RAM, timers and a suffix of the pending writes are gone; what was sent stays in the network. */
function crashNode(world: World, node: Node): void {
  const written = node.disk.pending.length;
  const kept = written === 0 ? 0 : world.source(`crash/${node.id}`).int(written + 1);
  node.disk = crash(node.disk, kept);
  node.held = [];
  node.timers.clear();
  if (node.group === CLIENTS && node.operation !== undefined) {
    record(world, node, {
      type: 'info',
      value: node.operation.value as Plain,
      error: { code: 'timeout', definite: false },
    });
    closeOperation(world, node, true);
  }
  world.setState(node, undefined);
  node.touch();
}

function restartNode(world: World, node: Node): void {
  world.schedule(world.time, START, node.index, NONE, world.events, node.incarnation + 1, null);
}
