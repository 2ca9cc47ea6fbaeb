// Faults that events and states set off. A fault that is set off is scheduled before anything that its event leads to,
// so it strikes between the event's handler and the consequences.

import type { Plain } from '../base/plain.ts';
import type { Kind } from '../contract/context.ts';
import type { EventPattern, Fault, StatePattern, Target } from '../contract/faults.ts';
import type { Time } from '../contract/time.ts';
import type { Node } from './node.ts';
import { DELIVER, FAULT, NONE, type Pending, START, TIMER, WRITE } from './pending.ts';
import type { RunPlan } from './plan.ts';
import { playsRole } from './roles.ts';

/** How often each trigger was met, or NONE once it has set off its fault; and by what. */
export type TriggersCheckpoint = { readonly met: readonly number[]; readonly origins: readonly (Origin | undefined)[] };

/** Positions of the node where it happened and of the sender of its message; NONE if there was no message. */
export type Origin = { readonly node: number; readonly sender: number };

/** What triggers need of the world. */
export interface TriggerHost {
  readonly plan: RunPlan;
  readonly nodes: readonly Node[];
  readonly time: Time;
  readonly events: number;
  schedule(time: Time, kind: number, node: number, from: number, cause: number, tag: number, payload: Plain): Pending;
}

const eventKindOf = { message: DELIVER, timer: TIMER, write: WRITE, start: START } as const;

export class Triggers {
  private readonly faults: readonly Fault[];
  private readonly onEvents: readonly number[];
  private readonly onStates: readonly number[];
  private met: number[];
  private origins: (Origin | undefined)[];

  constructor(faults: readonly Fault[]) {
    this.faults = faults;
    const positions = faults.map((_, index) => index);
    this.onEvents = positions.filter((index) => faults[index]!.trigger?.on !== undefined);
    this.onStates = positions.filter((index) => faults[index]!.trigger?.when !== undefined);
    this.met = faults.map(() => 0);
    this.origins = faults.map(() => undefined);
  }

  save(): TriggersCheckpoint {
    return { met: [...this.met], origins: [...this.origins] };
  }

  restore({ met, origins }: TriggersCheckpoint): void {
    this.met = [...met];
    this.origins = [...origins];
  }

  origin(fault: number): Origin | undefined {
    return this.origins[fault];
  }

  /** An event is about to happen. */
  onEvent(world: TriggerHost, pending: Pending): void {
    for (const index of this.onEvents) {
      if (this.met[index] === NONE || world.time < this.faults[index]!.at) continue;
      const { on } = this.faults[index]!.trigger!;
      if (matches(world, on!, pending)) this.meet(world, index, { node: pending.node, sender: pending.from });
    }
  }

  /** A node's state has changed. */
  onState(world: TriggerHost, node: Node, before: Plain | undefined, after: Plain | undefined): void {
    for (const index of this.onStates) {
      if (this.met[index] === NONE || world.time < this.faults[index]!.at) continue;
      const pattern = this.faults[index]!.trigger!.when!;
      if (!isInState(world, pattern, node, after) || isInState(world, pattern, node, before)) continue;
      this.meet(world, index, { node: node.index, sender: NONE });
    }
  }

  private meet(world: TriggerHost, index: number, origin: Origin): void {
    const times = this.met[index]! + 1;
    this.met[index] = times;
    if (times < this.faults[index]!.trigger!.nth) return;
    this.met[index] = NONE;
    this.origins[index] = origin;
    world.schedule(world.time, FAULT, NONE, NONE, world.events, 2 * index, null);
  }
}

export function matches(world: TriggerHost, pattern: EventPattern, pending: Pending): boolean {
  if (pending.kind !== eventKindOf[pattern.event]) return false;
  const node = world.nodes[pending.node]!;
  // A write that fails never became durable.
  if (pending.kind === WRITE && node.failureOf(pending.payload as string) !== undefined) return false;
  if (pattern.kind !== undefined && kindOf(node, pending) !== pattern.kind) return false;
  if (pattern.node !== undefined && !isOne(world, pattern.node, node, node.state)) return false;
  if (pattern.from === undefined) return true;
  const sender = world.nodes[pending.from];
  return sender !== undefined && isOne(world, pattern.from, sender, sender.state);
}

/** Whether a node would be in the state that a pattern means. */
export function isInState(
  world: TriggerHost,
  { of, test }: StatePattern,
  node: Node,
  state: Plain | undefined,
): boolean {
  return state !== undefined && isOne(world, of, node, state) && (test === undefined || test(state as never));
}

function kindOf(node: Node, { kind, payload }: Pending): string | undefined {
  switch (kind) {
    case DELIVER:
      return (payload as Kind).kind;
    case TIMER:
      return node.timers.get(payload as string)?.timer.kind;
    default:
      return payload as string;
  }
}

/** Whether a target means this node, were it in this state. */
function isOne(world: TriggerHost, target: Target, node: Node, state: Plain | undefined): boolean {
  switch (target.select) {
    case 'node':
      return target.node === node.id;
    case 'group':
      return target.group === node.group;
    case 'role':
      return playsRole(world.plan.roles, target.role, node, state);
    default:
      return false;
  }
}
