// Two-phase commit as a bare specification: TwoPhase.tla of Gray & Lamport, "Consensus on Transaction Commit" (2006),
// §3.2. Resource managers (RMs) 0 … n − 1, one transaction manager (TM); messages are a set that only grows.
// One difference: an action that would change nothing (TMRcvPrepared a second time) is not enabled, so that no state
// has a transition to itself. The reachable states are the same.
import type { Model, SearchProperty } from '../../../src/search/explore/index.ts';

type Rm = 'working' | 'prepared' | 'committed' | 'aborted';

export type TwoPhase = {
  readonly rms: readonly Rm[];
  readonly tm: 'init' | 'committed' | 'aborted';
  /** The RMs that the TM knows to be prepared. */
  readonly known: readonly boolean[];
  /** The messages sent: `prepared` by RM, and the TM's two. */
  readonly prepared: readonly boolean[];
  readonly commit: boolean;
  readonly abort: boolean;
};

export type TwoPhaseAction =
  | { readonly kind: 'TMCommit' | 'TMAbort' }
  | {
      readonly kind: 'TMRcvPrepared' | 'RMPrepare' | 'RMChooseToAbort' | 'RMRcvCommitMsg' | 'RMRcvAbortMsg';
      readonly rm: number;
    };

/** `canCommitEarly`: a bug on purpose. The TM commits when all but one of the RMs are known to be prepared. */
export function twoPhaseCommit(count: number, canCommitEarly = false): Model<TwoPhase, TwoPhaseAction> {
  const actions: TwoPhaseAction[] = [{ kind: 'TMCommit' }, { kind: 'TMAbort' }];
  for (let rm = 0; rm < count; rm++) {
    for (const kind of ['TMRcvPrepared', 'RMPrepare', 'RMChooseToAbort', 'RMRcvCommitMsg', 'RMRcvAbortMsg'] as const) {
      actions.push({ kind, rm });
    }
  }
  const needed = canCommitEarly ? count - 1 : count;
  const none = Array.from({ length: count }, () => false);
  const init = { rms: none.map(() => 'working' as const), tm: 'init', known: none, prepared: none } as const;
  return {
    init: [{ ...init, commit: false, abort: false }],
    actions: () => actions,
    next: (state, action) => next(state, action, needed),
    canonical,
    describe: (action) => ('rm' in action ? `${action.kind}(${action.rm})` : action.kind),
  };
}

function next(state: TwoPhase, action: TwoPhaseAction, needed: number): TwoPhase | undefined {
  const { rms, tm, known, prepared, commit, abort } = state;
  switch (action.kind) {
    case 'TMCommit':
      if (tm !== 'init' || known.filter(Boolean).length < needed) return undefined;
      return { ...state, tm: 'committed', commit: true };
    case 'TMAbort':
      return tm === 'init' ? { ...state, tm: 'aborted', abort: true } : undefined;
    case 'TMRcvPrepared':
      if (tm !== 'init' || !prepared[action.rm] || known[action.rm]) return undefined;
      return { ...state, known: known.with(action.rm, true) };
    case 'RMPrepare':
      if (rms[action.rm] !== 'working') return undefined;
      return { ...state, rms: rms.with(action.rm, 'prepared'), prepared: prepared.with(action.rm, true) };
    case 'RMChooseToAbort':
      return rms[action.rm] === 'working' ? { ...state, rms: rms.with(action.rm, 'aborted') } : undefined;
    case 'RMRcvCommitMsg':
      if (!commit || rms[action.rm] === 'committed') return undefined;
      return { ...state, rms: rms.with(action.rm, 'committed') };
    case 'RMRcvAbortMsg':
      if (!abort || rms[action.rm] === 'aborted') return undefined;
      return { ...state, rms: rms.with(action.rm, 'aborted') };
  }
}

/** RMs are interchangeable, and everything about one is a row: (its state, known to the TM, its message). Sorted. */
function canonical(state: TwoPhase): TwoPhase {
  const { rms, known, prepared } = state;
  const key = (i: number) => `${rms[i]} ${known[i]} ${prepared[i]}`;
  const order = rms.map((_, i) => i).sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
  const sorted = <T>(column: readonly T[]) => order.map((i) => column[i]!);
  return { ...state, rms: sorted(rms), known: sorted(known), prepared: sorted(prepared) };
}

export const consistency: SearchProperty<TwoPhase> = {
  kind: 'always',
  name: 'no RM has committed while another has aborted',
  holds: ({ rms }) => !(rms.includes('committed') && rms.includes('aborted')),
};

export const twoPhaseProperties: readonly SearchProperty<TwoPhase>[] = [
  consistency,
  { kind: 'sometimes', name: 'all commit', holds: ({ rms }) => rms.every((rm) => rm === 'committed') },
  { kind: 'sometimes', name: 'all abort', holds: ({ rms }) => rms.every((rm) => rm === 'aborted') },
  {
    kind: 'eventually',
    name: 'all decide',
    holds: ({ rms }) => rms.every((rm) => rm === 'committed' || rm === 'aborted'),
  },
  { kind: 'eventually', name: 'all commit in the end', holds: ({ rms }) => rms.every((rm) => rm === 'committed') },
];
