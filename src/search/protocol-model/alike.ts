// Whether handlers and monitors treat like nodes alike: whatever is computed is computed once more for each other way to
// name the nodes, and must be the same but for the names. What is explored with symmetry is so known to stand for the
// rest: a protocol that gives n1 a part of its own, and a monitor that does, are caught before a verdict is.
import type { NodePlan } from '../../kernel/plan.ts';
import { ModelError } from '../explore/index.ts';
import type { Happening } from './happening.ts';
import type { KnownChange, Memories, Memory, Observed } from './memories.ts';
import type { Made, Moves } from './moves.ts';
import type { MessageRecord, NodeMove } from './records.ts';
import type { Renaming } from './rename.ts';

export function checkAlike(moves: Moves, swap: Renaming, ids: readonly string[], made: Made): void {
  const { node, happening, message, own } = made;
  const exchanged = (record: MessageRecord) => swap.message(record);
  const others = moves.make(
    swap.node(node),
    swap.happening(happening),
    message && exchanged(message),
    own.map(exchanged),
  );
  const expected = made.moves.map((move) => keyOf(move, swap.node(move.after).id, move.sent.map(exchanged)));
  const found = others.map((move) => keyOf(move, move.after.id, move.sent));
  if (expected.sort().join() === found.sort().join()) return;
  throw new ModelError(
    `${exchangedIds(swap, ids)} are not interchangeable: ${inWords(happening)} they do not do the same; explore without symmetry`,
  );
}

export function checkObservedAlike(
  memories: Memories,
  swap: Renaming,
  nodes: readonly NodePlan[],
  [memory, change, observed]: readonly [Memory, KnownChange, Observed],
): void {
  const node = nodes[swap.to[nodes.findIndex(({ id }) => id === change.node.id)]!]!;
  const other = memories.observed(swap.memory(memory), memories.change(node, swap.change(change)));
  const properties = ({ violations }: Observed) =>
    violations
      .map(({ property }) => property)
      .sort()
      .join();
  const isAlike = swap.memory(observed.memory).id === other.memory.id && properties(observed) === properties(other);
  if (isAlike) return;
  const ids = nodes.map(({ id }) => id);
  throw new ModelError(
    `${exchangedIds(swap, ids)} are not interchangeable: a monitor does not judge them alike; explore without symmetry`,
  );
}

/** The nodes that do not keep their names. */
function exchangedIds({ to }: Renaming, ids: readonly string[]): string {
  const moved = ids.filter((_, index) => to[index] !== index);
  return `${moved.slice(0, -1).join(', ')} and ${moved.at(-1)}`;
}

function keyOf({ costs, kept, stop }: NodeMove, after: number, sent: readonly MessageRecord[]): string {
  const messages = sent.map(({ id }) => id).sort((a, b) => a - b);
  return JSON.stringify([after, messages, costs, kept ?? -1, stop?.ending ?? '']);
}

function inWords(happening: Happening): string {
  switch (happening.do) {
    case 'deliver':
      return `given ${happening.message.kind}`;
    case 'timer':
      return `when the timer ${happening.timer.name} fires`;
    case 'restart':
      return 'when they start again';
    default:
      return 'in the same state';
  }
}
