// What a crash does to a node that is down already: nothing, unless it holds the node down for longer than whatever else
// does, or its end starts one that had stopped by itself. The crash itself is in `fault-actions.ts`.
import type { FaultAction } from '../contract/faults.ts';
import type { Time } from '../contract/time.ts';
import type { Node } from './node.ts';
import type { FaultWindow, Outage } from './result.ts';
import type { World } from './world.ts';

/** Asked before the fault begins. Undefined: all that it strikes are up. */
export function outagesAt(world: World, { kind }: FaultAction, targets: readonly Node[]): FaultWindow['outages'] {
  if (kind !== 'crash') return undefined;
  const down = targets.filter((node) => node.state === undefined);
  if (down.length === 0) return undefined;
  return Object.fromEntries(
    down.map((node): [string, Outage] => [node.id, isStarting(world, node) ? world.time : 'nothing']),
  );
}

/** Nobody holds it down, and it is to start at this instant. A node that stopped by itself is not. */
function isStarting({ time, windows }: World, { id, heldDownBy, incarnation }: Node): boolean {
  if (heldDownBy.length > 0) return false;
  if (incarnation === 0) return true;
  return windows.some(
    ({ kind, from, to, nodes }) => (kind === 'restart' ? from : to) === time && nodes.flat().includes(id),
  );
}

/** A fault has let go of the node: if one other is left, that one alone holds it down from now on. */
export function afterLettingGo(world: World, node: Node, fault: number): void {
  const isIdle = outageBy(world, fault, node) === 'nothing';
  settle(world, node, fault);
  const [left, ...more] = node.heldDownBy;
  if (left === undefined) {
    if (isIdle && node.state === undefined) setOutage(world, fault, node, 'started');
  } else if (more.length === 0 && outageBy(world, left, node) === 'nothing') {
    setOutage(world, left, node, world.time);
  }
}

/** Of no time at all it has not held the node down. */
export function settle(world: World, node: Node, fault: number): void {
  if (outageBy(world, fault, node) === world.time) setOutage(world, fault, node, 'nothing');
}

function outageBy(world: World, fault: number, { id }: Node): Outage | undefined {
  return world.windows[world.windowOf[fault]!]?.outages?.[id];
}

function setOutage(world: World, fault: number, { id }: Node, outage: Outage): void {
  const at = world.windowOf[fault]!;
  world.windows = world.windows.map((window, k) =>
    k === at ? { ...window, outages: { ...window.outages, [id]: outage } } : window,
  );
}

/** As it is told once it is over, or the run is. */
export function toldWindow(window: FaultWindow, now: Time): FaultWindow {
  const outages = Object.entries(window.outages ?? {});
  if (outages.length === 0) return window;
  const isNothing = (outage: Outage) => outage === 'nothing' || outage === now;
  const struck = window.nodes.flat().length - outages.length;
  if (struck === 0 && outages.every(([, outage]) => isNothing(outage)))
    return { ...window, skipped: 'the node was down' };
  const told = outages.map(([id, outage]) => {
    if (isNothing(outage)) return `${id} was down already`;
    return `${id} was down, and ${outage === 'started' ? 'its end started it again' : 'stayed so for longer'}`;
  });
  return { ...window, note: told.join('; ') };
}
