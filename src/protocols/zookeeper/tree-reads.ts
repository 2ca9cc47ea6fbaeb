// Reads of the data tree: answered by the server that a client is connected to, from what it has applied.
import { nodeAt, type Result, type Tree } from './tree.ts';

/** `isWatched`: the server is to tell, once, when the answer changes. */
export type Read = {
  readonly op: 'getData' | 'exists' | 'getChildren';
  readonly path: string;
  readonly isWatched: boolean;
};

export function readTree(tree: Tree, { op, path }: Read): Result {
  const node = nodeAt(tree, path);
  if (node === undefined)
    return op === 'exists' ? { ok: true, value: false, version: 0 } : { ok: false, code: 'no-node' };
  if (op === 'exists') return { ok: true, value: true, version: node.version, created: node.created };
  const { data, version, children, cversion } = node;
  return op === 'getData' ? { ok: true, value: data, version } : { ok: true, value: children, version: cversion };
}
