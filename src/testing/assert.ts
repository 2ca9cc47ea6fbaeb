// `fc.assert` for clusters: the failure with its capsule, written to a file where one is wanted, and no green result
// where nothing was tested.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { explainWrite, shownPath } from '../campaign/files.ts';
import { stepCommand } from '../display/step-command.ts';
import type { ClusterCase } from './case.ts';
import type { ClusterRun } from './run.ts';
import { ClusterFailure, safeRun } from './safe.ts';

/** fast-check's own parameters (`numRuns`, `seed`, `path`, …), and where the capsule of a failure is written. */
export type AssertClusterOptions = fc.Parameters<[ClusterCase]> & {
  /** A file; its folder is made, and a file of that name is replaced. Default: the capsule is only in the message. */
  readonly capsule?: string;
};

/** What all runs together have met. */
export type Explored = {
  readonly runs: number;
  readonly events: number;
  /** By property: in how many runs something could have violated it. Those never exercised are left out. */
  readonly exercised: { readonly [property: string]: number };
  /** By kind of fault: in how many runs it struck. */
  readonly struck: { readonly [kind: string]: number };
};

/**
 * Tries `expectSafe` on clusters.
 * @returns what the runs have met, for a test that claims more of it.
 * @throws Error with fast-check's report, the failure of the shrunk cluster and its capsule; or because no run put any
 * property to the test. Its `cause` is the `ClusterFailure`, or what else the runs threw.
 */
export function assertCluster(clusters: fc.Arbitrary<ClusterCase>, options: AssertClusterOptions = {}): Explored {
  const { capsule: path, ...parameters } = options;
  const explored = new Tally();
  const property = fc.property(clusters, (one) => explored.add(safeRun(one)));
  const details = fc.check(property, parameters);
  if (!details.failed) return explored.tested();
  const { errorInstance: cause } = details;
  const told = cause instanceof ClusterFailure ? `\n\n${cause.message}${written(cause, path)}` : '';
  throw new Error(`${fc.defaultReportMessage(details)}${told}`, { cause });
}

/** A sentence on where the capsule is. A file that cannot be written must not hide the failure. */
function written({ capsule }: ClusterFailure, path: string | undefined): string {
  if (path === undefined || typeof capsule === 'string') return '';
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, capsule.text);
    const shown = shownPath(path);
    return `\nwritten: npx faultline replay ${shown}\n  step:   ${stepCommand({ file: shown })}`;
  } catch (error) {
    return `\n${shownPath(path)}: the capsule cannot be written: ${explainWrite(error)}`;
  }
}

class Tally {
  private runs = 0;
  private events = 0;
  private readonly exercised = new Map<string, number>();
  private readonly struck = new Map<string, number>();

  add({ events, exercised, struck }: ClusterRun): void {
    this.runs++;
    this.events += events;
    for (const name of exercised) this.exercised.set(name, (this.exercised.get(name) ?? 0) + 1);
    for (const kind of struck) this.struck.set(kind, (this.struck.get(kind) ?? 0) + 1);
  }

  /** @throws Error where no run has tested anything. */
  tested(): Explored {
    if (this.exercised.size === 0)
      throw new Error(`nothing was tested: none of ${this.runs} runs exercised a property`);
    const { runs, events } = this;
    return { runs, events, exercised: sorted(this.exercised), struck: sorted(this.struck) };
  }
}

function sorted(counts: ReadonlyMap<string, number>): { readonly [name: string]: number } {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
