// The operations on a register as requests to ZooKeeper: a key is a node below the root, and its version is what a
// compare-and-set compares. Some take two steps, as a recipe does.
import type { Plain } from '../../../base/plain.ts';
import type { Operation } from '../client-messages.ts';
import type { Result } from '../tree.ts';

export type Asked =
  | { readonly f: 'read'; readonly key: string }
  | { readonly f: 'write'; readonly key: string; readonly value: Plain }
  | { readonly f: 'cas'; readonly key: string; readonly from: Plain; readonly to: Plain };

/** What a client knows of a key: its value, and the version that has it. Null: there is no node yet. */
export type Seen = { readonly value: Plain; readonly version: number } | null;

export type After =
  | { readonly step: Operation }
  | { readonly ok: Plain; readonly seen: Seen }
  | { readonly fail: 'cas-mismatch' | 'unavailable' };

export function firstStep(asked: Asked, seen: Seen, isSynced: boolean): Operation {
  switch (asked.f) {
    case 'read':
      return isSynced ? { op: 'sync' } : getData(asked.key);
    case 'write':
      return seen === null ? create(asked.key, asked.value) : setData(asked.key, asked.value, -1);
    case 'cas':
      return seen === null ? create(asked.key, asked.to) : setData(asked.key, asked.to, seen.version);
  }
}

export function after(asked: Asked, step: Operation, result: Result): After {
  if (!result.ok && result.code === 'session-expired') return { fail: 'unavailable' };
  if (step.op === 'sync') return { step: getData(asked.key) };
  if (asked.f === 'read') return wasRead(result);
  if (result.ok) return wasWritten(asked, result.version);
  if (asked.f === 'cas') return { fail: 'cas-mismatch' };
  // Somebody was faster to make the node, or to delete it.
  return { step: step.op === 'create' ? setData(asked.key, asked.value, -1) : create(asked.key, asked.value) };
}

function wasRead(result: Result): After {
  if (!result.ok) return { ok: null, seen: null };
  const { value, version } = result;
  return { ok: value, seen: { value, version } };
}

function wasWritten(asked: Exclude<Asked, { readonly f: 'read' }>, version: number): After {
  if (asked.f === 'write') return { ok: asked.value, seen: { value: asked.value, version } };
  return { ok: [asked.from, asked.to], seen: { value: asked.to, version } };
}

function getData(key: string): Operation {
  return { op: 'getData', path: `/${key}`, isWatched: false };
}

function create(key: string, data: Plain): Operation {
  return { op: 'create', path: `/${key}`, data, isEphemeral: false, isSequential: false };
}

function setData(key: string, data: Plain, version: number): Operation {
  return { op: 'setData', path: `/${key}`, data, version };
}
