// A run by its faults: before the first began, while any lasted, and after the last had ended. What lies between two
// faults is in none of them.
import type { Time } from '../../contract/time.ts';
import type { FaultWindow } from '../../kernel/result.ts';
import type { Segment } from './segments.ts';

export type Phase = 'before' | 'during' | 'after';

export type Phases = { readonly [phase in Phase]: readonly Segment[] };

/** Within a time; a fault that did nothing does not count. Without faults all of it is before. */
export function phasesOf(windows: readonly FaultWindow[], from: Time, to: Time): Phases {
  const during = joined(windows, to);
  const first = during[0]?.from ?? to;
  const last = during.at(-1);
  return {
    before: within([{ from, to: first, isHealed: false }], from, to),
    during: within(during, from, to),
    after: last === undefined ? [] : within([{ from: last.to, to, isHealed: false }], from, to),
  };
}

type Span = Omit<Segment, 'clients'>;

/** The times at which a fault lasted; faults that overlap or touch are one. */
function joined(windows: readonly FaultWindow[], end: Time): readonly Span[] {
  const struck = windows.filter(({ skipped }) => skipped === undefined).sort((a, b) => a.from - b.from);
  const spans: Span[] = [];
  for (const window of struck) {
    const to = window.to ?? end;
    const last = spans.at(-1);
    if (last === undefined || window.from > last.to) {
      spans.push({ from: window.from, to, isHealed: window.to !== undefined });
    } else if (to > last.to) {
      spans[spans.length - 1] = { ...last, to, isHealed: window.to !== undefined };
    }
  }
  return spans;
}

function within(spans: readonly Span[], from: Time, to: Time): readonly Segment[] {
  return spans
    .map((span) => ({ ...span, from: Math.max(from, span.from), to: Math.min(to, span.to), clients: undefined }))
    .filter((span) => span.from < span.to);
}
