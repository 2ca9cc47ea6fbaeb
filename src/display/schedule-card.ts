// What a schedule does, event by event, and the story that it tells.
import { printable } from '../base/printable.ts';
import type { TraceEvent } from '../contract/trace.ts';
import type { Style } from './style.ts';
import { wrapText } from './table.ts';
import { eventText } from './trace-lines.ts';

const WIDTH_MOST = 100;

/** `▸ 41  n2 ◂ n1  Vote {term: 1, granted: true}  (#38)`; `marked`: the event of the failure. */
export function scheduleLines(events: readonly TraceEvent[], marked: number | undefined): readonly string[] {
  return events.map((event) => {
    const cause = event.cause === undefined ? '' : `  (#${event.cause})`;
    const mark = event.index === marked ? '▸' : ' ';
    return `${mark} ${String(event.index).padStart(5)}  ${eventText(event)}${cause}`;
  });
}

export function storyLines(story: string, style: Style, width = WIDTH_MOST): readonly string[] {
  const columns = Math.max(40, Math.min(width, WIDTH_MOST));
  return wrapText(printable(story.trim().replaceAll('\n', ' ')), columns - 2).map((line) => style.faint(`  ${line}`));
}
