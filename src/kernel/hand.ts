// What is done to a run by hand (`contract/intervention.ts`), at its event. A deed whose object is not there does nothing,
// so a list of deeds may be played on changed code.

import type { NodeId } from '../contract/ids.ts';
import { faultByHand, type Intervention } from '../contract/intervention.ts';
import { isLasting } from './faults.ts';
import { DELIVER, FAULT, NONE, type Pending, TIMER } from './pending.ts';
import { loseOnStream } from './streams.ts';
import type { World } from './world.ts';

/** Where pending events can be taken from out of turn. */
export interface Hold {
  add(pending: Pending): void;
  take(seq: number): Pending | undefined;
}

export class Hand {
  private readonly world: World;
  private readonly interventions: readonly Intervention[];
  private position: number;

  constructor(world: World, interventions: readonly Intervention[]) {
    this.world = world;
    this.interventions = interventions;
    const first = interventions.findIndex(({ at }) => at >= world.events);
    this.position = first === -1 ? interventions.length : first;
  }

  /** Does what is due now. The event that is next; `skip`: the next one does not happen; undefined: all goes its way. */
  next(hold: Hold): Pending | 'skip' | undefined {
    for (;;) {
      const deed = this.interventions[this.position];
      if (deed === undefined || deed.at > this.world.events) return undefined;
      this.position++;
      if (deed.do === 'skip') return 'skip';
      const event = this.carryOut(deed, hold);
      if (event !== undefined) return event;
    }
  }

  /** What was next does not happen. */
  skip(pending: Pending): void {
    const { world } = this;
    if (pending.kind === DELIVER) lose(world, pending);
    if (pending.kind !== TIMER) return;
    const node = world.node(pending.node);
    node.timers.delete(pending.payload as string);
    node.touch();
  }

  private carryOut(deed: Intervention, hold: Hold): Pending | undefined {
    const { world } = this;
    switch (deed.do) {
      case 'drop': {
        const message = takeMessage(hold, deed.message);
        if (message !== undefined) lose(world, message);
        return undefined;
      }
      case 'duplicate': {
        const message = takeMessage(hold, deed.message);
        if (message === undefined) return undefined;
        hold.add(message);
        if (world.plan.streams !== undefined) return undefined;
        world.counts.duplicated++;
        const { time, node, from, cause, tag, payload } = message;
        world.schedule(time, DELIVER, node, from, cause, tag, payload);
        return undefined;
      }
      case 'delay': {
        const message = takeMessage(hold, deed.message);
        if (message !== undefined) hold.add({ ...message, time: message.time + deed.by });
        return undefined;
      }
      case 'deliver': {
        const message = takeMessage(hold, deed.message);
        return message === undefined ? undefined : { ...message, time: world.time };
      }
      case 'fire':
        return this.fire(deed.node, deed.timer);
      case 'end':
        return isLasting(world, 2 * deed.fault + 1) ? this.fault(2 * deed.fault + 1) : undefined;
      default:
        return this.fault(2 * this.faultOf(deed));
    }
  }

  /** Its position behind the plan's faults. */
  private faultOf(deed: Intervention): number {
    const before = this.interventions.slice(0, this.interventions.indexOf(deed));
    return this.world.plan.faults.length + before.filter((other) => faultByHand(other) !== undefined).length;
  }

  private fault(tag: number): Pending {
    const { world } = this;
    const seq = world.nextSeq++;
    return { time: world.time, seq, kind: FAULT, node: NONE, from: NONE, cause: NONE, tag, payload: null };
  }

  private fire(id: NodeId, name: string): Pending | undefined {
    const { world } = this;
    const node = world.byId.get(id);
    const timer = node?.timers.get(name);
    // One that waits in its node's inbox has fired already.
    if (node === undefined || timer === undefined || timer.wake === NONE) return undefined;
    const { seq, cause } = timer;
    return { time: world.time, seq, kind: TIMER, node: node.index, from: NONE, cause, tag: NONE, payload: name };
  }
}

function takeMessage(hold: Hold, seq: number): Pending | undefined {
  const found = hold.take(seq);
  if (found === undefined || found.kind === DELIVER) return found;
  hold.add(found);
  return undefined;
}

function lose(world: World, pending: Pending): void {
  const { cause, from, node, payload } = pending;
  if (world.plan.streams !== undefined && from !== node && loseOnStream(world, pending)) return;
  world.counts.lost++;
  world.trace?.lost(cause, from, node, payload, 'loss');
}
