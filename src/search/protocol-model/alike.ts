// Whether handlers treat like nodes alike: each time moves are made, they are made once more for a node of another name,
// and must be the same but for the names. A protocol that gives n1 a part of its own is so caught.
import type { Plain, PlainRecord } from '../../base/plain.ts';
import { ModelError } from '../explore/index.ts';
import type { Happening } from './happening.ts';
import type { Made, Moves } from './moves.ts';
import type { MessageRecord, NodeMove } from './records.ts';
import type { Renaming } from './rename.ts';

export function checkAlike(moves: Moves, swap: Renaming, ids: readonly string[], made: Made): void {
  const { node, happening, message, own } = made;
  // A set of names as a sorted list is no such list any more when names are exchanged.
  const { state, disk } = node.checkpoint;
  const looked = [state ?? null, disk.durable, message?.message ?? null, own.map((each) => each.message)];
  if (hasListOf(looked, new Set(ids))) return;
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
  const [one, other] = [ids[node.index]!, ids[swap.to[node.index]!]!];
  throw new ModelError(
    `${one} and ${other} are not interchangeable: ${inWords(happening)} they do not do the same; explore without symmetry`,
  );
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

/** A list with two names of nodes in it, whose order may mean something or follow from the names. */
function hasListOf(value: Plain, names: ReadonlySet<string>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const items = Array.isArray(value) ? (value as readonly Plain[]) : Object.values(value as PlainRecord);
  const isList = Array.isArray(value) && items.filter((item) => names.has(item as string)).length > 1;
  return isList || items.some((item) => hasListOf(item, names));
}
