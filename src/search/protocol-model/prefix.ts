// A schedule that is played before an exploration begins: from its end the search starts. Its entries are found among the
// moves of a model without bounds, so it costs nothing.
import { equalPlain } from '../../base/plain.ts';
import type { Entry, RunPlan, Schedule } from '../../kernel/index.ts';
import { type Model, ModelError } from '../explore/index.ts';
import type { ProtocolBounds } from './bounds.ts';
import type { ModelState } from './layout.ts';
import { isDeliveredAgain, isMeant, keptBehind, settled } from './prefix-entry.ts';
import type { Move, NodeMove } from './records.ts';

export const unbounded = {
  crashes: Number.POSITIVE_INFINITY,
  operations: Number.POSITIVE_INFINITY,
  timers: Number.POSITIVE_INFINITY,
  timerRules: [],
} as const;

/** What nodes chose when they started. */
export type Starts = NonNullable<Schedule['starts']>;

export type Walked = { readonly state: ModelState; readonly moves: readonly Move[]; readonly starts: Starts };

type Unbounded = Pick<Model<ModelState, Move>, 'init' | 'actions' | 'next'> & {
  readonly plan: RunPlan;
  readonly starts: readonly Starts[];
  readonly bounds: Pick<ProtocolBounds, 'disk' | 'network'>;
};

/** The state after the schedule, and the moves that led there. `model`: each branch of a choice is a move of its own. */
export function walk(model: Unbounded, { entries, faults, writes, starts = {} }: Schedule): Walked {
  const wanted = settledStarts(starts);
  const begun = model.starts.findIndex((chosen) => equalPlain(chosen, wanted));
  if (begun < 0) throw new ModelError(`no node starts with what is chosen there: ${JSON.stringify(starts)}`);
  const walk = new Walk(model, faults, model.init[begun]!);
  const isThrough = model.bounds.disk === 'events' && writes === 'automatic';
  if (isThrough) walk.finishWrites();
  for (let at = 0; at < entries.length; ) {
    at += walk.play(entries, at);
    if (isThrough) walk.finishWrites();
  }
  return { state: walk.state, moves: walk.moves, starts: model.starts[begun]! };
}

class Walk {
  state: ModelState;
  readonly moves: NodeMove[] = [];
  private readonly model: Unbounded;
  private readonly faults: Schedule['faults'];
  /** Nodes whose writes are through no more by themselves: their positions. */
  private readonly stalled = new Set<number>();

  constructor(model: Unbounded, faults: Schedule['faults'], state: ModelState) {
    this.model = model;
    this.faults = faults;
    this.state = state;
  }

  /** How many entries it has played. */
  play(entries: readonly Entry[], at: number): number {
    const { disk, network } = this.model.bounds;
    const entry = entries[at]!;
    // By themselves they are through at once.
    if (entry.do === 'write' && disk !== 'events') return 1;
    if (entry.do === 'stall' && disk === 'events') return this.stall(entry.node);
    const kept = entry.do === 'stall' ? keptBehind(entries, at, this.faults) : undefined;
    const meant = kept === undefined ? entry : entries[at + 1]!;
    const isCopied = network === 'set' || isDeliveredAgain(meant, entries.slice(at + 1));
    const move = this.moveFor(meant, isCopied, kept);
    if (move === undefined) throw new ModelError(this.unplayable(entry, at));
    this.take(move);
    return kept === undefined ? 1 : kept + 3;
  }

  /** All that is under way, where no disk stalls. */
  finishWrites(): void {
    for (;;) {
      const move = this.model.actions(this.state).find((one): one is NodeMove => {
        return one.happening?.do === 'write' && !this.stalled.has((one as NodeMove).after.index);
      });
      if (move === undefined) return;
      this.take(move);
    }
  }

  private stall(node: string): number {
    this.stalled.add(this.model.plan.nodes.findIndex(({ id }) => id === node));
    return 1;
  }

  private moveFor(entry: Entry, isCopied: boolean, kept: number | undefined): NodeMove | undefined {
    const choices = settled(entry.choices);
    return this.model
      .actions(this.state)
      .filter((one): one is NodeMove => isMeant(this.model.plan, one, entry, this.faults, isCopied))
      .find((one) => one.kept === kept && equalPlain(one.choices ?? {}, choices));
  }

  private take(move: NodeMove): void {
    if (move.happening.do === 'crash') this.stalled.delete(move.after.index);
    this.state = this.model.next(this.state, move)!;
    this.moves.push(move);
  }

  private unplayable(entry: Entry, at: number): string {
    const which = `entry ${at + 1} of the schedule that goes before`;
    return `${which} cannot be played: ${JSON.stringify(entry)}${this.hintFor(entry)}`;
  }

  private hintFor(entry: Entry): string {
    if (entry.do === 'stall')
      return '; a stall is played with --disk events, or where its node crashes behind the next entry';
    if (entry.do !== 'deliver' && entry.do !== 'timer') return '';
    const at = this.model.plan.nodes.findIndex(({ id }) => id === entry.node);
    for (const move of this.model.actions(this.state)) {
      if (move.happening?.do !== 'deliver' || move.happening.from !== at || (move as NodeMove).after.index !== at)
        continue;
      return `; before all else ${entry.node} receives what it has sent to itself, ${move.happening.message.kind}`;
    }
    return '';
  }
}

function settledStarts(starts: Starts): Starts {
  const all = Object.entries(starts).map(([node, choices]) => [node, settled(choices)] as const);
  return Object.fromEntries(all.filter(([, choices]) => Object.keys(choices).length > 0));
}
