// The protocols of a plan as a transition system for the search: the same handlers, the same interpreter of effects
// (`step` of the kernel). Read `bounds.ts` (what is explored), `step-node.ts` (what happens at a node), `moves.ts` (what
// can happen), `layout.ts` (what a state is).
import type { Hash } from '../../base/hash.ts';
import type { RunPlan, Schedule } from '../../kernel/index.ts';
import { type Model, ModelError } from '../explore/index.ts';
import { checkAlike, checkObservedAlike } from './alike.ts';
import { defaultBounds, type ProtocolBounds } from './bounds.ts';
import { composed } from './compose.ts';
import { describeMove } from './describe.ts';
import { HIGH, Layout, LOW, type ModelState, NODES } from './layout.ts';
import type { Memory } from './memories.ts';
import { type Judging, MOVES_MAX, Moves } from './moves.ts';
import { checkTimerRules } from './names.ts';
import { type Starts, unbounded, walk } from './prefix.ts';
import { refuseOtherDisks } from './prefix-disks.ts';
import type { MessageRecord, Move, NodeMove, NodeRecord } from './records.ts';
import { Symmetry } from './symmetry.ts';
import { Transitions } from './transition.ts';
import { StateView } from './view.ts';

const NODES_MAX = 64;

type Begun = { readonly state: ModelState; readonly starts: Starts };

export class ProtocolModel implements Model<ModelState, Move> {
  readonly plan: RunPlan;
  readonly bounds: ProtocolBounds;
  readonly init: readonly ModelState[];
  /** What was played before the first state. */
  readonly before: readonly Move[];
  readonly layout: Layout;
  /** What nodes chose when they started, for each of the first states. */
  readonly starts: readonly Starts[];
  readonly moves: Moves;
  private readonly transitions: Transitions;
  private symmetry: Symmetry | undefined = undefined;

  /** `prefix`: played first, at no cost. */
  constructor(plan: RunPlan, bounds: Partial<ProtocolBounds> = {}, prefix?: Schedule, judging: Judging = {}) {
    if (plan.streams !== undefined) {
      throw new ModelError('links are streams, and an exploration knows datagram links only: leave `streams` out');
    }
    if (plan.nodes.length > NODES_MAX) {
      throw new ModelError(
        `it has ${plan.nodes.length} nodes, and explore is for small systems: ${NODES_MAX} at most, and three or four are many`,
      );
    }
    this.plan = plan;
    this.bounds = { ...defaultBounds, ...bounds };
    checkTimerRules(plan, this.bounds);
    this.moves = new Moves(plan, this.bounds, judging);
    this.layout = new Layout(plan.nodes.length, this.moves.budgets);
    const { moves } = this;
    const { records, memories } = moves;
    this.transitions = new Transitions(this.layout, records, memories, this.bounds.network);
    const unborn = plan.nodes.map((_, index) => moves.unborn(index));
    const born = unborn.map((node) => moves.starts(node));
    if (prefix === undefined) {
      const begun = this.started(unborn, born);
      this.init = begun.map(({ state }) => state);
      this.starts = begun.map((each) => each.starts);
      this.before = [];
    } else {
      const hasCopies = prefix.entries.some((entry) => entry.do === 'deliver' && entry.again === true);
      const duplicates = hasCopies ? Number.POSITIVE_INFINITY : 0;
      const bounds = { ...this.bounds, ...unbounded, losses: 0, duplicates };
      const free = new ProtocolModel(plan, bounds, undefined, { ...judging, isEachBranchKept: true });
      const { state, moves, starts } = walk(free, prefix);
      refuseOtherDisks(plan, prefix, free.nodesOf(state));
      this.init = [this.adopted(free, state)];
      this.starts = [starts];
      this.before = moves;
    }
  }

  readonly actions = (state: ModelState): readonly Move[] => {
    const { layout, moves } = this;
    const { nodes, messages } = moves.records;
    const all: Move[] = [];
    for (let at = layout.messages; at < state.length; at++) {
      if (at > layout.messages && state[at] === state[at - 1]) continue;
      const message = messages.items[state[at]!]!;
      for (const move of moves.ofMessage(nodes.items[state[NODES + message.to]!]!, message)) all.push(move);
    }
    for (let index = 0; index < layout.nodes; index++) {
      for (const move of moves.alone(nodes.items[state[NODES + index]!]!)) all.push(move);
    }
    if (this.bounds.losses > 0) this.addLosses(state, all);
    if (all.length > MOVES_MAX) {
      throw new ModelError(`a state has ${all.length} moves, and explore is for small systems: ${MOVES_MAX} at most`);
    }
    return all;
  };

  readonly next = (state: ModelState, move: Move): ModelState | undefined => this.transitions.next(state, move);

