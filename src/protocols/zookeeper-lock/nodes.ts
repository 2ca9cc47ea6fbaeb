// The nodes of a lock: below one parent, ephemeral and sequential, with a name of the client's own before the number.
//
//   /lock/c3.2-lock-0000000017      the second node of c3, the 18th change below the parent
import { ownItem } from '../../base/plain.ts';
import type { Tree } from '../zookeeper/index.ts';

export const PARENT = '/lock';
const NUMBER_LENGTH = 10;

/** The number follows. Without a name of its own a client cannot tell its node from those of others. */
export function prefixOf(client: string, made: number, guid: boolean): string {
  return `${PARENT}/${guid ? `${client}.${made}` : 'x'}-lock-`;
}

function numberOf(name: string): number {
  return Number(name.slice(-NUMBER_LENGTH));
}

/** The names in the order of their numbers: by the whole name, the client's own would come first. */
export function inOrder(names: readonly string[]): readonly string[] {
  return [...names].sort((a, b) => numberOf(a) - numberOf(b));
}

export function pathOf(name: string): string {
  return `${PARENT}/${name}`;
}

/** The client that made the lowest node (what a leader has proclaimed follows its name), by a server's own tree; and how many stand in the queue. */
export function holderOf(tree: Tree): string | null {
  const [lowest] = inOrder(ownItem(tree.nodes, PARENT)?.children ?? []);
  return lowest === undefined ? null : String(tree.nodes[pathOf(lowest)]!.data).replace(/#.*$/, '');
}

export function queueOf(tree: Tree): number {
  return ownItem(tree.nodes, PARENT)?.children.length ?? 0;
}
