// The moves of a state: what can happen, with what it does to the state. A move at a node depends on that node alone, so
// it is made once for each node as it may be, and taken in many states.
import type { AmbientGuard } from '../../kernel/index.ts';
import type { NodePlan, RunPlan } from '../../kernel/plan.ts';
import { Budgets, type Costs, type ProtocolBounds } from './bounds.ts';
import type { Happening, Outcome } from './happening.ts';
import { Memories } from './memories.ts';
import { type Loss, type MessageRecord, type Move, type NodeMove, type NodeRecord, Records } from './records.ts';
import { NodeStepper } from './step-node.ts';
import { mayFire, type SetTimer } from './timers.ts';

const CLIENTS = 'client';

/** A state with more moves than this is none of a small system. */
export const MOVES_MAX = 10_000;

/**
 * `guard` watches what handlers use of the world outside; `model`: what the history is judged by, if it is to be;
 * `isEachBranchKept`: branches that come to the same stay apart, each with its own choices.
 */
export type Judging = {
  readonly guard?: AmbientGuard | undefined;
  readonly model?: string | undefined;
  readonly isEachBranchKept?: boolean;
};

/** Moves, with what they were made of. */
export type Made = {
  readonly node: NodeRecord;
  readonly happening: Happening;
  readonly message: MessageRecord | undefined;
  readonly own: readonly MessageRecord[];
  readonly moves: readonly NodeMove[];
};

export class Moves {
  /** Told of all moves that are made. */
  onMade: ((made: Made) => void) | undefined = undefined;
  readonly records: Records;
  readonly memories: Memories;
  readonly budgets: Budgets;
  private readonly bounds: ProtocolBounds;
  private readonly nodes: readonly NodePlan[];
  private readonly isBlocking: boolean;
  private readonly stepper: NodeStepper;
  private readonly isEachBranchKept: boolean;
  private readonly losses = new Map<number, Loss>();
  private readonly drops = new Map<number, Loss>();

  constructor(plan: RunPlan, bounds: ProtocolBounds, { guard, model, isEachBranchKept = false }: Judging = {}) {
    this.isEachBranchKept = isEachBranchKept;
    this.bounds = bounds;
    this.nodes = plan.nodes;
    this.isBlocking = plan.disk.blocking === true;
    this.records = new Records();
    this.memories = new Memories(plan.monitors, plan.nodes, model);
    this.budgets = new Budgets(bounds);
    this.stepper = new NodeStepper(plan, bounds.disk, guard);
  }

  unborn(index: number): NodeRecord {
    return this.records.node(index, this.stepper.unborn(index), []);
  }

  /** The first start of a node, in each branch. */
  starts(node: NodeRecord): readonly NodeMove[] {
    return this.made(node, { do: 'start' }, undefined, []);
  }

  /** What can happen to a node without the network. */
  alone(node: NodeRecord): readonly Move[] {
    node.alone ??= this.makeAlone(node);
    return node.alone;
  }

  /** What a message leads to at its receiver. Nothing where that cannot take it yet; it is dropped where that is down. */
  ofMessage(node: NodeRecord, message: MessageRecord): readonly Move[] {
    let moves = node.byMessage.get(message.id);
    if (moves === undefined) {
      if (node.checkpoint.state === undefined) moves = this.bounds.network === 'set' ? [] : [this.drop(message)];
      else moves = this.canTakeEvent(node) ? this.makeDeliveries(node, message) : [];
      node.byMessage.set(message.id, moves);
    }
    return moves;
  }

  /** Undefined: nothing is ever lost. */
  loss(message: MessageRecord): Loss | undefined {
    const costs = this.budgets.loss;
    if (this.budgets.isNever(costs) || this.bounds.network === 'set') return undefined;
    let loss = this.losses.get(message.id);
    if (loss === undefined) {
      loss = { happening: undefined, message, isDrop: false, costs };
      this.losses.set(message.id, loss);
    }
    return loss;
  }

  /** It stays dropped whatever follows, so that it costs nothing. */
  private drop(message: MessageRecord): Loss {
    let drop = this.drops.get(message.id);
    if (drop === undefined) {
      drop = { happening: undefined, message, isDrop: true, costs: [] };
      this.drops.set(message.id, drop);
    }
    return drop;
  }

  /** What a node has sent to itself comes before any message and any timer: it is there at the same instant. */
  private canTakeEvent(node: NodeRecord): boolean {
    return node.own.length === 0 && this.canTakeStep(node);
  }

  /** Something is to happen to the node that the bounds rule out, or may rule out: its timers, and what begins operations. */
  boundedMoves(node: NodeRecord): { readonly isNever: boolean; readonly moves: readonly NodeMove[] } {
    if (!this.canTakeEvent(node)) return { isNever: false, moves: [] };
    const fired = this.alone(node).filter(
      (move): move is NodeMove => move.happening?.do === 'timer' && (move as NodeMove).kept === undefined,
    );
    const isLeftOut = ({ name }: SetTimer) =>
      !fired.some(({ happening }) => happening.do === 'timer' && happening.timer.name === name);
    return { isNever: node.timers.some((timer) => mayFire(timer) && isLeftOut(timer)), moves: fired };
  }

