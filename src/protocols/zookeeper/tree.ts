// The data tree: znodes and sessions, and what a transaction makes of them. Pure and deterministic: servers that apply the
// same transactions in the same order hold the same. Reads are in `tree-reads.ts`, watches in `watches.ts`.
//
// ZooKeeper's leader computes the outcome first and logs that; here the command is logged and the outcome computed where it
// is applied. As all apply in zxid order, clients cannot tell.
import { ownItem, type Plain } from '../../base/plain.ts';
import { withItem, withoutItem } from '../../base/sorted.ts';
import type { Duration } from '../../contract/time.ts';
import type { Zxid } from './zxid.ts';

/** The zxid of the transaction that opened it: unique for ever. */
export type SessionId = Zxid;

export type Znode = {
  readonly data: Plain;
  /** Changes of its data, and of its children. */
  readonly version: number;
  readonly cversion: number;
  readonly created: Zxid;
  readonly modified: Zxid;
  /** The session that it ends with; null if it stays. */
  readonly owner: SessionId | null;
  /** Names, in order. */
  readonly children: readonly string[];
};

export type Tree = {
  readonly nodes: { readonly [path: string]: Znode };
  /** Open sessions with their timeouts. */
  readonly sessions: { readonly [session: string]: Duration };
  /** How many sessions there were that are over. */
  readonly ended: number;
};

export type Command =
  | {
      readonly op: 'create';
      readonly path: string;
      readonly data: Plain;
      readonly isEphemeral: boolean;
      readonly isSequential: boolean;
    }
  /** `version` −1: whatever it is. */
  | { readonly op: 'delete'; readonly path: string; readonly version: number }
  | { readonly op: 'setData'; readonly path: string; readonly data: Plain; readonly version: number }
  | { readonly op: 'createSession'; readonly timeout: Duration }
  | { readonly op: 'closeSession'; readonly session: SessionId };

export type Failure = 'no-node' | 'node-exists' | 'bad-version' | 'not-empty' | 'no-children' | 'session-expired';

/**
 * `value`: data, a path, names or null, as the operation says. `version`: of the node's data, where there is one. `created`:
 * its czxid, where it was asked whether it exists, and does.
 */
export type Result =
  | { readonly ok: true; readonly value: Plain; readonly version: number; readonly created?: Zxid }
  | { readonly ok: false; readonly code: Failure };

/** What happened to a node, as watches tell it. */
export type NodeChange = {
  readonly type: 'created' | 'deleted' | 'changed' | 'children';
  readonly path: string;
};

type Applied = { readonly tree: Tree; readonly result: Result; readonly changes: readonly NodeChange[] };

const root: Znode = { data: null, version: 0, cversion: 0, created: 0, modified: 0, owner: null, children: [] };

export const emptyTree: Tree = { nodes: { '/': root }, sessions: {}, ended: 0 };

export function nodeAt(tree: Tree, path: string): Znode | undefined {
  return ownItem(tree.nodes, path);
}

export function isOpen(tree: Tree, session: SessionId): boolean {
  return Object.hasOwn(tree.sessions, session);
}

/** `session` asks for it; null where the leader does, which ends a session. */
export function applied(tree: Tree, command: Command, zxid: Zxid, session: SessionId | null): Applied {
  if (session !== null && !isOpen(tree, session)) return refused(tree, 'session-expired');
  switch (command.op) {
    case 'create':
      return create(tree, command, zxid, session);
    case 'delete':
      return remove(tree, command.path, command.version);
    case 'setData':
      return setData(tree, command, zxid);
    case 'createSession':
      return {
        tree: { ...tree, sessions: { ...tree.sessions, [zxid]: command.timeout } },
        result: { ok: true, value: zxid, version: 0 },
        changes: [],
      };
    case 'closeSession':
      return closeSession(tree, command.session);
  }
}

function refused(tree: Tree, code: Failure): Applied {
  return { tree, result: { ok: false, code }, changes: [] };
}

type Create = Extract<Command, { readonly op: 'create' }>;

