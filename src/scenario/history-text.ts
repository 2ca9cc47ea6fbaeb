// Reads a history from text: JSON lines in Jepsen's shape, one event a line. Pure: it opens no file, and never throws at
// input; everything that is wrong comes back at once, with line and column. What a model asks of values is not its business.
import type { Plain } from '../base/plain.ts';
import { operationsOf } from '../checkers/index.ts';
import type { HistoryEvent, OperationError } from '../contract/history.ts';
import { fieldOffset, jsonFault } from './history-json.ts';

/** `line` and `column` count from 1. */
export type HistoryTextProblem = {
  readonly code: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly hint?: string;
};

/** With problems, the events are those that could be read, and no ground for a verdict. `lines[i]`: where event i is. */
export type HistoryText = {
  readonly events: readonly HistoryEvent[];
  readonly lines: readonly number[];
  readonly problems: readonly HistoryTextProblem[];
};

type Fields = { readonly [name: string]: Plain };
type Fault = { readonly code: string; readonly field: string; readonly message: string; readonly hint?: string };
/** Processes of which an event could not be read: what does not fit together there is no problem of its own. */
type Unread = { readonly processes: Set<number>; firstLine: number };

const TYPES = ['invoke', 'ok', 'fail', 'info'];
const DEPTH_MAX = 100;
const EXPECTED = 'expected JSON lines: one event a line, such as {"process":0,"type":"invoke","f":"read","value":null}';

export function parseHistory(text: string): HistoryText {
  const events: HistoryEvent[] = [];
  const lines: number[] = [];
  const problems: HistoryTextProblem[] = [];
  const unread: Unread = { processes: new Set(), firstLine: Infinity };
  const rows = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const first = rows.findIndex((row) => row.trim() !== '');
  const wrongShape = first === -1 ? emptyFile() : shapeProblem(rows, first);
  if (wrongShape !== undefined) return { events, lines, problems: [wrongShape] };
  rows.forEach((row, index) => {
    if (row.trim() === '') return;
    const line = index + 1;
    const fields = fieldsOf(row, line, problems);
    const faults = fields === undefined ? [] : faultsOf(fields);
    for (const { field, ...fault } of faults) problems.push({ ...fault, line, column: columnOf(row, field) });
    if (fields !== undefined && faults.length === 0) {
      events.push(eventOf(fields));
      lines.push(line);
    } else if (fields !== undefined && isProcess(fields['process'])) unread.processes.add(fields['process']);
    else if (typeof fields?.['process'] !== 'string') unread.firstLine = Math.min(unread.firstLine, line);
  });
  problems.push(...pairingProblems(rows, events, lines, unread));
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { events, lines, problems };
}

function emptyFile(): HistoryTextProblem {
  return { code: 'empty-history', message: 'the history has no event', line: 1, column: 1, hint: EXPECTED };
}