  /** Timers could fire, or operations begin, if the bounds allowed more of them. A fault that is none is no such thing. */
  readonly isCut = (state: ModelState): boolean => {
    const { layout, moves, transitions } = this;
    const { nodes, messages } = moves.records;
    const isAlwaysCopy = this.bounds.network === 'set';
    const isLeftOut = (move: Move) => {
      if (move.happening === undefined || move.kept !== undefined || (move.isCopy && !isAlwaysCopy)) return false;
      return transitions.isUnpaid(state, move);
    };
    for (let index = 0; index < layout.nodes; index++) {
      const bounded = moves.boundedMoves(nodes.items[state[NODES + index]!]!);
      if (bounded.isNever || bounded.moves.some(isLeftOut)) return true;
    }
    for (let at = layout.messages; at < state.length; at++) {
      const message = messages.items[state[at]!]!;
      if (moves.ofMessage(nodes.items[state[NODES + message.to]!]!, message).some(isLeftOut)) return true;
    }
    return false;
  };

  readonly hash = (state: ModelState): Hash => ({ low: state[LOW]!, high: state[HIGH]! });

  /** Used with symmetry only; from then on each handler is asked whether it treats like nodes alike. */
  readonly canonical = (state: ModelState): ModelState => {
    this.symmetry ??= this.withSymmetry();
    return this.symmetry.canonical(state);
  };

  /** The state under all other names that symmetry takes for the same. */
  namedOtherwise(state: ModelState): readonly ModelState[] {
    this.symmetry ??= this.withSymmetry();
    return this.symmetry.namedOtherwise(state);
  }

  readonly describe = (move: Move): string => describeMove(this.plan, move);

  /** What a state says, for properties. */
  view(state: ModelState): StateView {
    return new StateView(this, state);
  }

  private withSymmetry(): Symmetry {
    const { plan, moves } = this;
    const symmetry = new Symmetry(plan, this.bounds, this.layout, moves);
    const ids = plan.nodes.map(({ id }) => id);
    moves.onMade = (made) => {
      for (const exchange of symmetry.exchanges) checkAlike(moves, exchange, ids, made);
    };
    moves.memories.onObserved = (...observed) => {
      for (const exchange of symmetry.exchanges) checkObservedAlike(moves.memories, exchange, plan.nodes, observed);
    };
    return symmetry;
  }

  private addLosses(state: ModelState, all: Move[]): void {
    const { layout, moves } = this;
    for (let at = layout.messages; at < state.length; at++) {
      if (at > layout.messages && state[at] === state[at - 1]) continue;
      const loss = moves.loss(moves.records.messages.items[state[at]!]!);
      if (loss !== undefined) all.push(loss);
    }
  }

  /** Every node has started; a state for each combination of their choices. It costs nothing: a run begins with it. */
  private started(unborn: readonly NodeRecord[], born: readonly (readonly NodeMove[])[]): readonly Begun[] {
    const { moves, transitions } = this;
    let begun: readonly Begun[] = [{ state: this.composed(unborn, moves.memories.initial(), []), starts: {} }];
    for (const [index, ways] of born.entries()) {
      const { id } = this.plan.nodes[index]!;
      begun = begun.flatMap(({ state, starts }) =>
        ways.map(({ choices, ...move }) => ({
          state: transitions.next(state, { ...move, choices, costs: [] })!,
          starts: choices === undefined ? starts : { ...starts, [id]: choices },
        })),
      );
    }
    return begun;
  }

  private nodesOf(state: ModelState): readonly NodeRecord[] {
    return state.slice(NODES, NODES + this.layout.nodes).map((id) => this.moves.records.nodes.items[id]!);
  }

  /** A state of another model of the same plan, with all budgets full. */
  private adopted({ moves: { records: others, memories }, layout }: ProtocolModel, state: ModelState): ModelState {
    const { records } = this.moves;
    const own = ({ from, to, message }: MessageRecord) => records.message(from, to, message);
    const nodes = state.slice(NODES, NODES + layout.nodes).map((id, index) => {
      const node = others.nodes.items[id]!;
      return records.node(index, node, node.own.map(own));
    });
    const { broken } = memories.violations.items[state[layout.violations]!]!;
    if (broken.length > 0)
      throw new ModelError(`the schedule that goes before violates ${broken[0]!.property} already`);
    const { memories: remembered, history } = memories.interned.items[state[layout.memory]!]!;
    const memory = this.moves.memories.of(remembered, history);
    return this.composed(
      nodes,
      memory,
      state.slice(layout.messages).map((id) => own(others.messages.items[id]!)),
    );
  }

  /** With all budgets full. */
  private composed(nodes: readonly NodeRecord[], memory: Memory, messages: readonly MessageRecord[]): ModelState {
    const { budgets, memories } = this.moves;
    return composed(this.layout, { nodes, memory, messages, violations: memories.none(), left: budgets.initial });
  }
}
