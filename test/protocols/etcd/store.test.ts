import { describe, expect, test } from 'vitest';
import { ms, seconds } from '../../../src/contract/time.ts';
import { minTtl } from '../../../src/protocols/etcd/settings.ts';
import { evaluate, range } from '../../../src/protocols/etcd/store/evaluate.ts';
import { prefixEnd } from '../../../src/protocols/etcd/store/keys.ts';
import type { Answer, Comparison, Mutation, Put } from '../../../src/protocols/etcd/store/requests.ts';
import { emptyStore, eventsSince, type Store } from '../../../src/protocols/etcd/store/store.ts';

const MIN_TTL = seconds(2);

const put = (key: string, value: number, lease = 0): Put => ({ f: 'put', key, value, lease });
const remove = (key: string, end: string | null = null): Mutation => ({ f: 'delete', key, end });
const grant = (lease: number, ttl = seconds(10)): Mutation => ({ f: 'grant', lease, ttl });
const compact = (revision: number): Mutation => ({ f: 'compact', revision });

function storeAfter(...mutations: readonly Mutation[]): Store {
  return mutations.reduce((store, mutation) => evaluate(store, mutation, MIN_TTL).store, emptyStore);
}

const told = (store: Store, mutation: Mutation): Answer => evaluate(store, mutation, MIN_TTL).answer;
const one = (store: Store, key: string, revision = 0): Answer => range(store, { key, end: null, revision });

describe('revisions', () => {
  test('the empty store is at 1, and every request that changes something takes the next one', () => {
    expect(emptyStore.revision).toBe(1);
    expect(storeAfter(put('a', 1)).revision).toBe(2);
    expect(storeAfter(put('a', 1), put('b', 2), remove('a')).revision).toBe(4);
  });

  test('however many keys it changes', () => {
    const txn: Mutation = { f: 'txn', compare: [], success: [put('a', 1), put('b', 2)], failure: [] };
    const store = storeAfter(txn);
    expect(store.revision).toBe(2);
    expect(store.keys['a']?.modRevision).toBe(2);
    expect(store.keys['b']?.modRevision).toBe(2);
    expect(storeAfter(put('a', 1), put('b', 2), remove('a', 'c')).revision).toBe(4);
  });

  test('what changes nothing takes none', () => {
    const store = storeAfter(put('a', 1));
    const read: Mutation = {
      f: 'txn',
      compare: [],
      success: [{ f: 'range', key: 'a', end: null, revision: 0 }],
      failure: [],
    };
    for (const mutation of [remove('b'), read, grant(7), compact(2)]) {
      expect(evaluate(store, mutation, MIN_TTL).store.revision).toBe(2);
    }
  });

  test('a key keeps the revision of its creation until it is deleted, and counts its versions', () => {
    const kept = storeAfter(put('a', 1), put('a', 2)).keys['a'];
    expect(kept).toEqual({ value: 2, createRevision: 2, modRevision: 3, version: 2, lease: 0 });
    const anew = storeAfter(put('a', 1), remove('a'), put('a', 3)).keys['a'];
    expect(anew).toEqual({ value: 3, createRevision: 4, modRevision: 4, version: 1, lease: 0 });
  });
});

describe('ranges', () => {
  const store = storeAfter(put('a/1', 1), put('a/2', 2), put('b', 3), put('a/1', 4), remove('a/2'));

  test('a prefix is a range, in the order of keys', () => {
    const answer = range(store, { key: 'a/', end: prefixEnd('a/'), revision: 0 });
    expect(answer).toMatchObject({ revision: 6, found: [{ key: 'a/1', value: 4 }] });
  });

  test('an earlier revision shows what was there then', () => {
    const then = range(store, { key: 'a/', end: prefixEnd('a/'), revision: 4 });
    expect(then).toMatchObject({
      found: [
        { key: 'a/1', value: 1 },
        { key: 'a/2', value: 2 },
      ],
    });
  });

  test('a later one than the latest is refused', () => {
    expect(one(store, 'b', 6)).toMatchObject({ f: 'range' });
    expect(one(store, 'b', 7)).toMatchObject({ f: 'error', code: 'future-revision' });
  });

  test('a key named as what every object inherits is not there', () => {
    expect(one(store, 'constructor')).toMatchObject({ found: [] });
  });
});

