// Sessions apply once (§8, thesis §6.3): however often a request was appended, it is executed once. Of a client's requests
// in the applied log, those can be executed whose number is above all before it; a server must not have executed more.
import { appendAll, at } from '../../../base/paged-list.ts';
import type { NodeId } from '../../../contract/ids.ts';
import type { Report } from '../../../contract/property.ts';
import { entriesBetween, lastIndex } from '../log.ts';
import type { State } from '../state.ts';
import { type Memory, withExercised } from './memory.ts';

const PROPERTY = 'sessions-apply-once';

export function checkSessions(memory: Memory, node: NodeId, state: State, report: Report): Memory {
  const next = counted(memory);
  const { lastApplied, machine } = state;
  const allowed = lastApplied === 0 ? 0 : at(next.applied.executable.upTo, lastApplied - 1);
  if (allowed === undefined || machine.executed <= allowed) return next;
  const reason = `${node} has executed ${machine.executed} requests in ${lastApplied} entries, of which ${allowed} are different`;
  report(PROPERTY, reason, { node, lastApplied, executed: machine.executed, allowed }, 'a request executed twice');
  return next;
}

/** Goes on counting over what has newly been applied. A repetition shows that the property could have been broken. */
function counted(memory: Memory): Memory {
  const { applied } = memory;
  const { log, executable } = applied;
  const from = executable.upTo.length;
  if (lastIndex(log) === from) return memory;
  let latest = executable.latest;
  let count = from === 0 ? 0 : at(executable.upTo, from - 1)!;
  let hasRepetition = false;
  const counts: number[] = [];
  for (const { command } of entriesBetween(log, from + 1, lastIndex(log))) {
    if (command !== null) {
      const { client, number } = command.id;
      const isNew = number > (latest[client] ?? -1);
      if (isNew) latest = { ...latest, [client]: number };
      else hasRepetition = true;
      // A late copy of a registration opens a session that nobody uses.
      if (isNew || command.operation.f === 'register') count++;
    }
    counts.push(count);
  }
  const counted = { upTo: appendAll(executable.upTo, counts), latest };
  const next = { ...memory, applied: { ...applied, executable: counted } };
  return hasRepetition ? withExercised(next, PROPERTY) : next;
}
