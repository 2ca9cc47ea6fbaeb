// What must hold of servers: Raft's properties, of the Raft inside them.
import type { Plain } from '../../base/plain.ts';
import { monitor } from '../../contract/property.ts';
import { raftMonitor } from '../raft/index.ts';
import type { Server } from './state.ts';

export const serversMonitor = monitor<Server, Plain>({
  group: 'server',
  properties: raftMonitor.properties,
  initial: raftMonitor.initial,
  observe(memory, { node, group, before, after }, report) {
    if (before !== undefined && before.raft === after?.raft) return memory;
    return raftMonitor.observe(
      memory as never,
      { node, group, before: before?.raft, after: after?.raft } as never,
      report,
    );
  },
  isExercised: (memory, property) => raftMonitor.isExercised(memory as never, property),
});
