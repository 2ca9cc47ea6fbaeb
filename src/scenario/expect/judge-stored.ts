// Claims of what a store keeps: judged by the figures of `stored.ts` and `agreement.ts`.
import type { ConvergesExpectation, LostExpectation, StaleExpectation } from '../scenario.ts';
import { counted, durationText, percentText } from '../words.ts';
import { agreementIn } from './agreement.ts';
import { compare } from './available.ts';
import { isWithin } from './counts.ts';
import { type Evidence, type Measure, measure, unknown } from './finding.ts';
import { lostIn, lostText, momentOfLost, momentOfOldest, stalenessIn } from './stored.ts';

export function judgeLost(expectation: LostExpectation, evidence: Evidence): Measure {
  const found = lostIn(expectation, evidence);
  if ('unknown' in found) return unknown(found.unknown);
  if (found.acknowledged === 0) return unknown('no write was acknowledged in it');
  const isHeld = isWithin(found.lost.length, expectation.bounds);
  const open = isHeld && expectation.bounds.atMost !== undefined ? mayYetBeLost(evidence) : undefined;
  if (open !== undefined) {
    const soFar = `${found.lost.length} of ${counted(found.acknowledged, 'acknowledged write')} lost so far`;
    return unknown(`${soFar}, but servers still differ at the end (${open}): run for longer, until they agree`);
  }
  return measure(isHeld, lostText(found), momentOfLost(found, evidence));
}

/** How servers differ at the end: what only some of them hold goes where one of them gives way to another. */
function mayYetBeLost(evidence: Evidence): string | undefined {
  const found = agreementIn(evidence);
  return found.kind === 'differ' ? found.reason : undefined;
}

export function judgeStale(expectation: StaleExpectation, evidence: Evidence): Measure {
  const found = stalenessIn(expectation, evidence);
  if ('unknown' in found) return unknown(found.unknown);
  const { age, reads, stale } = found;
  if (age === undefined) return unknown('no read was answered in it');
  const isTrue = expectation.limits.every(({ percentile, bounds }) => isWithin(age[percentile], bounds));
  const ages = (['p50', 'p99', 'max'] as const).map((percentile) => `${percentile} ${durationText(age[percentile])}`);
  const text = `${percentText(stale.length, reads)} of ${counted(reads, 'read')} stale, age ${ages.join(', ')}`;
  const isHeld = isTrue && isShareWithin(expectation.share, stale.length, reads);
  return measure(isHeld, text, momentOfOldest(found, evidence));
}

function isShareWithin({ atLeast, atMost }: StaleExpectation['share'], part: number, whole: number): boolean {
  if (atLeast !== undefined && compare(part, whole, atLeast) < 0) return false;
  return atMost === undefined || compare(part, whole, atMost) <= 0;
}

/** Of what still differs at the end it is only known that it did for so long. */
export function judgeConverges({ within, holds }: ConvergesExpectation, evidence: Evidence): Measure {
  const found = agreementIn(evidence);
  if (found.kind === 'unknown') return unknown(found.reason);
  const since = `every fault had healed at ${durationText(found.healed)}`;
  if (found.kind === 'agreed') {
    return measure(found.took <= within === holds, `all held the same ${durationText(found.took)} after ${since}`);
  }
  const left = evidence.result.time - found.healed;
  if (left < within) return unknown(`${found.reason}; the run ended ${durationText(left)} after ${since}`);
  return measure(!holds, `${found.reason}, ${durationText(left)} after ${since}`);
}
