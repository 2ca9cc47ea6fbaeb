// The register workload, as requests to ZooKeeper: a key is a node below the root, and its version is what a
// compare-and-set compares. Some take two steps, as a recipe does.
import type { Plain } from '../../../base/plain.ts';
import type { AnyProtocol } from '../../../contract/protocol.ts';
import type { Workload } from '../../../contract/system.ts';
import { type Choices, choicesOf, isFresh, numberOf } from '../../kv/index.ts';
import type { Operation } from '../client-messages.ts';
import type { Result } from '../tree.ts';
import { type Script, scriptClient } from './client.ts';
import type { ClientSettings } from './link.ts';

type Asked =
  | { readonly f: 'read'; readonly key: string }
  | { readonly f: 'write'; readonly key: string; readonly value: Plain }
  | { readonly f: 'cas'; readonly key: string; readonly from: Plain; readonly to: Plain };

/** What a client knows of a key: its value, and the version that has it. Null: there is no node yet. */
type Seen = { readonly value: Plain; readonly version: number } | null;

type End =
  | { readonly step: Operation }
  | { readonly ok: Plain; readonly seen: Seen }
  | { readonly fail: 'cas-mismatch' | 'unavailable' };

type Memory = { readonly [key: string]: Seen };

export function registerClient(workload: Workload, settings: ClientSettings): AnyProtocol {
  const choices = choicesOf(workload);
  return scriptClient(scriptOf([choices, choices], settings), workload, settings);
}

/** c1, c3, … only read, c2, c4, … only write. */
export function readersAndWriters(workload: Workload, settings: ClientSettings): AnyProtocol {
  const writes = choicesOf({ ...workload, reads: { numerator: 0, denominator: 1 } });
  const reads = choicesOf({ ...workload, reads: { numerator: 1, denominator: 1 } });
  return scriptClient(scriptOf([writes, reads], settings), workload, settings);
}

/** `choices` for clients of even and of odd number. */
function scriptOf(choices: readonly [Choices, Choices], { isSynced }: ClientSettings): Script<Asked, Memory> {
  return {
    name: 'zookeeper-client',
    memory: {},
    next(number, { memory }, ctx) {
      const values = Object.fromEntries(Object.entries(memory).map(([key, seen]) => [key, seen?.value ?? null]));
      const asked = choices[numberOf(ctx.self) % 2]!.next(number, values, ctx);
      const { f, key } = asked;
      const value = f === 'read' ? null : f === 'write' ? asked.value : [asked.from, asked.to];
      return { asked, invocation: { f, key, value }, step: firstStep(asked, memory[key] ?? null, isSynced) };
    },
    after(asked, step, result, { memory }, ctx) {
      const end = ended(asked, step, result);
      if ('step' in end) return end;
      // Nobody asks for a key of its own again, and a thousand of them are too many to carry along.
      const isForgotten = isFresh(asked.key, ctx.self);
      const next = isForgotten ? memory : { ...memory, [asked.key]: 'ok' in end ? end.seen : null };
      return 'ok' in end ? { ok: end.ok, memory: next } : { fail: end.fail, memory: next };
    },
    again: (asked) => (asked.f === 'read' ? firstStep(asked, null, isSynced) : null),
  };
}

function firstStep(asked: Asked, seen: Seen, isSynced: boolean): Operation {
  switch (asked.f) {
    case 'read':
      return isSynced ? { op: 'sync' } : getData(asked.key);
    case 'write':
      return seen === null ? create(asked.key, asked.value) : setData(asked.key, asked.value, -1);
    case 'cas':
      return seen === null ? create(asked.key, asked.to) : setData(asked.key, asked.to, seen.version);
  }
}

function ended(asked: Asked, step: Operation, result: Result): End {
  if (!result.ok && result.code === 'session-expired') return { fail: 'unavailable' };
  if (step.op === 'sync') return { step: getData(asked.key) };
  if (asked.f === 'read') return wasRead(result);
  if (result.ok) return wasWritten(asked, result.version);
  if (asked.f === 'cas') return { fail: 'cas-mismatch' };
  // Somebody was faster to make the node, or to delete it.
  return { step: step.op === 'create' ? setData(asked.key, asked.value, -1) : create(asked.key, asked.value) };
}

function wasRead(result: Result): End {
  if (!result.ok) return { ok: null, seen: null };
  const { value, version } = result;
  return { ok: value, seen: { value, version } };
}

function wasWritten(asked: Exclude<Asked, { readonly f: 'read' }>, version: number): End {
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
