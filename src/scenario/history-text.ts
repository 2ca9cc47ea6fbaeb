// Reads a history from text: JSON lines in Jepsen's shape, one event a line. Pure: it opens no file, and never throws at
// input; everything that is wrong comes back at once, with line and column. What a model asks of values is not its business.
import type { Plain } from '../base/plain.ts';
import { operationsOf } from '../checkers/index.ts';
import type { HistoryEvent } from '../contract/history.ts';
import type { HistoryTextCode } from './history-codes.ts';
import { eventOf, type Fields, faultsOf, isProcess } from './history-events.ts';
import { fieldSpan, jsonFault } from './history-json.ts';
import { type Problem, problemAt } from './problem.ts';
import { withoutMark } from './text/position.ts';

export type HistoryProblem = Problem<HistoryTextCode>;

/** With problems, the events are those that could be read, and no ground for a verdict. `lines[i]`: where event i is. */
export type HistoryText = {
  readonly events: readonly HistoryEvent[];
  readonly lines: readonly number[];
  readonly problems: readonly HistoryProblem[];
};

/** Processes of which an event could not be read: what does not fit together there is no problem of its own. */
type Unread = { readonly processes: Set<number>; firstLine: number };

type Report = (code: HistoryTextCode, line: number, at: Range, message: string, hint?: string | undefined) => void;

/** A stretch of a line, offsets from 0. */
type Range = { readonly offset: number; readonly length: number };

const EXPECTED = 'expected JSON lines: one event a line, such as {"process":0,"type":"invoke","f":"read","value":null}';

/** `file` is only for messages. */
export function parseHistory(text: string, file = 'history'): HistoryText {
  const events: HistoryEvent[] = [];
  const lines: number[] = [];
  const problems: HistoryProblem[] = [];
  const report: Report = (code, line, { offset, length }, message, hint) =>
    problems.push(problemAt(file, { line, column: offset + 1, length }, code, message, { hint }));
  const unread: Unread = { processes: new Set(), firstLine: Infinity };
  const rows = withoutMark(text).split(/\r?\n/);
  if (isOtherText(rows, report)) return { events, lines, problems };
  rows.forEach((row, index) => {
    if (row.trim() === '') return;
    const line = index + 1;
    const fields = fieldsOf(row, line, report);
    const faults = fields === undefined ? [] : faultsOf(fields);
    for (const { code, field, message, hint } of faults) report(code, line, fieldSpan(row, field), message, hint);
    if (fields !== undefined && faults.length === 0) {
      events.push(eventOf(fields));
      lines.push(line);
    } else if (fields !== undefined && isProcess(fields['process'])) unread.processes.add(fields['process']);
    else if (typeof fields?.['process'] !== 'string') unread.firstLine = Math.min(unread.firstLine, line);
  });
  reportPairing(rows, events, lines, unread, report);
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { events, lines, problems };
}

/** One problem instead of one a line, where the whole file is something else. */
function isOtherText(rows: readonly string[], report: Report): boolean {
  // A byte that is lost makes two values one.
  const bytes = rows.findIndex((row) => /[\0\ufffd]/.test(row));
  if (bytes !== -1) {
    const offset = rows[bytes]!.search(/[\0\ufffd]/);
    const found = rows[bytes]![offset] === '\0' ? 'a zero byte' : 'bytes that are not UTF-8';
    report('not-text', bytes + 1, { offset, length: 1 }, `found ${found}: save the history as UTF-8 text`);
    return true;
  }
  const first = rows.findIndex((row) => row.trim() !== '');
  if (first === -1) {
    report('empty-history', 1, { offset: 0, length: 1 }, 'the history has no event', EXPECTED);
    return true;
  }
  const start = rows[first]!.trim();
  const at = { offset: rows[first]!.indexOf(start), length: 1 };
  const shape = otherShapes.find(({ pattern }) => pattern.test(start));
  if (shape === undefined) return false;
  report(shape.code, first + 1, at, `${shape.found}, not JSON lines`, EXPECTED);
  return true;
}

const otherShapes = [
  { pattern: /^\[?\s*\{\s*:/, code: 'edn', found: 'this looks like EDN' },
  { pattern: /^\[/, code: 'json-array', found: 'this is a JSON array' },
  { pattern: /^\{$/, code: 'json-document', found: 'this is JSON over many lines' },
] as const;

function fieldsOf(row: string, line: number, report: Report): Fields | undefined {
  let value: Plain;
  try {
    value = JSON.parse(row) as Plain;
  } catch {
    const { offset, message } = jsonFault(row) ?? { offset: 0, message: 'it cannot be read' };
    report('not-json', line, { offset, length: 1 }, `this line is not JSON: ${message}`);
    return undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  report('not-an-event', line, fieldSpan(row, ''), 'a line must be a JSON object', EXPECTED);
  return undefined;
}

/** What does not fit together, except where an event that could not be read may be what is missing. */
function reportPairing(
  rows: readonly string[],
  events: readonly HistoryEvent[],
  lines: readonly number[],
  unread: Unread,
  report: Report,
): void {
  for (const { index, code, message } of operationsOf(events).problems) {
    const line = lines[index]!;
    if (unread.processes.has(events[index]!.process) || line > unread.firstLine) continue;
    const field = code === 'f-differs' ? 'f' : code === 'key-differs' ? 'key' : 'process';
    report(code, line, fieldSpan(rows[line - 1]!, field), message, advice[code]);
  }
}

const advice: { readonly [code in HistoryTextCode]?: string } = {
  'invoke-while-open': 'a process has one operation at a time: complete the first, or give this one to another process',
  'process-reused': 'after info a client goes on under a new process number',
  'completion-without-invoke': 'its invocation is missing, or stands after it',
};
