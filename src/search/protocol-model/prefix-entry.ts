// Which move of the model an entry of a schedule means (`prefix.ts`).
import { equalPlain } from '../../base/plain.ts';
import type { Choices, Entry, RunPlan, Schedule } from '../../kernel/index.ts';
import { choicesOf } from '../../kernel/schedule/choices.ts';
import type { Move, NodeMove } from './records.ts';

/**
 * A disk that stalls, as a counterexample has it: an entry of that node, so many of its writes, and its crash. How many
 * these are; undefined: it is otherwise.
 */
export function keptBehind(entries: readonly Entry[], at: number, faults: Schedule['faults']): number | undefined {
  const [stall, struck, ...rest] = entries.slice(at);
  if (stall?.do !== 'stall' || struck === undefined || !('node' in struck) || struck.node !== stall.node)
    return undefined;
  const kept = rest.findIndex((entry) => entry.do !== 'write' || entry.node !== stall.node);
  const last = rest[kept];
  const action = last?.do === 'begin' ? faults[last.fault]?.action : undefined;
  const [target] = action?.kind === 'crash' ? action.targets : [];
  return target?.select === 'node' && target.node === stall.node ? kept : undefined;
}

/** As a move has them: without what is the first option anyway. */
export function settled(choices: Choices = {}): Choices {
  return choicesOf(Object.entries(choices).flatMap(([label, list]) => list.map((picked) => ({ label, picked })))) ?? {};
}

/** A copy of the message stays under way. */
export function isDeliveredAgain(entry: Entry, later: readonly Entry[]): boolean {
  if (entry.do !== 'deliver') return false;
  return later.some((other) => {
    if (other.do !== 'deliver' || other.again !== true) return false;
    return other.node === entry.node && other.from === entry.from && equalPlain(other.message, entry.message);
  });
}

export function isMeant(
  plan: RunPlan,
  move: Move,
  entry: Entry,
  faults: Schedule['faults'],
  isCopied: boolean,
): move is NodeMove {
  if (move.happening === undefined || move.isCopy !== isCopied) return false;
  const { happening } = move;
  const { id } = plan.nodes[move.after.index]!;
  switch (entry.do) {
    case 'deliver':
      if (happening.do !== 'deliver' || entry.node !== id) return false;
      return plan.nodes[happening.from]!.id === entry.from && equalPlain(happening.message, entry.message);
    case 'timer':
      return happening.do === 'timer' && entry.node === id && happening.timer.name === entry.timer;
    case 'write':
      return happening.do === 'write' && entry.node === id;
    case 'begin':
    case 'end': {
      const action = faults[entry.fault]?.action;
      const [target] = action?.kind === 'crash' || action?.kind === 'restart' ? action.targets : [];
      if (target?.select !== 'node' || target.node !== id) return false;
      const isCrash = entry.do === 'begin' && action?.kind === 'crash';
      return happening.do === (isCrash ? 'crash' : 'restart');
    }
    default:
      return false;
  }
}
