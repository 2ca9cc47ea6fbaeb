// The replay driver: executes a schedule, a list of labels, instead of a clock's order. It reads the same pending set as
// a bag: an event not named never happens, one that is not pending is skipped and reported. Times follow: an event
// happens at its own time, or now if that is past.
import { present } from '../base/assert.ts';
import type { Chooser } from './chooser.ts';
import { type Label, labelOf, Numbering } from './labels.ts';
import { NONE, type Pending, type Queue, TIMER, TimedQueue } from './pending.ts';
import type { RunPlan } from './plan.ts';
import { isLive, step } from './step.ts';
import { World } from './world.ts';

const TIMER_LABEL = /^(\S+) timer (.*)$/s;

/** A timed queue that also knows the label of everything put into it. */
export class RecordingQueue extends TimedQueue {
  private readonly labels = new Map<number, Label>();
  private readonly numbering = new Numbering();
  world: World | undefined = undefined;

  override add(pending: Pending): void {
    super.add(pending);
    if (pending.kind === TIMER && pending.tag === NONE) return;
    const label = labelOf(present(this.world, 'the world of a recording queue'), pending);
    this.labels.set(pending.seq, this.numbering.next(label));
  }

  labelOf(world: World, pending: Pending): Label {
    return this.labels.get(pending.seq) ?? labelOf(world, pending);
  }
}

/** The pending set as a bag, by label. Timers are not in it: the nodes themselves know which are set. */
class Bag implements Queue {
  private readonly byLabel = new Map<Label, Pending>();
  private readonly numbering = new Numbering();
  world: World | undefined = undefined;

  get size(): number {
    return this.byLabel.size;
  }

  add(pending: Pending): void {
    if (pending.kind === TIMER && pending.tag === NONE) return;
    const label = labelOf(present(this.world, 'the world of a bag'), pending);
    this.byLabel.set(this.numbering.next(label), pending);
  }

  take(label: Label): Pending | undefined {
    const pending = this.byLabel.get(label);
    if (pending !== undefined) this.byLabel.delete(label);
    return pending;
  }

  toArray(): readonly Pending[] {
    return [...this.byLabel.values()];
  }
}

export type Replay = { readonly world: World; readonly executed: number; readonly skipped: readonly Label[] };

/** Executes the schedule on a fresh world. Draws come from `chooser`, by default the plan's seed. */
export function replay(plan: RunPlan, schedule: readonly Label[], chooser?: Chooser): Replay {
  const bag = new Bag();
  const world = new World(plan, bag, chooser);
  bag.world = world;
  world.begin();
  const skipped: Label[] = [];
  for (const label of schedule) {
    const pending = timerOf(world, label) ?? bag.take(label);
    if (pending === undefined || !isLive(world, pending)) skipped.push(label);
    else step(world, pending.time < world.time ? { ...pending, time: world.time } : pending);
  }
  return { world, executed: schedule.length - skipped.length, skipped };
}

function timerOf(world: World, label: Label): Pending | undefined {
  const match = TIMER_LABEL.exec(label);
  if (match === null) return undefined;
  const node = world.byId.get(match[1]!);
  const timer = node?.timers.get(match[2]!);
  // One whose entry is used up waits in the inbox: it is taken up under another label.
  if (node === undefined || timer === undefined || timer.wake === NONE) return undefined;
  const { due, seq, cause, name } = timer;
  return { time: due, seq, kind: TIMER, node: node.index, from: NONE, cause, tag: NONE, payload: name };
}
