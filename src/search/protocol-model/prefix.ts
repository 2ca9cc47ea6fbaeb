// A schedule that is played before an exploration begins: from its end the search starts. Its entries are found among the
// moves of a model without bounds, so it costs nothing.
import { equalPlain } from '../../base/plain.ts';
import type { Entry, RunPlan, Schedule } from '../../kernel/index.ts';
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

/** The state after the schedule, and the moves that led there. */
export function walk(model: Unbounded, { entries, faults, starts: wanted = {} }: Schedule): Walked {
  const { disk, network } = model.bounds;
  const begun = model.init.map((state, at): Walked => ({ state, moves: [], starts: model.starts[at]! }));
  let ways = preferred(begun, ({ starts }) => equalPlain(starts, wanted));
  entries.forEach((entry, at) => {
    // By themselves they are through at once.
    if (entry.do === 'write' && disk !== 'events') return;
    const isCopied = network === 'set' || isDeliveredAgain(entry, entries.slice(at + 1));
    ways = ways.flatMap(({ state, moves, starts }) => {
      const meant = model
        .actions(state)
        .filter((move): move is NodeMove => isMeant(model.plan, move, entry, faults, isCopied));
      const chosen = preferred(meant, ({ choices }) => equalPlain(choices ?? {}, entry.choices ?? {}));
      return chosen.map((move) => ({ state: model.next(state, move)!, moves: [...moves, move], starts }));
    });
    if (ways.length > 0) return;
    throw new ModelError(`entry ${at + 1} of the schedule that goes before cannot be played: ${JSON.stringify(entry)}`);
  });
  return ways[0]!;
}

/** Of ways that come to the same only one is kept, whatever was chosen: where none chose as wanted, any will do. */
function preferred<T>(all: readonly T[], isWanted: (one: T) => boolean): readonly T[] {
  const some = all.filter(isWanted);
  return some.length > 0 ? some : all;
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
