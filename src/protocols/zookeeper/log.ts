// The transaction log: entries in the order of their zxids, after a snapshot of what came before them. No messages, no
// roles. Positions count from 1 over the whole history, those under the snapshot included.
import { countWhile } from '../../base/halving.ts';
import { append, appendAll, at, emptyList, last, type PagedList, slice, take } from '../../base/paged-list.ts';
import type { NodeId } from '../../contract/ids.ts';
import { applied, type Command, emptyTree, type SessionId, type Tree } from './tree.ts';
import type { Zxid } from './zxid.ts';

/** The request behind an entry: the server that took it answers when it applies it. */
export type Origin = {
  readonly server: NodeId;
  readonly client: NodeId;
  /** Of the client's connection; its number of the request in it. */
  readonly connection: number;
  readonly xid: number;
  /** Null while a session is being opened. */
  readonly session: SessionId | null;
};

/** `origin` is null where the leader itself ends a session. */
export type Entry = { readonly zxid: Zxid; readonly command: Command; readonly origin: Origin | null };

/** `tree` is what the first `base` entries, the last of them `baseZxid`, led to. */
export type Log = {
  readonly base: number;
  readonly baseZxid: Zxid;
  readonly tree: Tree;
  readonly entries: PagedList<Entry>;
};

export const emptyLog: Log = { base: 0, baseZxid: 0, tree: emptyTree, entries: emptyList() };

export function lastPosition({ base, entries }: Log): number {
  return base + entries.length;
}

export function lastZxid({ baseZxid, entries }: Log): Zxid {
  return last(entries)?.zxid ?? baseZxid;
}

/** Undefined after the last entry, and under the snapshot. */
export function entryAt({ base, entries }: Log, position: number): Entry | undefined {
  return at(entries, position - base - 1);
}

/** The zxid at a position; undefined after the last entry, and under the snapshot. */
export function zxidAt(log: Log, position: number): Zxid | undefined {
  return position === log.base ? log.baseZxid : entryAt(log, position)?.zxid;
}

/** The position of the last entry that is not after `zxid`; that of the snapshot if none is. */
export function positionOf(log: Log, zxid: Zxid): number {
  return log.base + countWhile(log.entries.length, (position) => at(log.entries, position)!.zxid <= zxid);
}

export function entriesAfter({ base, entries }: Log, position: number): readonly Entry[] {
  return slice(entries, position - base);
}

export function withEntry(log: Log, entry: Entry): Log {
  return { ...log, entries: append(log.entries, entry) };
}

export function withEntries(log: Log, entries: readonly Entry[]): Log {
  return entries.length === 0 ? log : { ...log, entries: appendAll(log.entries, entries) };
}

/** The log without what comes after a position. */
export function truncated(log: Log, position: number): Log {
  const entries = take(log.entries, Math.max(0, position - log.base));
  return entries === log.entries ? log : { ...log, entries };
}

/** What the entries up to a position lead to, from the snapshot on: as after a start. */
export function treeAt(log: Log, position: number): Tree {
  let { tree } = log;
  for (const { command, zxid, origin } of slice(log.entries, 0, position - log.base)) {
    tree = applied(tree, command, zxid, origin?.session ?? null).tree;
  }
  return tree;
}
