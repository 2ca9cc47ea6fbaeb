// What the minimiser tries to leave out together: of a schedule the positions of entries that belong together.
import type { Plain } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Entry } from '../../kernel/index.ts';

export type Group = readonly number[];

/** For each node all that happens at it, and what it sends; the node with the least first. */
export function byNode(entries: readonly Entry[]): readonly Group[] {
  const groups = new Map<NodeId, number[]>();
  for (const [at, entry] of entries.entries()) for (const node of nodesOf(entry)) put(groups, node, at);
  return [...groups.values()].sort((a, b) => a.length - b.length);
}

/** For each fault its beginning and its end. */
export function byFault(entries: readonly Entry[]): readonly Group[] {
  const groups = new Map<number, number[]>();
  for (const [at, entry] of entries.entries()) {
    if (entry.do === 'begin' || entry.do === 'end') put(groups, entry.fault, at);
  }
  return [...groups.values()];
}

/** Numbers by which protocols count their eras: all messages of one go together. */
const eras = ['term', 'epoch', 'view', 'ballot', 'round', 'generation'];

/** For each era the messages that carry it; the one with the least first. */
export function byEra(entries: readonly Entry[]): readonly Group[] {
  const groups = new Map<string, number[]>();
  for (const [at, entry] of entries.entries()) {
    if (entry.do !== 'deliver') continue;
    for (const era of eras) {
      const value: Plain | undefined = entry.message[era];
      if (typeof value === 'number') put(groups, `${era} ${value}`, at);
    }
  }
  return [...groups.values()].sort((a, b) => a.length - b.length);
}

/** For each client what it does from one of its timers to the next: about an operation. */
export function byOperation(entries: readonly Entry[], clients: ReadonlySet<NodeId>): readonly Group[] {
  const groups: number[][] = [];
  const open = new Map<NodeId, number[]>();
  for (const [at, entry] of entries.entries()) {
    const client = nodesOf(entry).find((node) => clients.has(node));
    if (client === undefined) continue;
    const begins = entry.do === 'timer' || !open.has(client);
    const group = begins ? [] : open.get(client)!;
    if (begins) {
      open.set(client, group);
      groups.push(group);
    }
    group.push(at);
  }
  return groups.reverse();
}

/** For each kind of message or timer all of it: heartbeats go at one stroke. */
export function byKind(entries: readonly Entry[]): readonly Group[] {
  const groups = new Map<string, number[]>();
  for (const [at, entry] of entries.entries()) {
    if (entry.do === 'deliver') put(groups, `deliver ${entry.message.kind}`, at);
    else if (entry.do === 'timer') put(groups, `timer ${entry.timer}`, at);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length);
}

const SHARES = [2, 3, 4, 5, 6, 8, 12];

/**
 * Of what repeats a share, the same of everything: where a loop goes round twelve times, and six would do, no part of it
 * can go by itself. A share of a half, a third, … of each kind of message on each link, and of each timer: the last of
 * them, the first, or those in the middle.
 */
export function shares(entries: readonly Entry[]): readonly Group[] {
  const kinds = new Map<string, number[]>();
  for (const [at, entry] of entries.entries()) {
    if (entry.do === 'deliver') put(kinds, `${entry.from}>${entry.node} ${entry.message.kind}`, at);
    else if (entry.do === 'timer') put(kinds, `${entry.node} ${entry.timer}`, at);
  }
  const repeated = [...kinds.values()];
  return SHARES.flatMap((share) =>
    ([1, 0, 0.5] as const).map((from) =>
      repeated.flatMap((list) => {
        const count = Math.floor(list.length / share);
        const first = Math.floor((list.length - count) * from);
        return list.slice(first, first + count);
      }),
    ),
  );
}

/** Spans of a size, from the end to the beginning: what is left out late changes nothing of what comes before. */
export function spans(length: number, size: number): readonly Group[] {
  const groups: number[][] = [];
  for (let to = length; to > 0; to -= size) {
    const from = Math.max(0, to - size);
    groups.push(Array.from({ length: to - from }, (_, i) => from + i));
  }
  return groups;
}

/** Every span of every length, wherever it begins: the longest first. What a client had done long before may go so. */
export function* windows(length: number): Generator<Group> {
  for (let size = length - 1; size > 1; size--) {
    for (let from = length - size; from >= 0; from--) yield Array.from({ length: size }, (_, i) => from + i);
  }
}

/** Every two entries. */
export function* pairs(length: number): Generator<Group> {
  for (let second = length - 1; second > 0; second--) {
    for (let first = second - 1; first >= 0; first--) yield [first, second];
  }
}

function nodesOf(entry: Entry): readonly NodeId[] {
  if (entry.do === 'deliver' || entry.do === 'reset')
    return entry.from === entry.node ? [entry.node] : [entry.node, entry.from];
  return 'node' in entry ? [entry.node] : [];
}

function put<K>(map: Map<K, number[]>, key: K, at: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [at]);
  else list.push(at);
}
