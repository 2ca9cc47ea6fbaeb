// The consistency levels that a history can be judged by: each a definition from the literature, strongest first.
// docs/consistency.md tells them with examples; `orders/` judges those of single operations, `transactions/` the others.
import { GUARANTEES, type Guarantee } from './orders/guarantees.ts';
import {
  ISOLATION_ABOUT,
  ISOLATION_LEVELS,
  type IsolationLevel,
  impliesIsolation,
  isIsolationLevel,
} from './transactions/levels.ts';
import { isTransactionModel } from './transactions/reading.ts';

export type Level = 'sequential' | 'causal' | 'causal-convergence' | Guarantee;

/** Whatever a history can be judged by: of single operations, or of transactions. */
export type ConsistencyLevel = 'linearizable' | Level | IsolationLevel;

export const LEVELS: readonly Level[] = ['sequential', 'causal', 'causal-convergence', ...GUARANTEES];

/** Of single operations, strongest first; then of transactions, strongest first. */
export const CONSISTENCY_LEVELS: readonly ConsistencyLevel[] = ['linearizable', ...LEVELS, ...ISOLATION_LEVELS];

/** The levels that histories of a model can be judged by, strongest first. */
export function levelsOfModel(model: string): readonly ConsistencyLevel[] {
  return CONSISTENCY_LEVELS.filter((level) => isIsolationLevel(level) === isTransactionModel(model));
}

export function isConsistencyLevel(name: string): name is ConsistencyLevel {
  return (CONSISTENCY_LEVELS as readonly string[]).includes(name);
}

/** Whether every history of the one level is of the other. */
export function implies(stronger: ConsistencyLevel, weaker: ConsistencyLevel): boolean {
  if (isIsolationLevel(stronger)) return isIsolationLevel(weaker) && impliesIsolation(stronger, weaker);
  if (isIsolationLevel(weaker)) return false;
  switch (stronger) {
    case 'linearizable':
    case 'sequential':
      return CONSISTENCY_LEVELS.indexOf(stronger) < CONSISTENCY_LEVELS.indexOf(weaker);
    case 'causal':
    case 'causal-convergence':
      return (GUARANTEES as readonly string[]).includes(weaker);
    default:
      return false;
  }
}

/** The definition that is judged, and its source. */
export const LEVEL_ABOUT: { readonly [level in ConsistencyLevel]: string } = {
  linearizable:
    'one order of all operations explains every answer, and none stands before one that was over when it began ' +
    '(Herlihy and Wing 1990)',
  sequential: 'one order of all operations explains every answer and keeps the order of each session (Lamport 1979)',
  causal:
    'for each session one order of its operations and all writes explains its reads and keeps the causal order ' +
    '(causal memory, Ahamad et al. 1995)',
  'causal-convergence':
    'one order of all writes keeps the causal order, and each read returns the last of those that come causally ' +
    'before it (CCv, Bouajjani et al. 2017; causal consistency of Burckhardt 2014)',
  'read-your-writes': 'no read of a session misses a write that the session made earlier (Terry et al. 1994)',
  'monotonic-reads': 'no read of a session misses a write that the session has read earlier (Terry et al. 1994)',
  'monotonic-writes':
    'who has read a write misses no write that its session had made earlier (Terry et al. 1994, as seen by clients)',
  'writes-follow-reads':
    'who has read a write misses no write that its session had read earlier (Terry et al. 1994, as seen by clients)',
  ...ISOLATION_ABOUT,
};
