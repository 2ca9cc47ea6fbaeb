// What is opened: a run that is compiled, with what the screen shows besides. Made by `campaign/`, which knows scenarios,
// capsules and files; everything below is plain data and pure functions.
import type { EventPattern, StatePattern } from '../contract/faults.ts';
import type { Intervention } from '../contract/intervention.ts';
import type { RunVerdict } from '../contract/report.ts';
import type { System } from '../contract/system.ts';
import type { Time } from '../contract/time.ts';
import type { RunPlan, RunResult, Schedule } from '../kernel/index.ts';

export type Source = {
  /** The path of the scenario or capsule, as moments name it. */
  readonly file: string;
  readonly kind: 'scenario' | 'capsule';
  /** Of a sweep that goes over rows: the one that this is. */
  readonly row?: string | undefined;
  readonly name: string;
  readonly about: string;
  readonly system: Pick<System, 'name' | 'view' | 'bands'>;
  readonly plan: RunPlan;
  /** Of a capsule that was made small: it is played instead of the plan's own time. */
  readonly schedule?: Schedule | undefined;
  readonly notes: readonly Narration[];
  /** Properties that are judged once the run is over: `linearizable`. */
  readonly judgedAtEnd: readonly string[];
  /** What a run that is over has shown. It must be pure. */
  readonly judge: (result: RunResult) => Judgement;
  /** Where a capsule says that it fails. */
  readonly violation?: { readonly property: string; readonly event: number } | undefined;
};

/** A sentence of the scenario (`notes:`), told when its moment comes: at a time, at an event, or at a state. */
export type Narration = {
  readonly says: string;
  readonly at: Time | undefined;
  readonly on?: EventPattern | undefined;
  readonly when?: StatePattern | undefined;
  /** Only the nth time. */
  readonly nth: number;
};

export type Judgement = {
  readonly verdict: RunVerdict;
  /** The event that says most: of the first unexpected failure, else of a failed claim, else of an expected failure. */
  readonly event: number | undefined;
  /** Of the whole history, and what else is known at the end only. */
  readonly properties: readonly JudgedProperty[];
  /** Claims of the scenario in words. */
  readonly claims: readonly { readonly text: string; readonly verdict: RunVerdict; readonly found: string }[];
};

export type JudgedProperty = {
  readonly name: string;
  readonly verdict: 'ok' | 'violated' | 'unknown';
  readonly reason: string;
  readonly event: number | undefined;
};

/** Where to open: an event, a time, and the branch; what is left out is chosen. */
export type Opening = {
  readonly event?: number | undefined;
  readonly time?: Time | undefined;
  readonly branch?: readonly Intervention[] | undefined;
};
