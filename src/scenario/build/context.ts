// What the builders of a scenario's parts share: where to report, and the names that are known so far.
import type { Options, System, Workload } from '../../contract/system.ts';
import type { Duration } from '../../contract/time.ts';
import type { Problems } from '../problem.ts';
import type { ClientEntry } from '../scenario.ts';
import type { Draft } from '../schema/draft.ts';
import type { TargetNames } from '../targets.ts';

export type Context = {
  readonly draft: Draft;
  readonly problems: Problems;
  readonly system: System;
  readonly options: Options;
  readonly names: TargetNames;
  readonly clients: readonly ClientEntry[];
  /** Undefined if there is none, or if `workload:` is wrong. */
  readonly workload: Workload | undefined;
  /** Undefined if `run:` itself is wrong: what depends on it is then not checked. */
  readonly run: Duration | undefined;
};
