// On whom a generated fault falls. A fault with a trigger mostly means the node where its event happened, or the sender.
import type { Target, Trigger } from '../contract/faults.ts';
import { targetText } from '../contract/notation.ts';
import type { Draw } from './draw.ts';
import type { PlanLimits } from './limits.ts';

/** How one fault is drawn: set off by a trigger; at a time and on a role; or at a time, on nodes named or drawn. */
export type Scene = {
  readonly limits: PlanLimits;
  readonly draw: Draw;
  readonly mode: 'trigger' | 'role' | 'plain';
  /** Of the mode `trigger`. */
  readonly trigger: Trigger | undefined;
};

export const node = (id: string): Target => ({ select: 'node', node: id });
export const random = (count: number): Target => ({ select: 'random', count });
export const rest: Target = { select: 'rest' };
const it: Target = { select: 'trigger', which: 'node' };
const sender: Target = { select: 'trigger', which: 'sender' };

/** One node, whichever it will be when the fault begins. */
export function drawOne(scene: Scene): Target {
  const { draw, limits } = scene;
  if (scene.mode === 'role') return drawRole(scene);
  if (scene.mode === 'plain') {
    return draw.weighted<Target>([
      [70, () => drawServer(scene)],
      [20, () => random(1)],
      [limits.clients.length > 0 ? 10 : 0, () => drawClient(scene)],
    ]);
  }
  return draw.weighted<Target>([
    [50, () => it],
    [scene.trigger?.on?.event === 'message' ? 20 : 0, () => sender],
    [limits.roles.length > 0 ? 20 : 0, () => drawRole(scene)],
    [15, () => drawServer(scene)],
  ]);
}

/** One node or several: all of a role, all of a group, some at random, two. */
export function drawSome(scene: Scene): readonly Target[] {
  const { draw, limits, mode } = scene;
  const { servers, groups, roles } = limits;
  const isMany = servers.length > 2;
  return draw.weighted<readonly Target[]>([
    [70, () => [drawOne(scene)]],
    [isMany ? 10 : 0, () => twoOf(scene)],
    [mode === 'plain' || roles.length === 0 ? 0 : 15, () => [drawAll(scene)]],
    [mode === 'role' || !isMany ? 0 : 15, () => [random(draw.int(1, servers.length - 1))]],
    [mode === 'role' || groups.length === 0 ? 0 : 5, () => [{ select: 'group', group: draw.oneOf(groups) }]],
  ]);
}

function twoOf(scene: Scene): readonly Target[] {
  const one = drawOne(scene);
  // A list names nobody twice, and what is drawn at random is drawn among those not named.
  const other = one.select === 'random' ? drawServer(scene) : random(1);
  return [one, other];
}

/** A target that is not this one: all others, a node or role, the other end of the message. */
export function drawOther(one: Target, scene: Scene): Target {
  const { draw, limits, mode, trigger } = scene;
  const { servers, clients, roles } = limits;
  const drawn = draw.weighted<Target>([
    [servers.length > 1 ? 40 : 0, () => rest],
    [30, () => drawServer(scene)],
    [mode === 'plain' || roles.length === 0 ? 0 : 20, () => draw.oneOf([drawRole(scene), drawAll(scene)])],
    [trigger?.on?.event === 'message' ? 40 : 0, () => draw.oneOf([it, sender])],
    [clients.length > 0 ? 10 : 0, () => drawClient(scene)],
  ]);
  if (!isSame(one, drawn)) return drawn;
  return draw.oneOf([...servers, ...clients].map(node).filter((other) => !isSame(one, other)));
}

const isSame = (one: Target, other: Target): boolean => targetText(one) === targetText(other);

export const drawServer = ({ draw, limits }: Scene): Target => node(draw.oneOf(limits.servers));
export const drawClient = ({ draw, limits }: Scene): Target => node(draw.oneOf(limits.clients));
export const drawRole = ({ draw, limits }: Scene): Target => ({ select: 'role', role: draw.oneOf(limits.roles) });

function drawAll({ draw, limits }: Scene): Target {
  return { select: 'role', role: draw.oneOf(limits.roles), every: true };
}