describe('compaction', () => {
  const store = storeAfter(put('a', 1), put('a', 2), put('b', 3), compact(3), put('a', 4));

  test('keeps what was there at its revision, and all since', () => {
    expect(one(store, 'a', 3)).toMatchObject({ found: [{ value: 2 }] });
    expect(one(store, 'a', 4)).toMatchObject({ found: [{ value: 2 }] });
    expect(one(store, 'a', 2)).toMatchObject({ f: 'error', code: 'compacted' });
    expect(eventsSince(store, 3).map(({ revision }) => revision)).toEqual([3, 4, 5]);
  });

  test('goes neither back nor ahead of what is there', () => {
    expect(told(store, compact(3))).toMatchObject({ code: 'compacted' });
    expect(told(store, compact(5))).toMatchObject({ f: 'compact' });
    expect(told(store, compact(6))).toMatchObject({ code: 'future-revision' });
  });
});

describe('transactions', () => {
  const store = storeAfter(put('a', 5));
  const txn = (...compare: readonly Comparison[]): Mutation => ({
    f: 'txn',
    compare,
    success: [put('a', 6)],
    failure: [{ f: 'range', key: 'a', end: null, revision: 0 }],
  });
  const when = (target: Comparison['target'], to: number, is: Comparison['is'] = 'equal', key = 'a'): Comparison => ({
    key,
    target,
    is,
    to,
  });

  test.each([
    ['the value', when('value', 5), when('value', 6)],
    ['the revision of the last write', when('modRevision', 2), when('modRevision', 1)],
    ['the revision of the creation', when('createRevision', 2), when('createRevision', 0)],
    ['the version', when('version', 1), when('version', 2)],
    ['greater', when('value', 4, 'greater'), when('value', 5, 'greater')],
    ['less', when('value', 6, 'less'), when('value', 5, 'less')],
    ['not equal', when('value', 6, 'not-equal'), when('value', 5, 'not-equal')],
    [
      'a key that is not there has revision 0',
      when('modRevision', 0, 'equal', 'x'),
      when('modRevision', 1, 'equal', 'x'),
    ],
    ['and no value', when('version', 0, 'equal', 'x'), when('value', 0, 'equal', 'x')],
  ])('compare %s', (_what, holds, fails) => {
    expect(told(store, txn(holds))).toMatchObject({ succeeded: true, revision: 3 });
    expect(told(store, txn(fails))).toMatchObject({
      succeeded: false,
      revision: 2,
      steps: [{ found: [{ value: 5 }] }],
    });
    expect(told(store, txn(holds, fails))).toMatchObject({ succeeded: false });
  });

  test('later steps see what earlier ones wrote', () => {
    const steps: Mutation = {
      f: 'txn',
      compare: [],
      success: [put('a', 7), { f: 'range', key: 'a', end: null, revision: 0 }],
      failure: [],
    };
    expect(told(store, steps)).toMatchObject({ steps: [{ f: 'put' }, { found: [{ value: 7, modRevision: 3 }] }] });
  });

  test('one with a lease that is not there does nothing at all', () => {
    const half: Mutation = { f: 'txn', compare: [], success: [put('a', 7), put('b', 1, 9)], failure: [] };
    const { store: same, answer } = evaluate(store, half, MIN_TTL);
    expect(answer).toMatchObject({ f: 'error', code: 'lease-not-found' });
    expect(same).toBe(store);
  });
});

describe('leases', () => {
  test('are granted for one and a half election timeouts at least, in whole seconds', () => {
    expect(minTtl(ms(1000))).toBe(seconds(2));
    expect(minTtl(ms(2000))).toBe(seconds(3));
    expect(told(emptyStore, grant(7, seconds(1)))).toMatchObject({ lease: 7, ttl: seconds(2) });
    expect(told(emptyStore, grant(7, seconds(3)))).toMatchObject({ lease: 7, ttl: seconds(3) });
    expect(told(storeAfter(grant(7)), grant(7))).toMatchObject({ code: 'lease-exists' });
  });

  test('take their keys with them, all at one revision', () => {
    const store = storeAfter(grant(7), grant(8), put('a', 1, 7), put('b', 2, 7), put('c', 3, 8));
    const revoked = evaluate(store, { f: 'revoke', lease: 7 }, MIN_TTL).store;
    expect(Object.keys(revoked.keys)).toEqual(['c']);
    expect(revoked.revision).toBe(5);
    expect(Object.keys(revoked.leases)).toEqual(['8']);
    expect(told(revoked, { f: 'revoke', lease: 7 })).toMatchObject({ code: 'lease-not-found' });
  });

  test('a key that was put again without the lease stays', () => {
    const store = storeAfter(grant(7), put('a', 1, 7), put('a', 2), { f: 'revoke', lease: 7 });
    expect(store.keys['a']?.value).toBe(2);
  });

  test('a put under one that is not there is refused', () => {
    expect(told(emptyStore, put('a', 1, 7))).toMatchObject({ code: 'lease-not-found', revision: 1 });
  });
});
