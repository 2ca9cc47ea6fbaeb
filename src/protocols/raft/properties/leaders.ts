// Election safety and leader append-only.
import type { NodeId } from '../../../contract/ids.ts';
import type { Report } from '../../../contract/property.ts';
import { entryAt, lastIndex } from '../log.ts';
import type { Leader, State } from '../state.ts';
import { described, type Memory, withExercised } from './memory.ts';

/** At most one leader in a term, now or ever. A deposed leader of an older term may still believe in itself. */
export function checkElection(memory: Memory, node: NodeId, { term }: Leader, report: Report): Memory {
  const { elections } = memory;
  const other = elections.leaderOf[term];
  if (other === node) return memory;
  if (other === undefined) {
    const leaderOf = { ...elections.leaderOf, [term]: node };
    return withExercised({ ...memory, elections: { ...elections, leaderOf } }, 'election-safety');
  }
  report(
    'election-safety',
    `${other} and ${node} both lead term ${term}`,
    { term, leaders: [other, node] },
    'two leaders',
  );
  return memory;
}

/** `common` is how many entries its log had before and has still. */
export function checkAppendOnly(
  memory: Memory,
  node: NodeId,
  before: Leader,
  after: Leader,
  common: number,
  report: Report,
): Memory {
  if (common < lastIndex(before.log)) {
    const index = common + 1;
    const [was, is] = [entryAt(before.log, index), entryAt(after.log, index)];
    const reason = `${node}, leader of term ${after.term}, had ${described(was)} at index ${index} and now has ${described(is)}`;
    const witness = { node, term: after.term, index, was: was ?? null, is: is ?? null };
    report('leader-append-only', reason, witness, 'a leader changed its own log');
  }
  return withExercised(memory, 'leader-append-only');
}

export function rememberElected(memory: Memory, node: NodeId, { term, log }: Leader): Memory {
  const { elections } = memory;
  const elected = [...elections.elected, { node, term, log }];
  return { ...memory, elections: { ...elections, elected, highest: Math.max(elections.highest, term) } };
}

/** Whether it began to lead a term with this change. */
export function isNewLeader(before: State | undefined, after: State): after is Leader {
  return after.role === 'leader' && (before?.role !== 'leader' || before.term !== after.term);
}

/**
 * One sender of AppendEntries in a term, as those see it who receive them: whom a server follows in a term, all others
 * follow in it too.
 */
export function checkHeard(memory: Memory, node: NodeId, { term, leader }: State, report: Report): Memory {
  if (leader === null) return memory;
  const { elections } = memory;
  const other = elections.heardOf[term];
  if (other === undefined) {
    const known = withExercised(memory, 'one-leader-heard');
    return { ...known, elections: { ...elections, heardOf: { ...elections.heardOf, [term]: leader } } };
  }
  if (other !== leader) {
    const reason = `${node} follows ${leader} in term ${term}, in which ${other} was followed before`;
    report('one-leader-heard', reason, { node, term, leaders: [other, leader] }, 'two leaders followed in one term');
  }
  return memory;
}
