// What the worker of an exploration is given and what it answers: plain data, and an array that both sides see.
import type { ExploreReport } from '../../display/explore-report.ts';
import type { Problem } from '../../scenario/index.ts';
import type { Beginning } from './beginning.ts';
import type { ExploreOptions } from './explore-scenario.ts';

export type ExploreTask = {
  readonly file: string;
  readonly text: string;
  readonly options: Omit<ExploreOptions, 'properties'>;
  /** What is played first. */
  readonly from: Beginning | undefined;
  /** One place: not 0 ends the search. */
  readonly stop: SharedArrayBuffer;
};

/** What the clock on the wall and the memory say: apart from the report, which says the same every time. */
export type ExploreRates = { readonly wallMs: number; readonly states: number; readonly heapBytes: number };

export type FromExplorer =
  | { readonly states: number; readonly transitions: number; readonly wallMs: number }
  | { readonly problems: readonly Problem[] }
  /** In a sentence: there was not enough memory. */
  | { readonly exhausted: string }
  /** The scenario cannot be explored: why, in a sentence. */
  | { readonly refused: string }
  | { readonly bug: string }
  | { readonly report: ExploreReport; readonly capsule: string | undefined; readonly rates: ExploreRates };
