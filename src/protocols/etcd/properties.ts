// What must hold of members: Raft's properties, of the Raft inside them. That two members which have applied equally many
// entries hold the same is one of these.
import { slice } from '../../base/paged-list.ts';
import type { Plain } from '../../base/plain.ts';
import { type Change, monitor } from '../../contract/property.ts';
import { type State as RaftState, raftMonitor } from '../raft/index.ts';
import { type Member, storeOf } from './state.ts';

/** Stores are compared at every fourth entry, and before that the older events were: those since then are enough. */
const EVENTS_COMPARED = 8;

export const membersMonitor = monitor<Member, Plain>({
  group: 'server',
  properties: raftMonitor.properties,
  initial: raftMonitor.initial,
  observe(memory, { node, group, before, after }, report) {
    if (before !== undefined && before.raft === after?.raft) return memory;
    const hasApplied = after !== undefined && before?.raft.lastApplied !== after.raft.lastApplied;
    const compared = hasApplied ? withLatestEvents(after.raft) : after?.raft;
    const change: Change<RaftState> = { node, group, before: before?.raft, after: compared };
    return raftMonitor.observe(memory as never, change as never, report);
  },
  isExercised: (memory, property) => raftMonitor.isExercised(memory as never, property),
});

/** To compare the whole history each time would cost more the longer a run goes on. */
function withLatestEvents(raft: RaftState): RaftState {
  const { history, past: _past, ...store } = storeOf(raft);
  const latest = slice(history, history.length - EVENTS_COMPARED);
  return { ...raft, machine: { ...raft.machine, values: { ...store, latest } } };
}
