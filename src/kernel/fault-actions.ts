// What each kind of fault does to the world, and what its end undoes. docs/faults.md says what each models.
import { unreachable } from '../base/assert.ts';
import { sortedKeys } from '../base/sorted.ts';
import type { FaultAction } from '../contract/faults.ts';
import { damage } from '../storage/disk.ts';
import { changeClock, restoreClock } from './clocks.ts';
import { crashNode, replaceMachine, restartNode } from './down.ts';
import { releaseHeld } from './flush.ts';
import { pauseWork, resumeWork } from './inbox.ts';
import type { Node, Trouble } from './node.ts';
import { afterLettingGo, settle } from './outages.ts';
import { flags, partitionOf } from './partitions.ts';
import { resetStreams, resumeStreams } from './streams.ts';
import type { World } from './world.ts';

type Lists = readonly (readonly Node[])[];

/** Does what the fault says, and says why nothing happened if nothing did. */
export function applyAction(world: World, action: FaultAction, id: number, lists: Lists): string | undefined {
  const targets = lists[0] ?? [];
  switch (action.kind) {
    case 'partition':
      world.cuts = [...world.cuts, partitionOf(world, id, lists)];
      return undefined;
    case 'cut': {
      const [senders, receivers] = [flags(world, targets), flags(world, lists[1]!)];
      world.cuts = [...world.cuts, { id, kind: 'one-way', senders, receivers }];
      return undefined;
    }
    case 'network': {
      const senders = action.from === undefined ? undefined : flags(world, targets);
      const receivers = action.to === undefined ? undefined : flags(world, lists[1]!);
      world.changes = [...world.changes, { id, conditions: action.conditions, senders, receivers }];
      return undefined;
    }
    case 'reset':
      return reset(world, targets, lists[1]!);
    case 'crash':
    case 'replace':
      // A node that is down already stays down until this fault has ended too.
      for (const node of targets) {
        node.heldDownBy = [...node.heldDownBy, id];
        node.touch();
        if (node.state !== undefined)
          crashNode(world, node, action.kind === 'crash' ? (action.unsynced ?? 'drawn') : 'lost');
        if (action.kind === 'replace') replaceMachine(node);
      }
      return undefined;
    case 'restart': {
      const down = targets.filter((node) => node.state === undefined);
      for (const node of down) {
        for (const fault of node.heldDownBy) settle(world, node, fault);
        node.heldDownBy = [];
        restartNode(world, node);
      }
      return down.length === 0 ? 'the node was up already' : undefined;
    }
    case 'pause':
      return onUp(targets, (node) => {
        node.pausedBy = [...node.pausedBy, id];
        pauseWork(world, node);
      });
    case 'slow':
      return trouble(targets, { by: id, kind: 'slow', service: action.service });
    case 'slowDisk':
      return trouble(targets, { by: id, kind: 'slowDisk', latency: action.latency });
    case 'failWrites':
      return trouble(targets, { by: id, kind: 'failing', reason: 'error', write: action.write });
    case 'fullDisk':
      return trouble(targets, { by: id, kind: 'failing', reason: 'full', write: action.write });
    case 'corrupt':
      return corrupt(world, targets, id);
    case 'clock':
      for (const node of targets) changeClock(world, node, action, id);
      return undefined;
    default:
      return unreachable(action);
  }
}

export function endAction(world: World, action: FaultAction, id: number, lists: Lists): void {
  const targets = lists[0] ?? [];
  switch (action.kind) {
    case 'partition':
    case 'cut':
      world.cuts = world.cuts.filter((cut) => cut.id !== id);
      if (world.plan.streams !== undefined) resumeStreams(world);
      return;
    case 'network':
      world.changes = world.changes.filter((change) => change.id !== id);
      return;
    case 'crash':
    case 'replace':
      for (const node of targets) release(world, node, id);
      return;
    case 'pause':
      for (const node of targets) resume(world, node, id);
      return;
    case 'slow':
    case 'slowDisk':
    case 'failWrites':
    case 'fullDisk':
      for (const node of targets) {
        node.troubles = node.troubles.filter(({ by }) => by !== id);
        node.touch();
      }
      return;
    case 'clock':
      for (const node of targets) restoreClock(world, node, action, id);
      return;
    case 'restart':
    case 'reset':
    case 'corrupt':
      return;
    default:
      return unreachable(action);
  }
}

/** A crash fault lets go of a node: it starts unless another one still holds it down, or it has been started since. */
function release(world: World, node: Node, fault: number): void {
  if (!node.heldDownBy.includes(fault)) return;
  node.heldDownBy = node.heldDownBy.filter((other) => other !== fault);
  node.touch();
  afterLettingGo(world, node, fault);
  if (node.heldDownBy.length === 0 && node.state === undefined) restartNode(world, node);
}

function onUp(targets: readonly Node[], change: (node: Node) => void): string | undefined {
  const up = targets.filter((node) => node.state !== undefined);
  for (const node of up) {
    change(node);
    node.touch();
  }
  return up.length === 0 ? 'the node was down' : undefined;
}

/** The node goes on, unless another pause lasts, or it has crashed since. */
function resume(world: World, node: Node, id: number): void {
  if (!node.pausedBy.includes(id)) return;
  node.pausedBy = node.pausedBy.filter((other) => other !== id);
  node.touch();
  if (node.pausedBy.length > 0) return;
  releaseHeld(world, node);
  resumeWork(world, node);
}

/** Of the machine, not of the process: it lasts through crashes and restarts. */
function trouble(targets: readonly Node[], what: Trouble): undefined {
  for (const node of targets) {
    node.troubles = [...node.troubles, what];
    node.touch();
  }
}

function reset(world: World, ones: readonly Node[], others: readonly Node[]): string | undefined {
  if (world.plan.streams === undefined) return 'links are no streams: there is no connection to reset';
  const pairs = ones.flatMap((one) => others.filter((other) => other !== one).map((other) => [one, other] as const));
  const isAny = pairs.map(([one, other]) => resetStreams(world, one.index, other.index)).includes(true);
  return isAny ? undefined : 'no connection was open';
}

/** At least one of the keys is damaged, each by the toss of a coin. */
function corrupt(world: World, targets: readonly Node[], id: number): string | undefined {
  let isAny = false;
  for (const node of targets) {
    const keys = sortedKeys(node.disk.durable);
    const count = keys.length;
    if (count === 0) continue;
    const known = world.damaged?.[node.id];
    if (known !== undefined) {
      node.disk = damage(node.disk, (position) => !known.includes(keys[position]!));
      node.touch();
      isAny = true;
      continue;
    }
    const source = world.sources.of(`corrupt/${id}/${node.id}`);
    const certain = source.int(count);
    const survives = Array.from({ length: count }, (_, position) => source.int(2) === 1 && position !== certain);
    node.disk = damage(node.disk, (position) => survives[position] === true);
    node.touch();
    isAny = true;
  }
  return isAny ? undefined : 'nothing was on the disk yet';
}
