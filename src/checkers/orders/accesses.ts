// A history of registers as reads and writes that know each other: which write each read returned. That is known only
// where a value that was read was written once; the levels weaker than linearizable are judged from it.
import type { Operation } from '../../contract/history.ts';
import type { Model, ModelOptions } from '../models/model.ts';

/** What a read returned that returned the value with which the key began. */
export const INITIAL = -1;

/** An operation that took effect. A compare-and-set reads and writes at once. */
export type Access = {
  readonly operation: Operation;
  /** Index into `sessions`. */
  readonly session: number;
  /** Position in its session. */
  readonly turn: number;
  /** Index into `keys`. */
  readonly key: number;
  /** The access whose value it returned, `INITIAL`, or undefined if it does not read. */
  readonly reads: number | undefined;
  readonly isWrite: boolean;
};

export type Accesses = {
  /** In the order of their invocations. */
  readonly all: readonly Access[];
  /** The accesses of each session in the order in which it made them. A process of the history is a session. */
  readonly sessions: readonly (readonly number[])[];
  readonly keys: readonly (string | undefined)[];
  /** For each key its writes. */
  readonly writes: readonly (readonly number[])[];
  /** Compare-and-sets that were observed to mismatch are left out: they name no write. */
  readonly hasMismatches: boolean;
};

/** A read of what was never written, or only by operations that failed. */
export type ThinAir = { readonly operation: Operation; readonly failed: readonly Operation[] };

export type AccessesResult =
  | { readonly kind: 'accesses'; readonly accesses: Accesses }
  | { readonly kind: 'thin-air'; readonly thinAir: ThinAir }
  /** The history does not say which write a read returned. */
  | { readonly kind: 'unknown'; readonly reason: string };

type Draft = Omit<Access, 'reads' | 'turn' | 'session'> & {
  readonly needs: string | undefined;
  readonly leaves: string | undefined;
};

export function accessesOf(
  operations: readonly Operation[],
  model: Model,
  initial: string,
  options: ModelOptions,
): AccessesResult {
  const keys = [...new Set(operations.map(({ key }) => key))];
  const keyIds = new Map(keys.map((key, id) => [key, id]));
  const drafts: Draft[] = [];
  let hasMismatches = false;
  for (const operation of operations) {
    const act = model.act(operation, options);
    if (act === undefined) continue;
    const { from, to, isReadOnly } = act;
    if (isReadOnly && from === undefined) {
      hasMismatches = true;
      continue;
    }
    if (!isReadOnly && to === undefined) return unknown(`${model.name} is no model of single reads and writes`);
    const key = keyIds.get(operation.key)!;
    drafts.push({ operation, key, isWrite: !isReadOnly, needs: from, leaves: isReadOnly ? undefined : to });
  }
  const failed = operations.filter(({ outcome }) => outcome === 'fail');
  return linked({ drafts: thatHappened(drafts, initial), keys, initial, hasMismatches }, (read) =>
    failed.filter(
      (each) => each.key === read.operation.key && model.act({ ...each, outcome: 'info' }, options)?.to === read.needs,
    ),
  );
}

/**
 * An unknown operation took effect if its value was read by one that did; nobody could tell the others from what never
 * happened. One that needed a value which was never there did not take effect.
 */
function thatHappened(drafts: readonly Draft[], initial: string): readonly Draft[] {
  const needed = new Set<string>();
  const kept = new Set<Draft>();
  for (let hasGrown = true; hasGrown; ) {
    hasGrown = false;
    for (const draft of drafts) {
      const { operation, key, needs, leaves } = draft;
      if (kept.has(draft) || (operation.outcome !== 'ok' && !needed.has(`${key} ${leaves}`))) continue;
      kept.add(draft);
      if (needs !== undefined) needed.add(`${key} ${needs}`);
      hasGrown = true;
    }
  }
  const left = new Set([...kept].map(({ key, leaves }) => `${key} ${leaves}`));
  const isPossible = ({ operation, key, needs }: Draft) =>
    operation.outcome === 'ok' || needs === undefined || needs === initial || left.has(`${key} ${needs}`);
  const possible = drafts.filter((draft) => !kept.has(draft) || isPossible(draft));
  return possible.length === drafts.length
    ? drafts.filter((draft) => kept.has(draft))
    : thatHappened(possible, initial);
}

type Drafts = Pick<Accesses, 'keys' | 'hasMismatches'> & {
  readonly drafts: readonly Draft[];
  readonly initial: string;
};

function linked(
  { drafts, keys, initial, hasMismatches }: Drafts,
  failedWritesOf: (read: Draft) => readonly Operation[],
): AccessesResult {
  const writers = new Map<string, number[]>();
  drafts.forEach(({ key, leaves }, id) => {
    if (leaves === undefined) return;
    const value = `${key} ${leaves}`;
    writers.set(value, [...(writers.get(value) ?? []), id]);
  });
  const sessions = new Map<number, { readonly id: number; readonly accesses: number[] }>();
  const writes = keys.map((): number[] => []);
  const all: Access[] = [];
  for (const [id, draft] of drafts.entries()) {
    const { operation, key, isWrite, needs } = draft;
    const session = sessions.get(operation.process) ?? { id: sessions.size, accesses: [] };
    sessions.set(operation.process, session);
    let reads: number | undefined;
    if (needs !== undefined) {
      const found = (writers.get(`${key} ${needs}`) ?? []).filter((writer) => writer !== id);
      if (needs === initial) found.push(INITIAL);
      if (found.length === 0) return { kind: 'thin-air', thinAir: { operation, failed: failedWritesOf(draft) } };
      if (found.length > 1) return unknown(ambiguity(needs, found.length, found.includes(INITIAL), keys[key]));
      reads = found[0]!;
    }
    all.push({ operation, session: session.id, turn: session.accesses.length, key, reads, isWrite });
    session.accesses.push(id);
    if (isWrite) writes[key]!.push(id);
  }
  const inSessions = [...sessions.values()].map(({ accesses }) => accesses);
  return { kind: 'accesses', accesses: { all, sessions: inSessions, keys, writes, hasMismatches } };
}

function ambiguity(value: string, count: number, isInitial: boolean, key: string | undefined): string {
  const where = key === undefined ? '' : ` of ${JSON.stringify(key)}`;
  const times = isInitial ? 'is also the value at the beginning' : `was written ${count} times`;
  return `a read returned ${value}${where}, which ${times}: which write it returned cannot be told`;
}

function unknown(reason: string): AccessesResult {
  return { kind: 'unknown', reason };
}
