// Watches: a server remembers, for the clients connected to it, what they want to be told of, once. They end with the
// connection; clients set them anew elsewhere, and see by reading what they missed.
import type { NodeId } from '../../contract/ids.ts';
import type { NodeChange } from './tree.ts';
import type { Read } from './tree-reads.ts';

/** `data`: that the node comes, changes or goes. `children`: that its children do, or that it goes. */
export type Watch = { readonly client: NodeId; readonly path: string; readonly on: 'data' | 'children' };

/** A client watches the same thing at most once, however often it asked. */
export function withWatch(watches: readonly Watch[], client: NodeId, read: Read, hasNode: boolean): readonly Watch[] {
  // Who asks for what is not there gets a watch for its coming only from `exists`.
  if (!read.isWatched || (!hasNode && read.op !== 'exists')) return watches;
  const on = read.op === 'getChildren' ? 'children' : 'data';
  const { path } = read;
  const isKnown = watches.some((watch) => watch.client === client && watch.path === path && watch.on === on);
  return isKnown ? watches : [...watches, { client, path, on }];
}

export function withoutClient(watches: readonly Watch[], client: NodeId): readonly Watch[] {
  const kept = watches.filter((watch) => watch.client !== client);
  return kept.length === watches.length ? watches : kept;
}

/** Those that a change sets off are gone with it: one event, however much changes until the client asks again. */
export function fired(
  watches: readonly Watch[],
  change: NodeChange,
): { readonly fired: readonly Watch[]; readonly kept: readonly Watch[] } {
  const isFired = ({ path, on }: Watch) => path === change.path && concerns(change, on);
  if (!watches.some(isFired)) return { fired: [], kept: watches };
  return { fired: watches.filter(isFired), kept: watches.filter((watch) => !isFired(watch)) };
}

function concerns({ type }: NodeChange, on: Watch['on']): boolean {
  return on === 'children' ? type === 'children' || type === 'deleted' : type !== 'children';
}
