// Sessions and keys: who may acquire and release, what counts acquisitions, and what the end of a session leaves behind.
import { describe, expect, test } from 'vitest';
import { seconds } from '../../../src/contract/time.ts';
import { emptyStore, entryOf, evaluate, type Store } from '../../../src/protocols/consul/index.ts';
import type { Mutation } from '../../../src/protocols/consul/requests.ts';

const session = (number: number, lockDelay = seconds(15)): Mutation => ({
  f: 'session-create',
  session: number,
  node: `c${number}`,
  isChecked: false,
  ttl: seconds(15),
  lockDelay,
});
const acquire = (by: number): Mutation => ({ f: 'acquire', key: 'lock', value: `c${by}`, session: by });
const release = (by: number): Mutation => ({ f: 'release', key: 'lock', session: by });
const destroy = (number: number): Mutation => ({ f: 'session-destroy', session: number });

function led(...mutations: readonly Mutation[]): { readonly store: Store; readonly answers: readonly unknown[] } {
  let store = emptyStore;
  const answers = mutations.map((mutation) => {
    const done = evaluate(store, mutation);
    store = done.store;
    return done.answer;
  });
  return { store, answers };
}

const sessions = [session(1), session(2)];
const entry = (...mutations: readonly Mutation[]) => entryOf(led(...sessions, ...mutations).store, 'lock');

describe('a key', () => {
  test('is held by one session', () => {
    const { answers } = led(...sessions, acquire(1), acquire(2));
    expect(answers.slice(2)).toEqual([
      { f: 'acquire', isDone: true, index: 3 },
      { f: 'acquire', isDone: false, index: 4 },
    ]);
  });

  test('is released by the session that holds it, and by no other', () => {
    expect(entry(acquire(1), release(2))?.session).toBe(1);
    expect(entry(acquire(1), release(1))?.session).toBe(0);
    expect(led(...sessions, acquire(1), release(2)).answers[3]).toMatchObject({ isDone: false });
  });

  test('counts its acquisitions, not those by the session that has it already', () => {
    expect(entry(acquire(1), acquire(1))?.lockIndex).toBe(1);
    expect(entry(acquire(1), release(1), acquire(2))?.lockIndex).toBe(2);
    expect(entry(acquire(1), destroy(1), acquire(2), release(2))?.lockIndex).toBe(2);
  });

  test('is not acquired by a session that is not there', () => {
    expect(led(session(1), acquire(2)).answers[1]).toEqual({ f: 'error', code: 'no-session', index: 2 });
  });
});

describe('the end of a session', () => {
  test('frees its keys, and leaves a lock-delay on them until they are acquired again', () => {
    const ended = led(...sessions, acquire(1), destroy(1)).store;
    expect(entryOf(ended, 'lock')).toMatchObject({ session: 0, modifyIndex: 4 });
    expect(ended.freed).toEqual({ lock: { index: 4, lockDelay: seconds(15) } });
    expect(led(...sessions, acquire(1), destroy(1), acquire(2)).store.freed).toEqual({});
  });

  test('leaves none where the key was released before', () => {
    expect(led(...sessions, acquire(1), release(1), destroy(1)).store.freed).toEqual({});
  });
});
