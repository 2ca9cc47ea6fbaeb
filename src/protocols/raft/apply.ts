// What is committed is applied (§5.3): the state machine goes on, clients get their answers, reads that waited for it too.
import { apply } from '../kv/index.ts';
import { entryAt } from './log.ts';
import { answerReads } from './reads.ts';
import { confirmedRound } from './rounds.ts';
import type { Ctx, Settings, State } from './state.ts';
import { takeSnapshot } from './take-snapshot.ts';

/** Takes over a commit index, which never falls, and applies what it covers. */
export function commitUpTo<S extends State>(state: S, index: number, ctx: Ctx, settings: Settings): S {
  if (index <= state.commitIndex) return state;
  let { machine } = state;
  for (let next = state.lastApplied + 1; next <= index; next++) {
    const { term, command } = entryAt(state.log, next)!;
    if (command === null) continue;
    const { id } = command;
    const applied = apply(machine, command, settings.sessionTimeout, settings.machine);
    machine = applied.machine;
    // Entries of earlier terms were asked of another leader: their clients have long asked again.
    const isMine = state.role === 'leader' && term === state.term;
    if (isMine && applied.result !== null) ctx.send(id.client, { kind: 'Reply', id, result: applied.result });
  }
  const applied = { ...state, commitIndex: index, lastApplied: index, machine };
  const answered = answerReads(applied, state.role === 'leader' ? confirmedRound(state) : 0, ctx, settings);
  return takeSnapshot(answered, ctx, settings);
}
