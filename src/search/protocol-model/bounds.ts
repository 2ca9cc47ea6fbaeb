// What bounds an exploration, and how what is left of it is counted. What has no bound is not counted at all, so it is no
// part of a state.
import type { NodeId } from '../../contract/ids.ts';

/** How often timers of a kind may fire: on one node, or on all together. `*` stands for every kind. */
export type TimerRule = { readonly kind: string; readonly node: NodeId | undefined; readonly firings: number };

/** When a write is durable. See `step-node.ts`. */
export type DiskMode = 'atomic' | 'crashpoint' | 'events';

/** `bag`: a message that has arrived is gone. `set`: what was sent once may arrive again and again. */
export type NetworkMode = 'bag' | 'set';

/** Each of a whole path from the first state on; `Infinity` where there is no bound. */
export type ProtocolBounds = {
  /** A node that has ended itself starts again at most so many times, and once more. */
  readonly crashes: number;
  readonly losses: number;
  readonly duplicates: number;
  /** Operations that clients begin; what one begins at its first start does not count. */
  readonly operations: number;
  /** Firings of all timers; one that begins an operation counts as that and not here. */
  readonly timers: number;
  /** They count besides `timers`. */
  readonly timerRules: readonly TimerRule[];
  readonly disk: DiskMode;
  readonly network: NetworkMode;
};

export const defaultBounds: ProtocolBounds = {
  crashes: 0,
  losses: 0,
  duplicates: 0,
  operations: 1,
  timers: 3,
  timerRules: [],
  disk: 'crashpoint',
  network: 'bag',
};

/** What a move costs: positions in the list of budgets, one for each unit. */
export type Costs = readonly number[];

export class Budgets {
  /** What there is of each at the beginning. */
  readonly initial: readonly number[];
  readonly crash: Costs;
  /** A node that has ended itself is started again. */
  readonly revival: Costs;
  readonly loss: Costs;
  readonly duplicate: Costs;
  readonly operation: Costs;
  private readonly timer: Costs;
  private readonly rules: readonly { readonly rule: TimerRule; readonly cost: Costs }[];

  constructor(bounds: ProtocolBounds) {
    const initial: number[] = [];
    const budget = (amount: number): Costs => (amount === Number.POSITIVE_INFINITY ? [] : [initial.push(amount) - 1]);
    this.crash = budget(bounds.crashes);
    this.revival = budget(bounds.crashes + 1);
    this.loss = budget(bounds.losses);
    this.duplicate = budget(bounds.duplicates);
    this.operation = budget(bounds.operations);
    this.timer = budget(bounds.timers);
    this.rules = bounds.timerRules.map((rule) => ({ rule, cost: budget(rule.firings) }));
    this.initial = initial;
  }

  /** Of a timer of this kind that fires on a node, and begins so many operations. */
  ofTimer(kind: string, node: NodeId, operations: number): Costs {
    const met = this.rulesOf(kind, node);
    const general = operations > 0 ? this.ofOperations(operations) : this.timer;
    return [...general, ...met.flatMap(({ cost }) => cost)];
  }

  /** No firing of it is allowed, whatever it begins. */
  isTimerNever(kind: string, node: NodeId): boolean {
    const isSpent = this.isNever(this.timer) && this.isNever(this.operation);
    return isSpent || this.rulesOf(kind, node).some(({ cost }) => this.isNever(cost));
  }

  private rulesOf(kind: string, node: NodeId) {
    return this.rules.filter(
      ({ rule }) => (rule.kind === '*' || rule.kind === kind) && (rule.node === undefined || rule.node === node),
    );
  }

  ofOperations(count: number): Costs {
    return Array.from({ length: count }, () => this.operation).flat();
  }

  /** Whether nothing of it is there from the beginning, so that no move that costs it need be made. */
  isNever(costs: Costs): boolean {
    return costs.some((position) => this.initial[position] === 0);
  }
}
