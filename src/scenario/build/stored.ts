// Claims and measures of what a store keeps: acknowledged writes that are lost, the age of what is read, agreement.
import type { ConvergesExpectation, LostExpectation, StaleExpectation } from '../scenario.ts';
import type { ConvergesDocument, LostDocument, StaleDocument } from '../schema/expect.ts';
import type { Path } from '../text/position.ts';
import { durationText } from '../words.ts';
import type { Context } from './context.ts';
import { checkCount, needsBound } from './vacuous.ts';
import { buildBounds, buildLimits, buildWho, buildWindow, checkShares } from './windows.ts';

export function lost(written: LostDocument, path: Path, context: Context): LostExpectation {
  checkStore(path, context);
  const bounds = buildBounds(written, path, context);
  needsBound(bounds.atLeast !== undefined || bounds.atMost !== undefined, path, 'atLeast or atMost', context);
  checkCount(written, path, context);
  return { kind: 'lost', who: buildWho(written, path, context), window: buildWindow(written, path, context), bounds };
}

export function stale(written: StaleDocument, path: Path, context: Context): StaleExpectation {
  checkReads(path, context);
  const limits = buildLimits(written, path, context);
  for (const { percentile, bounds } of limits) {
    if (bounds.atLeast !== 0) continue;
    const message = 'no read is fresher than 0s old: it cannot fail; write a duration above 0s, or leave it out';
    context.problems.add('vacuous-claim', [...path, 'atLeast', percentile], message);
  }
  const { atLeast, atMost } = written.share ?? {};
  checkShares({ atLeast, atMost }, [...path, 'share'], context);
  const hasBound = limits.length > 0 || atLeast !== undefined || atMost !== undefined;
  needsBound(hasBound, path, 'p50, p99, p99.9, max or share', context);
  return {
    kind: 'stale',
    who: buildWho(written, path, context),
    window: buildWindow(written, path, context),
    limits,
    share: { atLeast, atMost },
  };
}

export function converges({ within }: ConvergesDocument, path: Path, context: Context): ConvergesExpectation {
  const { run, problems } = context;
  if (run !== undefined && within >= run) {
    const message = `${durationText(within)} is as long as the run of ${durationText(run)}: what has healed by then leaves no time to agree`;
    problems.add('after-the-end', path, message);
  }
  checkConvergence(path, context);
  return { kind: 'converges', within, holds: true };
}

/** Whether it can be told what nodes hold. */
export function checkStore(path: Path, { system, problems }: Context): void {
  if (system.store !== undefined) return;
  const message = `${system.name} does not say what its nodes hold, so it cannot be told what is lost or differs`;
  problems.add('contradiction', path, message, { part: 'key' });
}

export function checkConvergence(path: Path, context: Context): void {
  checkStore(path, context);
  if (context.draft.generate !== undefined || context.draft.faults.length > 0) return;
  const message = 'there is no fault after which servers could come to agree: list one';
  context.problems.add('contradiction', path, message, { part: 'key' });
}

/** Whether it can be told which write a read returned. */
export function checkReads(path: Path, { system, workload, problems }: Context): void {
  if (workload === undefined || !Object.hasOwn(system.workloads, workload.kind)) return;
  if (system.workloads[workload.kind]!.model !== null) return;
  const message = `the workload ${workload.kind} has no model of reads and writes, so it cannot be told what is stale`;
  problems.add('contradiction', path, message, { part: 'key' });
}
