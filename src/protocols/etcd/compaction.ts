// Compaction by itself (etcd: --auto-compaction-mode revision): every few minutes the leader has all but the latest
// revisions forgotten. A client may ask for a compaction too.
import { ownRequest } from './own-requests.ts';
import { propose } from './proposals.ts';
import { type Ctx, type Member, type Settings, storeOf } from './state.ts';

export function onCompactionTimer(state: Member, ctx: Ctx, settings: Settings): Member {
  const { compactionRetention, compactionInterval } = settings;
  if (state.raft.role !== 'leader' || compactionRetention === 0) return state;
  ctx.setTimer({ kind: 'compaction' }, compactionInterval);
  const store = storeOf(state.raft);
  const revision = store.revision - compactionRetention;
  if (revision <= store.compactRevision) return state;
  const { id, state: counted } = ownRequest(state, ctx);
  return propose(counted, id, { f: 'compact', revision }, ctx, settings);
}
