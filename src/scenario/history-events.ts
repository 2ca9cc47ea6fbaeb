// One line of a history, parsed as JSON: the event that it is, or what is wrong with its fields.
import { nearest } from '../base/nearest.ts';
import type { Plain } from '../base/plain.ts';
import type { HistoryEvent, OperationError } from '../contract/history.ts';
import type { HistoryTextCode } from './history-codes.ts';
import { didYouMean } from './suggest.ts';

export type Fields = { readonly [name: string]: Plain };
export type Fault = {
  readonly code: HistoryTextCode;
  readonly field: string;
  readonly message: string;
  readonly hint?: string | undefined;
};

const TYPES = ['invoke', 'ok', 'fail', 'info'];
const NAMES = ['process', 'type', 'f', 'value', 'key', 'time', 'error'];
const DEPTH_MAX = 100;

/** All that is wrong with the fields; with none, `eventOf` gives the event. */
export function faultsOf(fields: Fields): readonly Fault[] {
  const faults: Fault[] = [];
  const { process, type, f, key, time } = fields;
  const add = (code: HistoryTextCode, field: string, message: string, hint?: string) =>
    faults.push({ code, field, message, ...(hint === undefined ? misspelt(field, fields) : { hint }) });
  if (!isProcess(process)) {
    const isNamed = typeof process === 'string';
    const hint = isNamed ? 'leave out lines that are not of clients, such as those of a nemesis' : undefined;
    add('bad-process', 'process', `process must be a whole number from 0 up, found ${shown(process)}`, hint);
  }
  if (typeof type !== 'string' || !TYPES.includes(type)) {
    const hint = typeof type === 'string' ? didYouMean(type, TYPES) : undefined;
    add('bad-type', 'type', `type must be invoke, ok, fail or info, found ${shown(type)}`, hint);
  }
  if (typeof f !== 'string' || f === '') {
    add('bad-f', 'f', `f must be the name of an operation, such as "read", found ${shown(f)}`);
  }
  if (key !== undefined && key !== null && typeof key !== 'string' && typeof key !== 'number') {
    add('bad-key', 'key', `key must be a string or a number, found ${shown(key)}`);
  }
  if (time !== undefined && time !== null && typeof time !== 'number') {
    add('bad-time', 'time', `time must be a number, found ${shown(time)}: leave it out, order is what counts`);
  }
  const unfitValue = unfitness(fields['value'] ?? null, DEPTH_MAX);
  const unfitKey = typeof key === 'number' ? unfitness(key, 1) : undefined;
  if (unfitValue !== undefined) add('inexact-value', 'value', unfitValue);
  else if (unfitKey !== undefined) add('inexact-value', 'key', unfitKey);
  return faults;
}

/** Of a field that is absent: the one found in its stead. */
function misspelt(field: string, fields: Fields): { readonly field: string; readonly hint: string } | undefined {
  if (Object.hasOwn(fields, field)) return undefined;
  const others = Object.keys(fields).filter((name) => !NAMES.includes(name));
  const near = others.find((name) => nearest(name, NAMES) === field);
  if (near === undefined) return undefined;
  return { field: near, hint: `there is a field ${shown(near)}: did you mean "${field}"?` };
}

export function isProcess(value: Plain | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** Why a value cannot be compared: two different numbers beyond 2^53 are read as one, and would pass for equal. */
function unfitness(value: Plain, depth: number): string | undefined {
  if (typeof value === 'number') {
    const isExact = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
    return isExact ? undefined : 'a number beyond 2^53 cannot be read exactly: write it as a string';
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth === 0) return `the value is nested deeper than ${DEPTH_MAX} levels: write it as a string`;
  for (const item of Array.isArray(value) ? (value as readonly Plain[]) : Object.values(value)) {
    // Long lists of small numbers are the rule in histories of transactions.
    if (typeof item === 'number' && Number.isSafeInteger(item)) continue;
    const unfit = unfitness(item, depth - 1);
    if (unfit !== undefined) return unfit;
  }
  return undefined;
}

/** The event of fields without a fault. */
export function eventOf({ process, type, f, value, key, time, error }: Fields): HistoryEvent {
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

function shown(value: Plain | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
