// How much happens when: bars, and below them where faults last, where a property is violated, and where the cursor is.
import type { Time } from '../../contract/time.ts';
import { type Span, type StyledLine, span } from './spans.ts';

export type Activity = {
  /** Of equal shares of the time from 0 to `end`. */
  readonly buckets: readonly { readonly events: number; readonly from: number }[];
  readonly end: Time;
  readonly windows: readonly { readonly from: Time; readonly to: Time | undefined }[];
  readonly cursor: number;
  readonly violations: readonly number[];
};

const bars = '▁▂▃▄▅▆▇█';

export function activityLines({ buckets, end, windows, cursor, violations }: Activity): readonly StyledLine[] {
  const most = Math.max(1, ...buckets.map(({ events }) => events));
  const heights = buckets.map(({ events }) =>
    events === 0 ? ' ' : bars[Math.min(bars.length - 1, Math.floor((events * bars.length) / (most + 1)))]!,
  );
  const holds = (index: number, event: number) => {
    const { from, events } = buckets[index]!;
    return event >= from && event < from + events;
  };
  const marks = buckets.map((_, i): Span => {
    if (holds(i, cursor)) return span('▴', 'strong');
    if (violations.some((event) => holds(i, event))) return span('✗', 'bad');
    const [from, to] = [(end * i) / buckets.length, (end * (i + 1)) / buckets.length];
    const isFaulty = windows.some((window) => window.from < to && (window.to === undefined || window.to > from));
    return isFaulty ? span('░', 'fault') : span(' ');
  });
  return [[span(heights.join(''), 'accent')], marks];
}
