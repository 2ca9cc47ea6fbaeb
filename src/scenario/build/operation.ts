// Operations that claims and measures name: those that the workload's history contains.
import { didYouMean, oneOf } from '../suggest.ts';
import type { Path } from '../text/position.ts';
import { quoted } from '../text/printable.ts';
import type { Context } from './context.ts';

/** Where a workload does not say which operations its history contains, any name is taken. */
export function checkOperation(f: string | undefined, path: Path, { system, workload, problems }: Context): void {
  if (f === undefined || workload === undefined || !Object.hasOwn(system.workloads, workload.kind)) return;
  const { operations: known } = system.workloads[workload.kind]!;
  if (known === undefined || known.includes(f)) return;
  const message = `${workload.kind} has no operation ${quoted(f)}: expected ${oneOf(known)}`;
  problems.add('unknown-name', [...path, 'f'], message, { hint: didYouMean(f, known) });
}
