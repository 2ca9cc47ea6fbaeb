// Faults begin and end: the plan's list, carried out on the world. What each kind does is in `fault-actions.ts`. A
// fault's events carry a tag: twice its position in the plan, plus one for its end.
import { unreachable } from '../base/assert.ts';
import type { Fault, FaultAction, Target } from '../contract/faults.ts';
import { applyAction, endAction } from './fault-actions.ts';
import { outagesAt } from './outages.ts';
import { FAULT, NONE } from './pending.ts';
import type { FaultWindow } from './result.ts';
import { resolveTargets } from './targets.ts';
import type { World } from './world.ts';

export function beginOrEndFault(world: World, tag: number): void {
  const index = tag >> 1;
  const fault = world.faults[index]!;
  if (tag % 2 === 0) begin(world, fault, index);
  else end(world, fault, index);
}

function begin(world: World, fault: Fault, index: number): void {
  const { healedBy = Number.POSITIVE_INFINITY } = fault;
  // As if nothing had set it off: it has no window.
  if (fault.trigger !== undefined && world.time >= healedBy) return;
  const resolved = resolveTargets(world, targetLists(fault.action), String(index));
  const lists = 'missing' in resolved ? [] : resolved.lists;
  const outages = outagesAt(world, fault.action, lists[0] ?? []);
  const skipped = 'missing' in resolved ? resolved.missing : applyAction(world, fault.action, index, lists);
  const window: FaultWindow = {
    fault: index,
    name: fault.name,
    kind: fault.action.kind,
    text: fault.text,
    from: world.time,
    to: undefined,
    event: world.events,
    nodes: lists.map((list) => list.map((node) => node.id)),
    skipped,
    ...(outages === undefined ? {} : { outages }),
  };
  world.windowOf[index] = world.windows.length;
  world.windows = [...world.windows, window];
  if (skipped !== undefined) return;
  world.watches?.onFault(world, { name: fault.name, kind: fault.action.kind, edge: 'begins' });
  const { until = world.time + (fault.lasts ?? Number.POSITIVE_INFINITY) } = fault;
  const end = Math.min(until, healedBy);
  // A trigger may come after the time at which the fault was to end: then it is over at once.
  if (end < Number.POSITIVE_INFINITY)
    world.schedule(Math.max(end, world.time), FAULT, NONE, NONE, world.events, 2 * index + 1, null);
}

/** Whether there is anything to end: a hand may have ended it before its time. */
export function isLasting(world: World, tag: number): boolean {
  if (tag % 2 === 0) return true;
  const window = world.windows[world.windowOf[tag >> 1]!];
  return window !== undefined && window.to === undefined;
}

function end(world: World, fault: Fault, index: number): void {
  const at = world.windowOf[index]!;
  const window = world.windows[at]!;
  world.windows = world.windows.map((other, k) => (k === at ? { ...other, to: world.time } : other));
  const lists = window.nodes.map((list) => list.map((id) => world.byId.get(id)!));
  endAction(world, fault.action, index, lists);
  world.watches?.onFault(world, { name: fault.name, kind: fault.action.kind, edge: 'ends' });
}

function targetLists(action: FaultAction): readonly (readonly Target[])[] {
  switch (action.kind) {
    case 'partition':
      return action.sides;
    case 'cut':
    case 'reset':
      return [action.from, action.to];
    case 'network':
      return [action.from ?? [], action.to ?? []];
    case 'crash':
    case 'restart':
    case 'replace':
    case 'pause':
    case 'slow':
    case 'slowDisk':
    case 'failWrites':
    case 'fullDisk':
    case 'corrupt':
    case 'clock':
      return [action.targets];
    default:
      return unreachable(action);
  }
}
