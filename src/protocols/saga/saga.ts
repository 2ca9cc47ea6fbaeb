// Where a saga stands, as its orchestrator's log has it.
//
//   look ──▶ forward ──── last step done ────▶ unlock ──▶ ended
//     │         │ refused, or unknown             ▲
//     │         ├──▶ query ──▶ forward or back    │
//     │         ▼                                 │
//     └───────▶ back ──── first step undone ──────┘
import type { NodeId } from '../../contract/ids.ts';
import type { Deal, Outcome } from '../shop/index.ts';
import type { Settings } from './options.ts';
import { type Step, stepsOf } from './plan.ts';

export type Phase = 'look' | 'forward' | 'query' | 'back' | 'unlock' | 'ended';

export type Saga = {
  readonly id: string;
  readonly client: NodeId;
  readonly deal: Deal;
  readonly phase: Phase;
  /** The step that is being looked at, done, asked after, undone or unlocked: its position among those of that phase. */
  readonly at: number;
  /** What was free when it was read, by step. */
  readonly seen: { readonly [step: string]: number };
  readonly outcome: Outcome | null;
};

/** Steps that read before they write: those that change what is free. By service and row, so that no two sagas wait for each other. */
export function looksOf(deal: Deal, { countermeasure }: Settings): readonly Step[] {
  if (countermeasure === 'commutative') return [];
  const looks = stepsOf(deal).filter(({ change }) => change?.from === 'free' || change?.to === 'free');
  return [...looks].sort((a, b) => a.at - b.at || (a.change!.row < b.change!.row ? -1 : 1));
}

/** The step whose turn it is; undefined where the phase is through. */
export function stepAt({ deal, phase, at }: Pick<Saga, 'deal' | 'phase' | 'at'>, settings: Settings): Step | undefined {
  if (phase === 'ended') return undefined;
  return phase === 'look' || phase === 'unlock' ? looksOf(deal, settings)[at] : stepsOf(deal)[at];
}

export function begun(id: string, client: NodeId, deal: Deal, settings: Settings): Saga {
  const saga: Saga = { id, client, deal, phase: 'look', at: 0, seen: {}, outcome: null };
  return looksOf(deal, settings).length === 0 ? { ...saga, phase: 'forward' } : saga;
}

/** The next of its phase, or the phase after it. */
export function advanced(saga: Saga, settings: Settings): Saga {
  const next = { ...saga, at: saga.phase === 'back' ? saga.at - 1 : saga.at + 1 };
  if (stepAt(next, settings) !== undefined) return next;
  if (saga.phase === 'look') return { ...saga, phase: 'forward', at: 0 };
  return saga.phase === 'unlock' ? { ...saga, phase: 'ended', at: 0 } : ended(saga, settings);
}

function ended(saga: Saga, settings: Settings): Saga {
  const outcome = saga.phase === 'back' ? 'undone' : 'done';
  const locks = settings.countermeasure === 'semantic-lock';
  return { ...saga, outcome, phase: locks ? 'unlock' : 'ended', at: 0 };
}

/** From the step at `last` back to the first: undoes them in reverse order. */
export function goingBack(saga: Saga, last: number, settings: Settings): Saga {
  return last < 0 ? ended({ ...saga, phase: 'back' }, settings) : { ...saga, phase: 'back', at: last };
}
