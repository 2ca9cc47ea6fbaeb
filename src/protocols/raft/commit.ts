// When an entry is committed (§5.3, §5.4.2), and what then happens: it is applied, and its client gets the answer.
import { apply } from '../kv/index.ts';
import { entryAt, termAt } from './log.ts';
import { type Ctx, type Leader, majority, type State } from './state.ts';

/**
 * The leader's rule. An entry is committed when a majority holds it **and** it is of the leader's own term; what lies
 * before it is committed with it. An entry of an earlier term must not be counted: a majority may hold it, and still a
 * server without it can be elected and overwrite it (Figure 8).
 */
export function advanceCommit(state: Leader, ctx: Ctx): Leader {
  const index = quorumIndex(state, ctx);
  return index > state.commitIndex && termAt(state.log, index) === state.term ? commitUpTo(state, index, ctx) : state;
}

/** The highest index beyond what is committed that a majority of the disks is known to hold; what is committed if none. */
function quorumIndex(state: Leader, ctx: Ctx): number {
  const { matchIndex } = state;
  const needed = majority(ctx);
  let best = state.commitIndex;
  const own = matchIndex[ctx.self]!;
  if (own > best && isHeldBy(needed, own, state, ctx)) best = own;
  for (const peer of ctx.peers) {
    const index = matchIndex[peer]!;
    if (index > best && isHeldBy(needed, index, state, ctx)) best = index;
  }
  return best;
}

function isHeldBy(needed: number, index: number, { matchIndex }: Leader, ctx: Ctx): boolean {
  let holders = matchIndex[ctx.self]! >= index ? 1 : 0;
  for (const peer of ctx.peers) if (matchIndex[peer]! >= index) holders++;
  return holders >= needed;
}

/** Takes over a commit index, which never falls, and applies what it covers. */
export function commitUpTo<S extends State>(state: S, index: number, ctx: Ctx): S {
  if (index <= state.commitIndex) return state;
  let { machine } = state;
  for (let next = state.lastApplied + 1; next <= index; next++) {
    const { term, command } = entryAt(state.log, next)!;
    if (command === null) continue;
    const { id } = command;
    const applied = apply(machine, command);
    machine = applied.machine;
    // Entries of earlier terms were asked of another leader: their clients have long asked again.
    const isMine = state.role === 'leader' && term === state.term;
    if (isMine && applied.result !== null) ctx.send(id.client, { kind: 'Reply', id, result: applied.result });
  }
  return { ...state, commitIndex: index, lastApplied: index, machine };
}
