// State machine safety, seen from the other end: servers that have applied equally many entries have the same state
// machine, sessions and all. So a snapshot that lacks something, or says the wrong index, is found (§7).
import { countWhile } from '../../../base/halving.ts';
import { append, at, emptyList, type PagedList } from '../../../base/paged-list.ts';
import { equalPlain } from '../../../base/plain.ts';
import type { NodeId } from '../../../contract/ids.ts';
import type { Report } from '../../../contract/property.ts';
import type { State } from '../state.ts';
import type { Memory, Reached } from './memory.ts';

/** Only at every fourth entry: a comparison costs as much as the application. What differs does not soon become equal. */
const EVERY = 4;

/** State machines that are remembered at least. Who lags further is compared when it has come closer. */
const REMEMBERED = 32;

export function checkMachine(memory: Memory, node: NodeId, state: State, report: Report): Memory {
  const { lastApplied: index, machine } = state;
  if (index % EVERY !== 0) return memory;
  const { newer, older } = memory.applied.machines;
  const known = find(newer, index) ?? find(older, index);
  if (known !== undefined) {
    if (known.machine === machine || equalPlain(known.machine, machine)) return memory;
    const reason = `after ${index} entries ${node} has another state machine than the server that applied them first`;
    report('state-machine-safety', reason, { node, index, expected: known.machine, found: machine }, RULE);
    return memory;
  }
  if (index <= (lastOf(newer) ?? lastOf(older) ?? 0)) return memory;
  const reached = { index, machine };
  const machines =
    newer.length < REMEMBERED
      ? { newer: append(newer, reached), older }
      : { newer: append(emptyList<Reached>(), reached), older: newer };
  return { ...memory, applied: { ...memory.applied, machines } };
}

const RULE = 'two state machines after the same entries';

function lastOf(list: PagedList<Reached>): number | undefined {
  return at(list, list.length - 1)?.index;
}

/** By halving: the indexes rise. */
function find(list: PagedList<Reached>, index: number): Reached | undefined {
  const position = countWhile(list.length, (each) => at(list, each)!.index < index);
  const found = at(list, position);
  return found?.index === index ? found : undefined;
}
