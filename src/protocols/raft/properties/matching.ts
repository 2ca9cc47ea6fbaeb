// Log matching: "if two logs contain an entry with the same index and term, then the logs are identical in all entries
// up through the given index" (§5.3). By induction that holds if each (index, term) stands for one entry with one
// predecessor term; so it is enough to compare each new entry with what was seen at its index and term before.
import { append, at, listOf } from '../../../base/paged-list.ts';
import { equalPlain } from '../../../base/plain.ts';
import type { NodeId } from '../../../contract/ids.ts';
import type { Report } from '../../../contract/property.ts';
import { type Entry, entryAt, type Log, termAt } from '../log.ts';
import { described, type Memory, type TermLog, withExercised } from './memory.ts';

const PROPERTY = 'log-matching';

/** Looks at the entries after the first `common` ones, which were looked at before. */
export function checkMatching(memory: Memory, node: NodeId, log: Log, common: number, report: Report): Memory {
  let next = memory;
  for (let index = common + 1; index <= log.length; index++) {
    next = checkEntry(next, node, index, entryAt(log, index)!, termAt(log, index - 1)!, report);
  }
  return next;
}

function checkEntry(
  memory: Memory,
  node: NodeId,
  index: number,
  entry: Entry,
  prevTerm: number,
  report: Report,
): Memory {
  const { term } = entry;
  const seen = memory.newestTerm?.term === term ? memory.newestTerm : memory.olderTerms[term];
  if (seen === undefined) {
    return withTerm(memory, { term, leader: node, first: index, prevTerm, entries: listOf([entry]) });
  }
  const position = index - seen.first;
  const { length } = seen.entries;
  // A term's entries are appended one by one by its only leader, so none lies before the first or leaves a gap.
  if (position < 0 || position > length) {
    const range = `${seen.first} to ${seen.first + length - 1}`;
    const reason = `${node} has an entry of term ${term} at index ${index}; those of ${seen.leader} are at ${range}`;
    report(PROPERTY, reason, { node, index, entry, first: seen.first, length });
    return memory;
  }
  const expectedPrev = position === 0 ? seen.prevTerm : term;
  if (prevTerm !== expectedPrev) {
    const reason = `${node} has an entry of term ${prevTerm} before index ${index} of term ${term}, ${seen.leader} one of term ${expectedPrev}`;
    report(PROPERTY, reason, { node, index, entry, prevTerm, expectedPrev });
    return memory;
  }
  if (position === length) return withTerm(memory, { ...seen, entries: append(seen.entries, entry) });
  const expected = at(seen.entries, position)!;
  if (!equalPlain(entry, expected)) {
    const reason = `at index ${index} ${node} has ${described(entry)}, and ${seen.leader} has ${described(expected)}`;
    report(PROPERTY, reason, { node, index, entry, expected });
  }
  return withExercised(memory, PROPERTY);
}

function withTerm(memory: Memory, changed: TermLog): Memory {
  const { newestTerm, olderTerms } = memory;
  if (newestTerm === null || newestTerm.term === changed.term) return { ...memory, newestTerm: changed };
  const older = changed.term < newestTerm.term ? changed : newestTerm;
  return {
    ...memory,
    newestTerm: older === changed ? newestTerm : changed,
    olderTerms: { ...olderTerms, [older.term]: older },
  };
}
