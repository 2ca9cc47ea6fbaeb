// A schedule that is played before an exploration begins: from its end the search starts. Its entries are found among the
// moves of a model without bounds, so it costs nothing.
import { equalPlain } from '../../base/plain.ts';
import type { Choices, Entry, RunPlan, Schedule } from '../../kernel/index.ts';
import { choicesOf } from '../../kernel/schedule/choices.ts';
import { type Model, ModelError } from '../explore/index.ts';
import type { ProtocolBounds } from './bounds.ts';
import type { ModelState } from './layout.ts';
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
export function walk(model: Unbounded, { entries, faults, starts = {} }: Schedule): Walked {
  const { disk, network } = model.bounds;
  const wanted = settledStarts(starts);
  const begun = model.starts.findIndex((chosen) => equalPlain(chosen, wanted));
  if (begun < 0) throw new ModelError(`no node starts with what is chosen there: ${JSON.stringify(starts)}`);
  let state = model.init[begun]!;
  const moves: NodeMove[] = [];
  entries.forEach((entry, at) => {
    // By themselves they are through at once.
    if (entry.do === 'write' && disk !== 'events') return;
    const isCopied = network === 'set' || isDeliveredAgain(entry, entries.slice(at + 1));
    const choices = settled(entry.choices);
    const move = model
      .actions(state)
      .filter((one): one is NodeMove => isMeant(model.plan, one, entry, faults, isCopied))
      .find((one) => equalPlain(one.choices ?? {}, choices));
    if (move === undefined) {
      const which = `entry ${at + 1} of the schedule that goes before`;
      throw new ModelError(`${which} cannot be played: ${JSON.stringify(entry)}`);
    }
    state = model.next(state, move)!;
    moves.push(move);
  });
  return { state, moves, starts: model.starts[begun]! };
}

/** As a move has them: without what is the first option anyway. */
function settled(choices: Choices = {}): Choices {
  return choicesOf(Object.entries(choices).flatMap(([label, list]) => list.map((picked) => ({ label, picked })))) ?? {};
}

function settledStarts(starts: Starts): Starts {
  const all = Object.entries(starts).map(([node, choices]) => [node, settled(choices)] as const);
  return Object.fromEntries(all.filter(([, choices]) => Object.keys(choices).length > 0));
}

/** A copy of the message stays under way. */
function isDeliveredAgain(entry: Entry, later: readonly Entry[]): boolean {
  if (entry.do !== 'deliver') return false;
  return later.some((other) => {
    if (other.do !== 'deliver' || other.again !== true) return false;
    return other.node === entry.node && other.from === entry.from && equalPlain(other.message, entry.message);
  });
}

function isMeant(
  plan: RunPlan,
  move: Move,
  entry: Entry,
  faults: Schedule['faults'],
  isCopied: boolean,
): move is NodeMove {
  if (move.happening === undefined || move.kept !== undefined || move.isCopy !== isCopied) return false;
  const { happening } = move;
  const { id } = plan.nodes[move.after.index]!;
  switch (entry.do) {
    case 'deliver':
      if (happening.do !== 'deliver' || entry.node !== id) return false;
      return plan.nodes[happening.from]!.id === entry.from && equalPlain(happening.message, entry.message);
    case 'timer':
      return happening.do === 'timer' && entry.node === id && happening.timer.name === entry.timer;
    case 'write':
      return happening.do === 'write' && entry.node === id;
    case 'begin':
    case 'end': {
      const action = faults[entry.fault]?.action;
      const [target] = action?.kind === 'crash' || action?.kind === 'restart' ? action.targets : [];
      if (target?.select !== 'node' || target.node !== id) return false;
      const isCrash = entry.do === 'begin' && action?.kind === 'crash';
      return happening.do === (isCrash ? 'crash' : 'restart');
    }
    default:
      return false;
  }
}
