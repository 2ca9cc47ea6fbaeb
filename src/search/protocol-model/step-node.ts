// Lets one event happen at one node, on a world of the kernel's own, by the kernel's own `step`: every branch of it, and
// the crashes that may strike at its end. Durable is a write
//
//   atomic      at once
//   crashpoint  at once, unless the node crashes at the end of the handler: then a first part of what it wrote is there
//               (nothing, or all but the last), and what waits for the rest never leaves. What starts is not struck.
//   events      when an event of its own says so
import { emptyList, slice } from '../../base/paged-list.ts';
import type { Fault } from '../../contract/faults.ts';
import type { AnyMonitor, Change } from '../../contract/property.ts';
import { type AmbientGuard, CheckedMode } from '../../kernel/checked.ts';
import { HandlerError, handlerName } from '../../kernel/handle.ts';
import type { Node } from '../../kernel/node.ts';
import { DELIVER, FAULT, NONE, type Pending, type Queue, START, TIMER, WRITE } from '../../kernel/pending.ts';
import type { RunPlan } from '../../kernel/plan.ts';
import type { RecordedEvent } from '../../kernel/result.ts';
import { choicesOf } from '../../kernel/schedule/choices.ts';
import type { Choices } from '../../kernel/schedule/entry.ts';
import { benignNetwork } from '../../kernel/schedule/player.ts';
import { step } from '../../kernel/step.ts';
import { type StopWords, stopFor } from '../../kernel/stops.ts';
import { World } from '../../kernel/world.ts';
import { ModelError } from '../explore/index.ts';
import type { DiskMode } from './bounds.ts';
import type { ClientLine, Happening, NodeShape, Outcome, Sent, StateChange } from './happening.ts';
import { Odometer } from './odometer.ts';
import { shapeOf } from './shape.ts';
import { StillClocks } from './still-clock.ts';

/** Keeps what was scheduled, for whoever looks. */
class Collected implements Queue {
  pending: Pending[] = [];

  get size(): number {
    return this.pending.length;
  }

  add(pending: Pending): void {
    this.pending.push(pending);
  }

  toArray(): readonly Pending[] {
    return this.pending;
  }
}

/** Sees nothing of what lies outside. */
const blind: AmbientGuard = { enter: () => {}, leave: () => undefined };

/** `isStruck`: also the outcomes of a crash at the end of the handler. */
export type StepOptions = { readonly isStruck: boolean };

export class NodeStepper {
  private readonly world: World;
  private readonly queue = new Collected();
  private readonly odometer = new Odometer();
  private readonly clocks: StillClocks;
  private readonly disk: DiskMode;
  private changes: StateChange[] = [];

  constructor(plan: RunPlan, disk: DiskMode, guard: AmbientGuard = blind) {
    this.disk = disk;
    const groups = [...new Set(plan.nodes.map(({ group }) => group))];
    const { blocking = false } = plan.disk;
    const quiet: RunPlan = {
      ...plan,
      network: benignNetwork,
      streams: undefined,
      disk: { latencyMin: 0, latencyMax: 0, blocking },
      faults: plan.nodes.flatMap(({ id }) => [crashOf(id), restartOf(id)]),
      monitors: groups.map((group) => this.watcher(group)),
      probes: [],
      watchedRoles: [],
    };
    this.world = new World(quiet, this.queue, this.odometer);
    // Outcomes are computed once and kept, so it costs next to nothing to see that handlers are pure; and it matters.
    this.world.checked = new CheckedMode(guard).run;
    this.clocks = new StillClocks(this.world);
  }

  /** A node that has never started. */
  unborn(index: number): NodeShape {
    const node = this.world.node(index);
    return shapeOf(node, node.save(), [], this.world);
  }

  /** Each branch of what happens, and what a crash at its end makes of it. */
  outcomes(index: number, shape: NodeShape, happening: Happening, { isStruck }: StepOptions): readonly Outcome[] {
    return this.odometer
      .each(() => {
        const outcome = this.once(index, shape, happening, undefined);
        const writes = isStruck && outcome.stop === undefined ? this.issued : 0;
        const struck = Array.from({ length: writes }, (_, kept) =>
          this.odometer.again(() => this.once(index, shape, happening, kept)),
        );
        return [outcome, ...struck];
      })
      .flat();
  }

  /** How many writes the handler issued that has just run. */
  private issued = 0;

