// A move as one line for people.
import { unreachable } from '../../base/assert.ts';
import type { RunPlan } from '../../kernel/plan.ts';
import type { Move, NodeMove } from './records.ts';

export function describeMove({ nodes }: RunPlan, move: Move): string {
  const id = (index: number) => nodes[index]!.id;
  if (move.happening === undefined) {
    const { message, from, to } = move.message;
    if (move.isDrop) return `${message.kind} from ${id(from)} finds ${id(to)} down`;
    return `${message.kind} from ${id(from)} to ${id(to)} is lost`;
  }
  const crash =
    move.kept === undefined ? '' : `, and crashes before ${move.kept === 0 ? 'it' : 'all of it'} is on its disk`;
  const copy = move.isCopy ? ', and a copy of it stays on its way' : '';
  return `${textOf(move, id)}${copy}${crash}`;
}

function textOf({ happening, after: { index } }: NodeMove, id: (index: number) => string): string {
  const node = id(index);
  switch (happening.do) {
    case 'start':
      return `${node} starts`;
    case 'deliver':
      return `${node} receives ${happening.message.kind} from ${id(happening.from)}`;
    case 'timer':
      return `${node}'s timer ${happening.timer.name} fires`;
    case 'write':
      return `the oldest write of ${node} is through`;
    case 'crash':
      return `${node} crashes`;
    case 'restart':
      return `${node} starts again`;
    default:
      return unreachable(happening);
  }
}
