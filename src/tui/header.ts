// The lines around the panes: where we are, what is told, what goes on, which keys there are.

import { printable } from '../base/printable.ts';
import {
  breakpointText,
  eventAt,
  footerOf,
  hiddenCount,
  hitsAt,
  narration,
  type Session,
  speeds,
  statusOf,
} from '../debugger/index.ts';
import { formatCount, formatTime } from '../display/format.ts';
import { cut, fitted, type Span, type StyledLine, span, widthOfLine } from '../display/step/spans.ts';
import { wrapText } from '../display/table.ts';
import { isTyping, type Screen } from './screen.ts';

/** What runs, where the cursor stands, and how it stands with the run; the name gives way first. */
export function headerLine(session: Session, width: number): StyledLine {
  const { file, name, seed, event, known, isDone, time, branch, branches } = statusOf(session);
  const place = [
    span(
      `  ev ${formatCount(Math.max(0, event))}/${formatCount(Math.max(0, known - 1))}${isDone ? '' : '+'}`,
      'strong',
    ),
    span(`  t ${formatTime(time)}`),
    ...(branches > 1 || branch.id > 0 ? [span(`  branch ${branch.id} of ${branches}`, 'accent')] : []),
    span('  '),
    verdict(session),
    span(' '),
  ];
  const left = Math.max(0, width - widthOfLine(place));
  const seedText = `  seed ${printable(seed)}`;
  const names = [
    span(cut(` ${printable(name)}`, Math.max(0, left - seedText.length)), 'strong'),
    span(seedText),
    ...(left > name.length + seedText.length + file.length + 4 ? [span(`  ${printable(file)}`, 'faint')] : []),
  ];
  return fitted([...fitted(names, left), ...place], width);
}

function verdict(session: Session): Span {
  const { violated, violatedHere, verdict: judged, isDone } = statusOf(session);
  if (violatedHere > 0) return span(`✗ ${violatedHere} VIOLATED`, 'bad');
  if (violated > 0) return span(`✗ ${violated} violated later: v`, 'bad');
  if (judged === 'held') return span('✓ held', 'good');
  if (judged === 'failed') return span('✗ failed', 'bad');
  return isDone ? span('? unknown', 'unsure') : span('… running', 'unsure');
}

/**
 * The sentence that the scenario told last: whole where it is told, a reminder of it from there on. Before the first one
 * it is what the scenario is about.
 */
export function narrationLines(session: Session, width: number, rows: number): readonly StyledLine[] {
  const { notes, about } = session.source;
  if (notes.length === 0) return [];
  const told = narration(session);
  const isHere = told === undefined ? session.cursor === 0 : told.event === session.cursor;
  const most = isHere ? Math.max(1, Math.floor(rows / 4)) : rows >= 20 ? 2 : 1;
  const text = told === undefined ? about : `${told.nth}/${told.of}  ${told.says}`;
  const lines = wrapText(printable(text), width - 4);
  const shown = lines.length > most ? [...lines.slice(0, most - 1), `${lines[most - 1]} …`] : lines;
  return shown.map((text, i) => fitted([span(i === 0 ? ' » ' : '   ', 'accent'), span(text, 'strong')], width));
}

/** A line that is typed; else what the last command said; else what is searched, hidden, waited for. */
export function statusLine(screen: Screen, missing: readonly string[], width: number): StyledLine {
  const { mode, line, session } = screen;
  if (isTyping(mode)) return fitted(typedLine({ search: '/', hide: 'hide: ', command: ':' }[mode], line, width), width);
  const { notice } = session;
  const going = notice === undefined ? ongoing(session) : [];
  const said: readonly Span[] =
    notice === undefined
      ? going.length > 0
        ? going
        : [span(` ${hint(session)}`, 'accent')]
      : [span(`${notice.isProblem ? ' ! ' : ' '}${printable(notice.text)}`, notice.isProblem ? 'bad' : 'good')];
  if (missing.length === 0) return fitted(said, width);
  const rest = `no room for ${missing.join(', ')}: tab to it, 1–7 hide others `;
  const room = width - rest.length;
  // What is said goes first; that a pane has no room can be seen.
  if (room < widthOfLine(said)) return fitted(said, width);
  return [...fitted(said, room), span(rest, 'faint')];
}

/** What is most worth doing here, for somebody who does not know the keys yet. */
export function hint(session: Session): string {
  const { source, cursor } = session;
  if (eventAt(session)?.violated.length)
    return 'violated here: c its cause, p a step back, s the run without this event';
  const told = narration(session)?.nth ?? 0;
  const { length } = source.notes;
  if (told < length) return `; goes to the ${told === 0 ? 'first' : 'next'} of ${length} sentences`;
  if (cursor > 0) return '';
  const { violatedHere, violated } = statusOf(session);
  if (violated > violatedHere) return 'v goes to the violation, n one event on, ? tells signs and keys';
  return 'n one event on, } the next turn, ] the next fault, ? tells signs and keys';
}

/** Its end stays in sight. */
function typedLine(prompt: string, line: string, width: number): StyledLine {
  const room = width - prompt.length - 2;
  let shown = [...line];
  while (widthOfLine([span(shown.join(''))]) > room) shown = shown.slice(1);
  return [span(prompt, 'accent'), span(shown.join('')), span('█', 'faint')];
}

function ongoing(session: Session): readonly Span[] {
  const { seek, play, breakpoints, search, hidden } = session;
  const parts: Span[] = [];
  if (play.isPlaying) parts.push(span(` ▶ ${formatCount(speeds[play.speed]!)} events a second`, 'good'));
  if (seek !== undefined)
    parts.push(span(` … ${seek.for === 'opening' ? 'looking for a violation' : 'looking further'}`, 'unsure'));
  const hits = hitsAt(session);
  if (hits !== undefined && search !== undefined) {
    const at = hits.nth === undefined ? '' : `${hits.nth} of `;
    const away = hits.hidden === 0 ? '' : `, ${hits.hidden} of them hidden`;
    parts.push(
      span(` /${printable(search)}  ${at}${formatCount(hits.count)}${hits.isComplete ? '' : '+'}${away}`, 'accent'),
    );
  }
  if (hidden !== undefined) {
    const { count, isComplete } = hiddenCount(session);
    parts.push(span(` ${formatCount(count)}${isComplete ? '' : '+'} hidden (${printable(hidden)})`, 'unsure'));
  }
  const [first] = breakpoints;
  if (first !== undefined) {
    const more = breakpoints.length > 1 ? ` and ${breakpoints.length - 1} more` : '';
    parts.push(span(` break: ${printable(breakpointText(first))}${more}`, 'accent'));
  }
  return parts;
}

/** Whole entries only. */
export function footerLine(screen: Screen, width: number): StyledLine {
  const spans: Span[] = [span(' ')];
  const isNarrated = screen.session.source.notes.length > 0;
  for (const { key, text } of footerOf(screen.mode, isNarrated)) {
    const entry = [span(key, 'strong'), span(` ${text}  `, 'faint')];
    if (widthOfLine(spans) + widthOfLine(entry) > width) break;
    spans.push(...entry);
  }
  return fitted(spans, width);
}
