// Log matching: "if two logs contain an entry with the same index and term, then the logs are identical in all entries
// up through the given index" (§5.3). By induction that holds if each (index, term) stands for one entry with one
// predecessor term; so it is enough to compare each new entry with what was seen at its index and term before.
import { equalPlain } from '../../../base/plain.ts';
import type { NodeId } from '../../../contract/ids.ts';
import type { Report } from '../../../contract/property.ts';
import { entryAt, type Log, lastIndex, termAt } from '../log.ts';
import { described, type Memory, type TermLog, withExercised } from './memory.ts';

const PROPERTY = 'log-matching';

/** Looks at the entries after the first `common` ones, which were looked at before. */
export function checkMatching(memory: Memory, node: NodeId, log: Log, common: number, report: Report): Memory {
  let next = memory;
  for (let index = common + 1; index <= lastIndex(log); index++) next = checkEntry(next, node, index, log, report);
  return next;
}

function checkEntry(memory: Memory, node: NodeId, index: number, log: Log, report: Report): Memory {
  const entry = entryAt(log, index)!;
  const { term } = entry;
  const { newest, older } = memory.terms;
  const seen = newest?.term === term ? newest : older[term];
  if (seen === undefined) return withTerm(memory, { term, leader: node, first: index, last: index, log });
  const { first, last, leader } = seen;
  // A term's entries are appended one by one by its only leader, so none lies before the first or leaves a gap.
  if (index < first || index > last + 1) {
    const reason = `${node} has an entry of term ${term} at index ${index}; those of ${leader} are at ${first} to ${last}`;
    report(PROPERTY, reason, { node, index, entry, first, last }, 'an entry apart from those of its term');
    return memory;
  }
  const prevTerm = termAt(log, index - 1)!;
  const expectedPrev = index === first ? termAt(seen.log, first - 1) : term;
  // What the log that was seen has compacted since cannot be compared any more.
  if (expectedPrev !== undefined && prevTerm !== expectedPrev) {
    const reason = `${node} has an entry of term ${prevTerm} before index ${index} of term ${term}, ${leader} one of term ${expectedPrev}`;
    report(PROPERTY, reason, { node, index, entry, prevTerm, expectedPrev }, 'two predecessors of one entry');
    return memory;
  }
  if (index > last) return withTerm(memory, { ...seen, last: index, log });
  const expected = entryAt(seen.log, index);
  if (expected !== undefined && !equalPlain(entry, expected)) {
    const reason = `at index ${index} ${node} has ${described(entry)}, and ${leader} has ${described(expected)}`;
    report(PROPERTY, reason, { node, index, entry, expected }, 'two entries of one index and term');
  }
  return withExercised(memory, PROPERTY);
}

function withTerm(memory: Memory, changed: TermLog): Memory {
  const { newest, older } = memory.terms;
  if (newest === null || newest.term === changed.term) return { ...memory, terms: { newest: changed, older } };
  const isNewer = changed.term > newest.term;
  const [first, second] = isNewer ? [changed, newest] : [newest, changed];
  return { ...memory, terms: { newest: first, older: { ...older, [second.term]: second } } };
}
