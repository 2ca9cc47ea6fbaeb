// The durable state of a server as scenarios write it: `{ term: 4, votedFor: n2, log: [1, 1, 4] }`, the log as in the
// paper's Figure 7, where a number is an entry of that term. Such entries are no-ops.
import type { Plain, PlainRecord } from '../../base/plain.ts';
import type { DurableSpec } from '../../contract/system.ts';
import { type Entry, logOf } from './log.ts';
import type { Durable } from './state.ts';

const ENTRIES_MAX = 100_000;
const TERM_MAX = 1_000_000_000;

export const writtenState: DurableSpec = {
  about: 'term, votedFor and log, a list of terms: { term: 4, votedFor: n2, log: [1, 1, 4] }',
  read(written: PlainRecord) {
    const unknown = Object.keys(written).find((key) => !['term', 'votedFor', 'log'].includes(key));
    if (unknown !== undefined) {
      return { problem: `unknown key ${JSON.stringify(unknown)}: expected term, votedFor or log`, key: unknown };
    }
    const { log = [], votedFor = null } = written;
    if (!isLog(log)) {
      const problem = `expected a list of terms that do not fall, [1, 1, 4], at most ${ENTRIES_MAX} of them`;
      return { problem, key: 'log' };
    }
    const last = log[log.length - 1] ?? 0;
    const { term = last } = written;
    if (!isTerm(term) || term < last) {
      return { problem: `expected a whole number, at least the last term of the log, ${last}`, key: 'term' };
    }
    if (votedFor !== null && typeof votedFor !== 'string') {
      return { problem: 'expected the name of a server, or null', key: 'votedFor' };
    }
    if (votedFor !== null && term === 0) {
      return { problem: 'expected no vote in term 0: terms are voted in from 1 on', key: 'votedFor' };
    }
    const entries = log.map((entryTerm): Entry => ({ term: entryTerm, command: null }));
    const durable: Pick<Durable, 'vote' | 'log'> = { vote: { term, votedFor }, log: logOf(entries) };
    return { durable };
  },
};

function isTerm(value: Plain): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= TERM_MAX;
}

function isLog(value: Plain): value is readonly number[] {
  if (!Array.isArray(value) || value.length > ENTRIES_MAX) return false;
  return value.every((term: Plain, index) => isTerm(term) && term >= 1 && term >= ((value[index - 1] as number) ?? 1));
}
