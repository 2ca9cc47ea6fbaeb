// Bounds that hold whatever a run does: refused, because a ✓ beside one would say nothing. Each is refused by itself,
// the other bounds of its claim stand.
import type { Ratio } from '../../contract/system.ts';
import type { Duration } from '../../contract/time.ts';
import type { Percentile } from '../scenario.ts';
import type { AvailableDocument } from '../schema/expect.ts';
import type { Path } from '../text/position.ts';
import { durationText } from '../words.ts';
import type { Context } from './context.ts';
import { longestWindow } from './windows.ts';

/** A claim without a bound would hold whatever happened. */
export function needsBound(hasBound: boolean, path: Path, examples: string, { problems }: Context): void {
  if (!hasBound) problems.add('nothing-claimed', path, `nothing is claimed here: add ${examples}`, { part: 'key' });
}

function refuse(path: Path, why: string, instead: string, { problems }: Context): void {
  problems.add('vacuous-claim', path, `${why}: it cannot fail; write ${instead}, or leave it out`);
}

export function checkAvailable(written: AvailableDocument, path: Path, context: Context): void {
  const { atLeast, atMost, longestGap, gapAtLeast } = written;
  if (atLeast?.numerator === 0) {
    const why = 'at least 0% of operations are answered whatever happens';
    refuse([...path, 'atLeast'], why, 'a share above 0%', context);
  }
  if (atMost !== undefined && isAll(atMost)) {
    const why = 'at most 100% of operations are answered whatever happens';
    refuse([...path, 'atMost'], why, 'a share below 100%', context);
  }
  const window = longestWindow(written, context);
  if (longestGap !== undefined && window !== undefined && longestGap >= window) {
    const why = `no gap in ${durationText(window)} is longer than ${durationText(longestGap)}`;
    refuse([...path, 'longestGap'], why, 'a shorter longestGap', context);
  }
  if (gapAtLeast === 0) {
    refuse([...path, 'gapAtLeast'], 'no gap is shorter than 0s', 'a duration above 0s', context);
  }
}

function isAll({ numerator, denominator }: Ratio): boolean {
  return numerator === denominator;
}

export function checkCount({ atLeast }: { readonly atLeast?: number | undefined }, path: Path, context: Context): void {
  if (atLeast !== 0) return;
  refuse([...path, 'atLeast'], 'found atLeast: 0, and no count is below it', 'atLeast: 1', context);
}

/** An operation is answered within its deadline, or it has no latency. */
export function checkLatency(
  percentile: Percentile,
  bounds: { readonly atLeast: Duration | undefined; readonly atMost: Duration | undefined },
  path: Path,
  context: Context,
): void {
  if (bounds.atLeast === 0) {
    refuse([...path, 'atLeast', percentile], 'no latency is below 0s', 'a duration above 0s', context);
  }
  const deadline = context.workload?.deadline;
  if (bounds.atMost === undefined || deadline === undefined || bounds.atMost < deadline) return;
  const text = durationText(deadline);
  const why = `after ${text} an operation is given up, and its latency not counted`;
  refuse([...path, percentile], why, `less than ${text}`, context);
}
