// An expectation as a sentence.
import { unreachable } from '../../base/assert.ts';
import { printable } from '../../base/printable.ts';
import type { Ratio } from '../../contract/system.ts';
import type {
  AvailableExpectation,
  Bounds,
  DistributionExpectation,
  Expectation,
  PublishedExpectation,
  StaleExpectation,
  StateExpectation,
  Who,
  Window,
} from '../scenario.ts';
import { targetText } from '../targets.ts';
import { durationText, operationText, ratioText, valueText } from '../words.ts';

export function expectationText(expectation: Expectation): string {
  switch (expectation.kind) {
    case 'available':
      return `${scopeText(expectation)}${availableText(expectation)}`;
    case 'property':
      return expectation.holds ? `${expectation.property} holds` : `${expectation.property} is violated`;
    case 'becomes':
      return `${windowText(expectation.window)}nodes become ${expectation.role} ${timesText(expectation.bounds)}`;
    case 'stops': {
      const who = expectation.of === undefined ? 'nodes stop' : `${targetText(expectation.of)} stops`;
      return `${windowText(expectation.window)}${who} by themselves ${timesText(expectation.bounds)}`;
    }
    case 'state':
      return stateText(expectation);
    case 'operations': {
      const counts = expectation.counts.map(({ count, bounds }) => `${boundsText(bounds)} ${count}`);
      return `${scopeText(expectation)}${operationText(expectation.f)}s: ${counts.join(', ')}`;
    }
    case 'latency': {
      const limits = expectation.limits.map(
        ({ percentile, bounds }) => `${percentile} ${boundsText(bounds, durationText)}`,
      );
      return `${scopeText(expectation)}latency of ${operationText(expectation.f)}s: ${limits.join(', ')}`;
    }
    case 'lost':
      return `${scopeText(expectation)}acknowledged writes lost: ${boundsText(expectation.bounds)}`;
    case 'stale':
      return `${scopeText(expectation)}age of what is read: ${staleTexts(expectation).join(', ')}`;
    case 'converges':
      return expectation.holds
        ? `servers hold the same within ${durationText(expectation.within)} after every fault has healed`
        : `servers still differ ${durationText(expectation.within)} after every fault has healed`;
    case 'figure': {
      const show = (value: number) => valueText(value, expectation.unit);
      const claims = expectation.bounds.map(({ sampling, bounds }) =>
        sampling === 'count' ? `${boundsText(bounds)} samples` : `${sampling} ${boundsText(bounds, show)}`,
      );
      return `${windowText(expectation.window)}${expectation.of}: ${claims.join(', ')}`;
    }
    case 'kinds': {
      const { of, kinds, bounds } = expectation;
      const which = kinds === undefined ? '' : ` of ${kinds.join(', ')}`;
      return `${of === 'messages' ? 'messages sent' : 'writes issued'}${which}: ${boundsText(bounds)}`;
    }
    case 'recovers': {
      const what = expectation.f === undefined ? 'an operation' : `a ${operationText(expectation.f)}`;
      return `${what} is answered within ${durationText(expectation.within)} after every fault has healed`;
    }
    case 'ends':
      return `the run ends by ${expectation.ending}`;
    case 'distribution':
      return `${expectation.of}: ${boundTexts(expectation).join(', ')}`;
    case 'published':
      return `${expectation.of}${expectation.isMiss ? ' misses' : ''}: ${toleranceTexts(expectation).join(', ')}`;
    default:
      return unreachable(expectation);
  }
}

function availableText({ atLeast, atMost, longestGap, gapAtLeast }: AvailableExpectation): string {
  const claims: string[] = [];
  if (atLeast !== undefined) claims.push(`at least ${ratioText(atLeast)} of operations answered`);
  if (atMost !== undefined) claims.push(`at most ${ratioText(atMost)} of operations answered`);
  if (longestGap !== undefined) claims.push(`no gap longer than ${durationText(longestGap)}`);
  if (gapAtLeast !== undefined) claims.push(`a gap of at least ${durationText(gapAtLeast)}`);
  return claims.join(', ');
}