  private canTakeStep({ checkpoint }: NodeRecord): boolean {
    return checkpoint.state !== undefined && !(this.isBlocking && checkpoint.disk.pending.length > 0);
  }

  private makeDeliveries(node: NodeRecord, record: MessageRecord): readonly Move[] {
    const { from, message } = record;
    const isSet = this.bounds.network === 'set';
    const once = this.made(node, { do: 'deliver', from, message }, record, []).map((move) =>
      isSet ? { ...move, isCopy: true } : move,
    );
    const { duplicate } = this.budgets;
    if (isSet || this.budgets.isNever(duplicate)) return once;
    return [...once, ...once.map((move) => ({ ...move, isCopy: true, costs: [...move.costs, ...duplicate] }))];
  }

  private makeAlone(node: NodeRecord): readonly Move[] {
    const moves: NodeMove[] = [];
    const { checkpoint, index } = node;
    if (this.canTakeStep(node)) {
      const [first, ...rest] = node.own;
      if (first !== undefined) {
        moves.push(...this.made(node, { do: 'deliver', from: index, message: first.message }, undefined, rest));
      }
      for (const timer of first === undefined ? node.timers : []) {
        if (!mayFire(timer) || this.budgets.isTimerNever(timer.timer.kind, this.nodes[index]!.id)) continue;
        moves.push(...this.made(node, { do: 'timer', timer }, undefined, node.own));
      }
    }
    if (checkpoint.disk.pending.length > 0) moves.push(...this.made(node, { do: 'write' }, undefined, node.own));
    if (this.canCrash(index) && checkpoint.state !== undefined) {
      moves.push(...this.made(node, { do: 'crash' }, undefined, []));
    }
    const isRevivable = checkpoint.state === undefined && !this.isClient(index);
    if (checkpoint.heldDownBy.length > 0 || isRevivable) {
      moves.push(...this.made(node, { do: 'restart' }, undefined, []));
    }
    return moves.filter(({ costs }) => !this.budgets.isNever(costs));
  }

  private isClient(index: number): boolean {
    return this.nodes[index]!.group === CLIENTS;
  }

  private canCrash(index: number): boolean {
    return !this.isClient(index) && !this.budgets.isNever(this.budgets.crash);
  }

  private made(
    node: NodeRecord,
    happening: Happening,
    message: MessageRecord | undefined,
    own: readonly MessageRecord[],
  ): readonly NodeMove[] {
    const moves = this.make(node, happening, message, own);
    this.onMade?.({ node, happening, message, own, moves });
    return moves;
  }

  /** `own`: what the node has sent to itself before and has not received after. */
  make(
    node: NodeRecord,
    happening: Happening,
    message: MessageRecord | undefined,
    own: readonly MessageRecord[],
  ): readonly NodeMove[] {
    const { index } = node;
    const canBeStruck = happening.do === 'deliver' || happening.do === 'timer';
    const isStruck = this.bounds.disk === 'crashpoint' && canBeStruck && this.canCrash(index);
    const outcomes = this.stepper.outcomes(index, node, happening, { isStruck });
    const staying = message === undefined ? own : node.own;
    const moves = outcomes.map((outcome) => this.moveOf(node, happening, message, staying, outcome));
    return moves.length < 2 || this.isEachBranchKept ? moves : distinct(moves);
  }

  private moveOf(
    before: NodeRecord,
    happening: Happening,
    message: MessageRecord | undefined,
    staying: readonly MessageRecord[],
    outcome: Outcome,
  ): NodeMove {
    const { records } = this;
    const { index } = before;
    const isUp = outcome.checkpoint.state !== undefined;
    const all = outcome.sent.map((sent) => records.message(index, sent.to, sent.message));
    const own = isUp ? [...staying, ...all.filter(({ to }) => to === index)] : [];
    return {
      happening,
      after: records.node(index, outcome, own),
      message,
      isCopy: false,
      sent: all.filter(({ to }) => to !== index).sort((a, b) => a.id - b.id),
      changes: this.memories.changesOf(index, outcome.changes, outcome.lines),
      costs: this.costsOf(before, happening, outcome),
      kept: outcome.kept,
      choices: outcome.choices,
      stop: outcome.stop,
    };
  }

  private costsOf({ index, checkpoint }: NodeRecord, happening: Happening, { lines, kept }: Outcome): Costs {
    const { budgets } = this;
    const operations = lines.filter(({ type }) => type === 'invoke').length;
    const isRevival = happening.do === 'restart' && checkpoint.heldDownBy.length === 0;
    const crash = kept !== undefined || happening.do === 'crash' ? budgets.crash : [];
    const own =
      happening.do === 'timer'
        ? budgets.ofTimer(happening.timer.timer.kind, this.nodes[index]!.id, operations)
        : budgets.ofOperations(operations);
    return [...own, ...crash, ...(isRevival ? budgets.revival : [])];
  }
}

/** Branches that come to the same are one. */
function distinct(moves: readonly NodeMove[]): readonly NodeMove[] {
  const known = new Set<string>();
  return moves.filter(({ after, sent, changes, costs, kept, stop }) => {
    const ids = [sent, changes].map((list) => list.map(({ id }) => id).join());
    const key = [after.id, ...ids, costs.join(), kept !== undefined, stop?.reason ?? ''].join('|');
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
}
