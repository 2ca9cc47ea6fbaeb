// CheckQuorum (thesis §6.2): a leader that hears from no quorum for an election timeout steps down, so that its clients ask
// elsewhere, and so that loyal followers (§4.2.3) cannot be held by a leader that hears nobody.
import { withItem } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import { isQuorum } from './configuration.ts';
import { isForgetful } from './rejoin.ts';
import { becomeFollower } from './roles.ts';
import type { Ctx, Leader, Settings, State } from './state.ts';

/** The answer of a member shows that it can be reached, whatever it says. */
export function heardActive(state: Leader, from: NodeId, { checkQuorum }: Settings): Leader {
  if (!checkQuorum) return state;
  const active = withItem(state.active, from);
  return active === state.active ? state : { ...state, active };
}

function isActive(state: Leader, id: NodeId): boolean {
  return state.active.includes(id) && !isForgetful(state, id);
}

export function onQuorumCheck(state: State, ctx: Ctx, settings: Settings): State {
  if (state.role !== 'leader') return state;
  const isReached = isQuorum(state.configuration, (id) => id === ctx.self || isActive(state, id));
  if (!isReached) {
    return becomeFollower(state, { term: state.term, votedFor: state.votedFor }, null, ctx, settings);
  }
  ctx.setTimer({ kind: 'quorum' }, settings.electionTimeoutMin);
  return state.active.length === 0 ? state : { ...state, active: [] };
}
