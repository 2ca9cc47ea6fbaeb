// What a judge of this folder is asked, and what it says.
import type { Operation } from '../../contract/history.ts';
import type { Model, ModelOptions } from '../models/model.ts';
import type { Accesses } from './accesses.ts';
import type { Broken, BrokenAccess } from './broken.ts';

export type Task = {
  readonly operations: readonly Operation[];
  readonly model: Model;
  readonly initial: string;
  readonly options: ModelOptions;
  readonly budget: number;
};

/** The operation blamed in `broken` is one that proves it, not the first. */
export type Judged =
  | { readonly verdict: 'ok'; readonly configurations: number }
  | { readonly verdict: 'violated'; readonly configurations: number; readonly broken: Broken }
  | { readonly verdict: 'unknown'; readonly configurations: number; readonly reason: string };

export const HELD: Judged = { verdict: 'ok', configurations: 0 };

/** A proof on accesses as one on operations. */
export function violatedBy(broken: BrokenAccess, { all }: Accesses): Judged {
  const operationsAt = (ids: readonly number[]) => ids.map((id) => all[id]!.operation);
  if (broken.kind === 'circle') {
    const circle = operationsAt(broken.circle);
    return { verdict: 'violated', configurations: 0, broken: { kind: 'circle', operation: circle.at(-1)!, circle } };
  }
  const seen = operationsAt(broken.seen);
  const older = operationsAt(broken.older);
  return { verdict: 'violated', configurations: 0, broken: { kind: 'missed', operation: seen.at(-1)!, seen, older } };
}