function create(tree: Tree, command: Create, zxid: Zxid, session: SessionId | null): Applied {
  const parentPath = parentOf(command.path);
  const parent = nodeAt(tree, parentPath);
  if (parent === undefined) return refused(tree, 'no-node');
  if (parent.owner !== null) return refused(tree, 'no-children');
  // The number is that of the parent's changes, deletions too: so a name is never given twice.
  const path = command.isSequential ? `${command.path}${String(parent.cversion).padStart(10, '0')}` : command.path;
  if (nodeAt(tree, path) !== undefined) return refused(tree, 'node-exists');
  const owner = command.isEphemeral ? session : null;
  const { data } = command;
  const node = { data, version: 0, cversion: 0, created: zxid, modified: zxid, owner, children: [] };
  const children = withItem(parent.children, nameOf(path));
  const nodes = { ...tree.nodes, [parentPath]: { ...parent, cversion: parent.cversion + 1, children }, [path]: node };
  return {
    tree: { ...tree, nodes },
    result: { ok: true, value: path, version: 0 },
    changes: [
      { type: 'created', path },
      { type: 'children', path: parentPath },
    ],
  };
}

function remove(tree: Tree, path: string, version: number): Applied {
  const node = nodeAt(tree, path);
  if (node === undefined || path === '/') return refused(tree, 'no-node');
  if (version !== -1 && version !== node.version) return refused(tree, 'bad-version');
  if (node.children.length > 0) return refused(tree, 'not-empty');
  const parentPath = parentOf(path);
  const { [path]: _, ...others } = tree.nodes;
  const parent = others[parentPath]!;
  const children = withoutItem(parent.children, nameOf(path));
  const nodes = { ...others, [parentPath]: { ...parent, cversion: parent.cversion + 1, children } };
  return {
    tree: { ...tree, nodes },
    result: { ok: true, value: path, version: node.version },
    changes: [
      { type: 'deleted', path },
      { type: 'children', path: parentPath },
    ],
  };
}

type SetData = Extract<Command, { readonly op: 'setData' }>;

function setData(tree: Tree, { path, data, version }: SetData, zxid: Zxid): Applied {
  const node = nodeAt(tree, path);
  if (node === undefined) return refused(tree, 'no-node');
  if (version !== -1 && version !== node.version) return refused(tree, 'bad-version');
  const changed = { ...node, data, version: node.version + 1, modified: zxid };
  return {
    tree: { ...tree, nodes: { ...tree.nodes, [path]: changed } },
    result: { ok: true, value: data, version: changed.version },
    changes: [{ type: 'changed', path }],
  };
}

/** Its ephemeral nodes go with it, in the same transaction. */
function closeSession(tree: Tree, session: SessionId): Applied {
  if (!isOpen(tree, session)) return refused(tree, 'session-expired');
  const { [session]: _, ...sessions } = tree.sessions;
  let next: Tree = { ...tree, sessions, ended: tree.ended + 1 };
  const changes: NodeChange[] = [];
  for (const path of ephemeralsOf(tree, session)) {
    const step = remove(next, path, -1);
    next = step.tree;
    changes.push(...step.changes);
  }
  return { tree: next, result: { ok: true, value: session, version: 0 }, changes };
}

/** The paths of a session's ephemeral nodes, in order; of all sessions where none is named. */
export function ephemeralsOf({ nodes }: Tree, session?: SessionId): readonly string[] {
  const isOwned = ({ owner }: Znode) => (session === undefined ? owner !== null : owner === session);
  return Object.keys(nodes)
    .filter((path) => isOwned(nodes[path]!))
    .sort((a, b) => (a < b ? -1 : 1));
}

/** The data of each node, by its path without the first slash: the key of a register. */
export function heldBy({ nodes }: Tree): { readonly [key: string]: readonly Plain[] } {
  const paths = Object.keys(nodes).filter((path) => path !== '/');
  return Object.fromEntries(paths.map((path) => [path.slice(1), [nodes[path]!.data]]));
}

export function parentOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