function staleTexts({ limits, share }: StaleExpectation): readonly string[] {
  const ages = limits.map(({ percentile, bounds }) => `${percentile} ${boundsText(bounds, durationText)}`);
  const { atLeast, atMost } = share;
  if (atLeast !== undefined) ages.push(`at least ${ratioText(atLeast)} of reads stale`);
  if (atMost !== undefined) ages.push(`at most ${ratioText(atMost)} of reads stale`);
  return ages;
}

function stateText({ of, at, field, bounds, equals, same }: StateExpectation): string {
  const claims: string[] = [];
  if (bounds.atLeast !== undefined || bounds.atMost !== undefined) claims.push(boundsText(bounds));
  if (equals !== undefined) claims.push(`equal to ${printable(String(equals.value))}`);
  if (same) claims.push('the same everywhere');
  return `${at === undefined ? 'at the end' : `at ${durationText(at)}`}, ${printable(field)} of ${targetText(of)} is ${claims.join(', ')}`;
}

/** `median at most 200ms`, `at least 90% of the runs within 225ms` */
function boundTexts({ unit, bounds, shares }: DistributionExpectation): readonly string[] {
  const show = (value: number) => valueText(value, unit);
  return [
    ...bounds.map(({ statistic, bounds: within }) => `${statistic} ${boundsText(within, show)}`),
    ...shares.map(({ within, atLeast, atMost }) => {
      const part = (share: Ratio | undefined) =>
        share === undefined ? undefined : share.numerator / share.denominator;
      const text = boundsText({ atLeast: part(atLeast), atMost: part(atMost) }, (share) => valueText(share, 'share'));
      return `${text} of the runs within ${show(within)}`;
    }),
  ];
}

/** `median within 10% of 171.3ms`, `share within 225ms, within 5 points of 92.8%` */
function toleranceTexts({ unit, figures, shares }: PublishedExpectation): readonly string[] {
  return [
    ...figures.map(({ statistic, value, tolerance }) => {
      return `${statistic} within ${ratioText(tolerance)} of ${valueText(value, unit)}`;
    }),
    ...shares.map(({ within, share, tolerance }) => {
      const points = ratioText(tolerance).replace('%', '');
      return `share within ${valueText(within, unit)}, within ${points} points of ${ratioText(share)}`;
    }),
  ];
}

function boundsText({ atLeast, atMost }: Bounds, show: (value: number) => string = String): string {
  if (atLeast === undefined) return atMost === undefined ? 'any' : `at most ${show(atMost)}`;
  if (atMost === undefined) return `at least ${show(atLeast)}`;
  return atLeast === atMost ? `exactly ${show(atLeast)}` : `${show(atLeast)} to ${show(atMost)}`;
}

/** `exactly 1 time`, `1 to 3 times` */
function timesText(bounds: Bounds): string {
  const last = bounds.atMost ?? bounds.atLeast;
  return `${boundsText(bounds)} time${last === 1 ? '' : 's'}`;
}

/** `majority side during partition: `, or nothing for all operations of the whole run. */
function scopeText({ who, window }: { readonly who: Who; readonly window: Window }): string {
  const { side, client } = who;
  const people = [side === undefined ? '' : `${side} side`, client ?? ''].filter((part) => part !== '').join(', ');
  const time = timeText(window);
  const scope = [people, time].filter((part) => part !== '').join(' ');
  return scope === '' ? '' : `${scope}: `;
}

function windowText(window: Window): string {
  const time = timeText(window);
  return time === '' ? '' : `${time}: `;
}

function timeText({ during, from, to }: Window): string {
  const parts: string[] = [];
  if (during !== undefined) parts.push(`during ${during}`);
  if (from !== undefined)
    parts.push(to === undefined ? `from ${durationText(from)}` : `from ${durationText(from)} to ${durationText(to)}`);
  else if (to !== undefined) parts.push(`up to ${durationText(to)}`);
  return parts.join(', ');
}
