// What a request does to the store: the state machine that Raft replicates. A request that changes something takes the
// next revision, one that changes nothing none (etcd: storeTxnWrite.end).
import { equalPlain, type Plain, type PlainRecord } from '../../../base/plain.ts';
import type { Duration } from '../../../contract/time.ts';
import { type StateMachine, stateMachine } from '../../kv/index.ts';
import { found, keyValue } from './keys.ts';
import type { Answer, Comparison, Mutation, Range, RefusalCode, Step } from './requests.ts';
import { compactedTo, emptyStore, keysAt, keysOf, type Store, withoutKeys, withPut } from './store.ts';

type Evaluated = { readonly store: Store; readonly answer: Answer };

/**
 * Leases shorter than `minTtl` are granted for that long. A read is no entry of this log: `read` only says that Raft lets
 * the member answer now, from what it holds (`../calls.ts`).
 */
export function etcdMachine(minTtl: Duration): StateMachine {
  return stateMachine<Store, Mutation & PlainRecord>({
    empty: emptyStore,
    evaluate(before, mutation) {
      const { store, answer } = evaluate(before, mutation, minTtl);
      return { values: store, result: { ok: true, value: answer } };
    },
    read: () => ({ ok: true, value: null }),
  });
}

export function evaluate(before: Store, mutation: Mutation, minTtl: Duration): Evaluated {
  const revision = before.revision + 1;
  const { store, answer } = carryOut(before, mutation, revision, minTtl);
  const hasChanged = store.history !== before.history && mutation.f !== 'compact';
  const after = hasChanged ? { ...store, revision } : store;
  return { store: after, answer: { ...answer, revision: after.revision } };
}

function carryOut(store: Store, mutation: Mutation, revision: number, minTtl: Duration): Evaluated {
  switch (mutation.f) {
    case 'put':
    case 'delete':
      return step(store, mutation, revision);
    case 'txn': {
      const succeeded = mutation.compare.every((comparison) => holds(store, comparison));
      const chosen = succeeded ? mutation.success : mutation.failure;
      // etcd checks the whole transaction before it begins: a part of one is never carried out.
      if (chosen.some((part) => lacksLease(store, part))) return refused(store, 'lease-not-found');
      return transacted(store, chosen, succeeded, revision);
    }
    case 'grant': {
      const { lease } = mutation;
      if (Object.hasOwn(store.leases, lease)) return refused(store, 'lease-exists');
      const ttl = Math.max(mutation.ttl, minTtl);
      const leases = { ...store.leases, [String(lease)]: { ttl } };
      return { store: { ...store, leases }, answer: { f: 'grant', lease, ttl, revision } };
    }
    case 'revoke':
      return revoked(store, mutation.lease, revision);
    case 'compact':
      if (mutation.revision <= store.compactRevision) return refused(store, 'compacted');
      if (mutation.revision > store.revision) return refused(store, 'future-revision');
      return { store: compactedTo(store, mutation.revision), answer: { f: 'compact', revision } };
  }
}

function transacted(before: Store, steps: readonly Step[], succeeded: boolean, revision: number): Evaluated {
  let store = before;
  const answers: Answer[] = [];
  for (const part of steps) {
    const done = step(store, part, revision);
    store = done.store;
    answers.push(done.answer);
  }
  return { store, answer: { f: 'txn', succeeded, steps: answers, revision } };
}

function step(store: Store, part: Step, revision: number): Evaluated {
  switch (part.f) {
    case 'range':
      return { store, answer: range(store, part) };
    case 'put':
      if (lacksLease(store, part)) return refused(store, 'lease-not-found');
      return {
        store: withPut(store, revision, part.key, part.value, part.lease),
        answer: { f: 'put', revision },
      };
    case 'delete': {
      const keys = found(store.keys, part).map(({ key }) => key);
      return { store: withoutKeys(store, revision, keys), answer: { f: 'delete', deleted: keys.length, revision } };
    }
  }
}

/** Its keys go with it, all at one revision. */
function revoked(store: Store, lease: number, revision: number): Evaluated {
  const { [String(lease)]: ended, ...leases } = store.leases;
  if (ended === undefined) return refused(store, 'lease-not-found');
  return {
    store: { ...withoutKeys(store, revision, keysOf(store, lease)), leases },
    answer: { f: 'revoke', revision },
  };
}

/** What a store holds of some keys, now or at an earlier revision. */
export function range(store: Store, { key, end, revision: asked }: Omit<Range, 'f'>): Answer {
  const { revision, compactRevision } = store;
  if (asked > revision) return { f: 'error', code: 'future-revision', revision };
  if (asked !== 0 && asked < compactRevision) return { f: 'error', code: 'compacted', revision };
  const keys = asked === 0 || asked === revision ? store.keys : keysAt(store, asked);
  return { f: 'range', found: found(keys, { key, end }), revision };
}

function lacksLease({ leases }: Store, part: Step): boolean {
  return part.f === 'put' && part.lease !== 0 && !Object.hasOwn(leases, part.lease);
}

function refused(store: Store, code: RefusalCode): Evaluated {
  return { store, answer: { f: 'error', code, revision: store.revision } };
}

/** A key that is not there has revisions and a version of 0, and no value that a comparison could hold of. */
function holds({ keys }: Store, { key, target, is, to }: Comparison): boolean {
  const kv = keyValue(keys, key);
  if (target === 'value' && kv === undefined) return false;
  const held = kv === undefined ? 0 : kv[target];
  switch (is) {
    case 'equal':
      return equalPlain(held, to);
    case 'not-equal':
      return !equalPlain(held, to);
    case 'greater':
      return isLess(to, held);
    case 'less':
      return isLess(held, to);
  }
}

/** Numbers by size, texts by code unit; of others none is less. */
function isLess(a: Plain, b: Plain): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  return typeof a === 'string' && typeof b === 'string' && a < b;
}
