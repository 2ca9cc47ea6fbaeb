// A schedule as rows of a capsule: one flow mapping an entry, named by its first key.
import { z } from 'zod';
import type { Plain, PlainRecord } from '../../base/plain.ts';
import type { Kind } from '../../contract/context.ts';
import type { Fault } from '../../contract/faults.ts';
import type { Choices, Entry, Schedule } from '../../kernel/index.ts';
import { line, mapping, whole, word } from '../schema/fields.ts';

const name = (what: string) => line(what, 200);
const node = word('the name of a node');
const at = whole(0, Number.MAX_SAFE_INTEGER).optional().describe('When, in microseconds.');
const fault = whole(1, 10_000).describe('The number of a fault of the list.');

const plain: z.ZodType<Plain> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(plain), z.record(z.string(), plain)], {
    error: 'plain data',
  }),
);
const fields = z.record(z.string(), plain, { error: 'the fields of a message, { term: 2 }' });
const picks = z.union([whole(0, 1_000_000), z.array(whole(0, 1_000_000)).min(1)], {
  error: 'the position of an option, or a list of positions',
});
export const choices = z.record(z.string(), picks, { error: 'positions of options by label, { peer: 2 }' });
const choose = choices.optional().describe('What `ctx.choose` answers, by label, counted from 0. Default 0.');
const torn = z.record(z.string(), z.array(name('a key')), { error: 'keys by node, { n1: [votedFor] }' });
const isAgain = z.literal(true, { error: 'true (leave it out otherwise)' }).optional();

/** By the key that says what happens. */
export const rowBranches = {
  deliver: mapping('a message that arrives', {
    deliver: name('a kind of message'),
    from: node,
    to: node,
    with: fields.optional(),
    again: isAgain,
    choose,
    at,
  }),
  timer: mapping('a timer that fires', { timer: name('the name of a timer'), node, choose, at }),
  write: mapping('a write that is through', { write: node, at }),
  stall: mapping('a disk that stalls', { stall: node }),
  reset: mapping('a connection that breaks', { reset: node, from: node, choose, at }),
  failure: mapping('the report that a write failed', { failure: node, choose, at }),
  begins: mapping('a fault that begins', {
    begins: fault,
    fault: name('the fault in words').optional(),
    torn: torn.optional(),
    damaged: torn.optional(),
    choose,
    at,
  }),
  ends: mapping('a fault that ends', { ends: fault, fault: name('the fault in words').optional(), choose, at }),
} as const;

export const rowText = 'an entry, { timer: election, node: n2 }';

const b = rowBranches;
const row = z.union([b.deliver, b.timer, b.write, b.stall, b.reset, b.failure, b.begins, b.ends], { error: rowText });

/** How many entries a capsule may have: one that was made small has some tens. */
const ROWS_MAX = 100_000;

/** Empty where the start alone fails. */
const rowsText = `a list of entries, at most ${ROWS_MAX} of them`;
export const rows = z.array(row, { error: rowsText }).max(ROWS_MAX, { error: rowsText });

export type Row = z.output<typeof row>;

export function rowOf(entry: Entry, faults: readonly Fault[]): Row {
  const chosen = entry.choices === undefined ? {} : { choose: choiceRow(entry.choices) };
  const when = { ...chosen, ...(entry.time === undefined ? {} : { at: entry.time }) };
  switch (entry.do) {
    case 'deliver': {
      const { kind, ...contents } = entry.message;
      const what = { deliver: kind, from: entry.from, to: entry.node };
      const isEmpty = Object.keys(contents).length === 0;
      return { ...what, ...(isEmpty ? {} : { with: contents }), ...(entry.again ? { again: true } : {}), ...when };
    }
    case 'timer':
      return { timer: entry.timer, node: entry.node, ...when };
    case 'write':
      return { write: entry.node, ...(entry.time === undefined ? {} : { at: entry.time }) };
    case 'stall':
      return { stall: entry.node };
    case 'reset':
      return { reset: entry.node, from: entry.from, ...when };
    case 'failure':
      return { failure: entry.node, ...when };
    case 'begin': {
      const { torn, damaged } = entry;
      const parts = {
        ...(torn === undefined ? {} : { torn: mutable(torn) }),
        ...(damaged === undefined ? {} : { damaged: mutable(damaged) }),
      };
      return { begins: entry.fault + 1, fault: shortened(faults[entry.fault]!.text), ...parts, ...when };
    }
    case 'end':
      return { ends: entry.fault + 1, fault: shortened(faults[entry.fault]!.text), ...when };
  }
}

export function entryOf(row: Row): Entry {
  const chosen = 'choose' in row && row.choose !== undefined ? { choices: choicesFrom(row.choose) } : {};
  const when = { ...chosen, ...('at' in row && row.at !== undefined ? { time: row.at } : {}) };
  if ('deliver' in row) {
    const message = { kind: row.deliver, ...(row.with as PlainRecord | undefined) } as Kind;
    const again = row.again === true ? { again: true as const } : {};
    return { do: 'deliver', node: row.to, from: row.from, message, ...again, ...when };
  }
  if ('timer' in row) return { do: 'timer', node: row.node, timer: row.timer, ...when };
  if ('write' in row) return { do: 'write', node: row.write, ...when };
  if ('stall' in row) return { do: 'stall', node: row.stall };
  if ('reset' in row) return { do: 'reset', node: row.reset, from: row.from, ...when };
  if ('failure' in row) return { do: 'failure', node: row.failure, ...when };
  if ('begins' in row) {
    const { torn, damaged } = row;
    const parts = { ...(torn === undefined ? {} : { torn }), ...(damaged === undefined ? {} : { damaged }) };
    return { do: 'begin', fault: row.begins - 1, ...parts, ...when };
  }
  return { do: 'end', fault: row.ends - 1, ...when };
}

/** What a choice is in a file: a list where a label was asked for several times, else a number. */
export type ChoiceRow = { [label: string]: number | number[] };

export function choiceRow(choices: Choices): ChoiceRow {
  return Object.fromEntries(
    Object.entries(choices).map(([label, list]) => [label, list.length === 1 ? list[0]! : [...list]]),
  );
}

export function choicesFrom(row: ChoiceRow): Choices {
  return Object.fromEntries(Object.entries(row).map(([label, picked]) => [label, [picked].flat()]));
}

type Parts = {
  readonly schedule?: readonly Row[] | undefined;
  readonly writes?: Schedule['writes'] | undefined;
  readonly starts?: { readonly [node: string]: ChoiceRow } | undefined;
};

export function scheduleOf({ schedule = [], writes = 'named', starts }: Parts, faults: readonly Fault[]): Schedule {
  const chosen = Object.entries(starts ?? {}).map(([node, row]) => [node, choicesFrom(row)] as const);
  const list = schedule.map(entryOf);
  return { entries: list, writes, faults, ...(chosen.length === 0 ? {} : { starts: Object.fromEntries(chosen) }) };
}

function mutable(torn: { readonly [node: string]: readonly string[] }): { [node: string]: string[] } {
  return Object.fromEntries(Object.entries(torn).map(([id, keys]) => [id, [...keys]]));
}

/** For readers alone: what counts is the number. */
function shortened(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 199)}…`;
}