  private once(index: number, shape: NodeShape, happening: Happening, kept: number | undefined): Outcome {
    const { world, queue } = this;
    const node = world.node(index);
    this.load(node, shape);
    let stop: StopWords | undefined;
    try {
      this.happen(node, happening);
      this.issued = node.state === undefined ? 0 : node.disk.pending.length - shape.checkpoint.disk.pending.length;
      this.settle(node, kept);
    } catch (error) {
      // The odometer's alarm, which was raised within the handler.
      if (error instanceof HandlerError && error.cause instanceof ModelError) throw error.cause;
      stop = stopFor(error);
      if (stop === undefined) throw error;
    }
    this.refuseClocks(node, happening);
    if (stop !== undefined)
      return {
        ...shape,
        sent: [],
        changes: [],
        lines: [],
        kept: undefined,
        choices: this.choices,
        stop,
      };
    const sent = queue.pending.flatMap(({ kind, node: to, payload }): readonly Sent[] =>
      kind === DELIVER ? [{ to, message: payload as Sent['message'] }] : [],
    );
    const lines = slice(world.history, 0).map(lineOf);
    const after = shapeOf(node, shape.checkpoint, shape.timers, world);
    return { ...after, sent, changes: this.changes, lines, kept, choices: this.choices, stop };
  }

  /** The label of a draw is `choice/n1/peer`. */
  private get choices(): Choices | undefined {
    return choicesOf(
      this.odometer.chosen.map(({ label, picked }) => ({ label: label.split('/').slice(2).join('/'), picked })),
    );
  }

  private load(node: Node, { checkpoint }: NodeShape): void {
    const { world } = this;
    node.restore(checkpoint);
    this.queue.pending = [];
    this.changes = [];
    this.clocks.read = undefined;
    world.effectCount = 0;
    world.windows = [];
    world.halts = [];
    world.history = emptyList();
  }

  private happen(node: Node, happening: Happening): void {
    const { index, incarnation } = node;
    switch (happening.do) {
      case 'start':
        return this.step(START, index, NONE, 1, null);
      case 'deliver': {
        const { from, message } = happening;
        return this.step(DELIVER, index, from, from === index ? incarnation : NONE, message);
      }
      case 'timer':
        return this.step(TIMER, index, NONE, NONE, happening.timer.name);
      case 'write':
        return this.write(node);
      case 'crash':
        return this.step(FAULT, NONE, NONE, 4 * index, null);
      case 'restart':
        this.step(FAULT, NONE, NONE, 4 * index + 2, null);
        return this.step(START, index, NONE, incarnation + 1, null);
    }
  }

  /** What follows by itself: writes are through, or but `kept` of them are lost in a crash. */
  private settle(node: Node, kept: number | undefined): void {
    if (this.disk === 'events') return;
    const through = kept ?? node.disk.pending.length;
    for (let i = 0; i < through; i++) this.write(node);
    if (kept !== undefined) this.step(FAULT, NONE, NONE, 4 * node.index, null);
  }

  private write(node: Node): void {
    const { id, kind } = node.disk.pending[0]!;
    this.step(WRITE, node.index, NONE, id, kind);
  }

  private step(kind: number, node: number, from: number, tag: number, payload: Pending['payload']): void {
    const { world } = this;
    step(world, { time: 0, seq: world.nextSeq++, kind, node, from, cause: NONE, tag, payload });
  }

  private refuseClocks({ id, protocol }: Node, happening: Happening): void {
    const { read } = this.clocks;
    if (read === undefined || happening.do === 'start') return;
    const kind = happening.do === 'timer' ? TIMER : happening.do === 'deliver' ? DELIVER : START;
    const input =
      happening.do === 'timer' ? happening.timer.timer : happening.do === 'deliver' ? happening.message : null;
    throw new ModelError(
      `${protocol.name} reads ctx.${read} in ${handlerName(kind, input)} at ${id}: time stands still in an exploration, so it would be explored at one moment only`,
    );
  }

  /** Changes nothing and remembers nothing: the monitors are asked later, for what they remember differs. */
  private watcher(group: string): AnyMonitor {
    const observe = (memory: null, { before, after }: Change): null => {
      this.changes.push({ before, after });
      return memory;
    };
    return { group, properties: [], initial: null, observe, isExercised: () => true };
  }
}

function lineOf({ type, f, value, key, error }: RecordedEvent): ClientLine {
  return { type, f, value, ...(key === undefined ? {} : { key }), ...(error === undefined ? {} : { error }) };
}

const fault = { at: 0, until: undefined } as const;

function crashOf(node: string): Fault {
  const targets = [{ select: 'node', node }] as const;
  return { ...fault, name: 'crash', action: { kind: 'crash', targets, unsynced: 'lost' }, text: `crash ${node}` };
}

function restartOf(node: string): Fault {
  const targets = [{ select: 'node', node }] as const;
  return { ...fault, name: 'restart', action: { kind: 'restart', targets }, text: `restart ${node}` };
}