/** One problem instead of one a line, where the whole file is something else. */
function shapeProblem(rows: readonly string[], first: number): HistoryTextProblem | undefined {
  const row = rows[first]!;
  const at = { line: first + 1, column: row.length - row.trimStart().length + 1, hint: EXPECTED };
  const start = row.trim();
  if (start.startsWith('[')) return { code: 'json-array', message: 'this is a JSON array, not JSON lines', ...at };
  if (start === '{') return { code: 'json-document', message: 'this is JSON over many lines, not JSON lines', ...at };
  if (/^\{\s*:/.test(start)) return { code: 'edn', message: 'this looks like EDN, not JSON lines', ...at };
  return undefined;
}

function fieldsOf(row: string, line: number, problems: HistoryTextProblem[]): Fields | undefined {
  let value: Plain;
  try {
    value = JSON.parse(row) as Plain;
  } catch {
    const { offset, message } = jsonFault(row) ?? { offset: 0, message: 'cannot be read' };
    problems.push({ code: 'not-json', message: `this line is not JSON: ${message}`, line, column: offset + 1 });
    return undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  problems.push({ code: 'not-an-event', message: 'a line must be a JSON object', line, column: 1, hint: EXPECTED });
  return undefined;
}

function faultsOf(fields: Fields): readonly Fault[] {
  const faults: Fault[] = [];
  const { process, type, f, key, time } = fields;
  if (!isProcess(process)) {
    const message = `process must be an integer from 0 up, found ${shown(process)}`;
    const hint = 'leave out lines that are not of clients, such as those of a nemesis';
    faults.push({ code: 'bad-process', field: 'process', message, ...(typeof process === 'string' ? { hint } : {}) });
  }
  if (typeof type !== 'string' || !TYPES.includes(type)) {
    faults.push({
      code: 'bad-type',
      field: 'type',
      message: `type must be invoke, ok, fail or info, found ${shown(type)}`,
    });
  }
  if (typeof f !== 'string' || f === '') {
    faults.push({ code: 'bad-f', field: 'f', message: `f must be the name of an operation, found ${shown(f)}` });
  }
  if (key !== undefined && key !== null && typeof key !== 'string' && typeof key !== 'number') {
    faults.push({ code: 'bad-key', field: 'key', message: `key must be a string or a number, found ${shown(key)}` });
  }
  if (time !== undefined && time !== null && typeof time !== 'number') {
    faults.push({ code: 'bad-time', field: 'time', message: `time must be a number, found ${shown(time)}` });
  }
  const unfit = unfitness(fields['value'] ?? null, DEPTH_MAX) ?? unfitness(typeof key === 'number' ? key : null, 1);
  const field = unfitness(fields['value'] ?? null, DEPTH_MAX) === undefined ? 'key' : 'value';
  if (unfit !== undefined) faults.push({ code: 'inexact-value', field, message: unfit });
  return faults;
}

function isProcess(value: Plain | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** Why a value cannot be compared: two different numbers beyond 2^53 are read as one, and would pass for equal. */
function unfitness(value: Plain, depth: number): string | undefined {
  if (typeof value === 'number') {
    const isExact = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
    return isExact ? undefined : 'a number beyond 2^53 cannot be read exactly: write it as a string';
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth === 0) return `the value is nested deeper than ${DEPTH_MAX} levels`;
  for (const item of Object.values(value)) {
    const unfit = unfitness(item, depth - 1);
    if (unfit !== undefined) return unfit;
  }
  return undefined;
}

function eventOf({ process, type, f, value, key, time, error }: Fields): HistoryEvent {
  return {
    process: process as number,
    type: type as HistoryEvent['type'],
    f: f as string,
    value: value ?? null,
    ...(key === undefined || key === null ? {} : { key: String(key) }),
    ...(typeof time === 'number' ? { time } : {}),
    ...(error === undefined || error === null ? {} : { error: errorOf(error, type === 'fail') }),
  };
}

/** An error is an object with a code, or in others' histories anything: a name, a number, a list. */
function errorOf(error: Plain, isFail: boolean): OperationError {
  const fields: Fields = typeof error === 'object' && error !== null && !Array.isArray(error) ? (error as Fields) : {};
  const code = fields['code'] ?? error;
  const definite = fields['definite'];
  return {
    code: typeof code === 'string' ? code : JSON.stringify(code),
    definite: typeof definite === 'boolean' ? definite : isFail,
  };
}

/** What does not fit together, except where an event that could not be read may be what is missing. */
function pairingProblems(
  rows: readonly string[],
  events: readonly HistoryEvent[],
  lines: readonly number[],
  unread: Unread,
): readonly HistoryTextProblem[] {
  const field = (code: string) => (code === 'f-differs' ? 'f' : code === 'key-differs' ? 'key' : 'process');
  return operationsOf(events).problems.flatMap(({ index, code, message }) => {
    const line = lines[index]!;
    if (unread.processes.has(events[index]!.process) || line > unread.firstLine) return [];
    return [{ code, message, line, column: columnOf(rows[line - 1]!, field(code)) }];
  });
}

function columnOf(row: string, field: string): number {
  return fieldOffset(row, field) + 1;
}

function shown(value: Plain | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
