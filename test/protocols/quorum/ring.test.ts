// Placement: which nodes hold a key, and what a new node changes.
import { expect, test } from 'vitest';
import { preferenceList, ringOf } from '../../../src/protocols/quorum/index.ts';

const five = ['n1', 'n2', 'n3', 'n4', 'n5'];
const keys = Array.from({ length: 2_000 }, (_, index) => `k${index}`);

test('the preference list of a key is all nodes, each once, whatever their order', () => {
  const list = preferenceList(ringOf(16)(five), 'k0');
  expect([...list].sort()).toEqual(five);
  expect(preferenceList(ringOf(16)([...five].reverse()), 'k0')).toEqual(list);
});

test('so many of a preference list are its first ones; more than there are, all', () => {
  const list = preferenceList(ringOf(16)(five), 'k0');
  for (const count of [0, 1, 3, 5]) expect(preferenceList(ringOf(16)(five), 'k0', count)).toEqual(list.slice(0, count));
  expect(preferenceList(ringOf(16)(five), 'k0', 9)).toEqual(list);
});

test('a node that joins takes keys from others and moves none between them', () => {
  const before = ringOf(16)(five);
  const after = ringOf(16)([...five, 'n6']);
  for (const key of keys) {
    expect(preferenceList(after, key).filter((node) => node !== 'n6')).toEqual(preferenceList(before, key));
  }
});

test('with 256 tokens each of five nodes is the first of a fifth of the keys, more or less', () => {
  const ring = ringOf(256)(five);
  const firsts = keys.map((key) => preferenceList(ring, key)[0]);
  for (const node of five) {
    const share = firsts.filter((first) => first === node).length / keys.length;
    // A sum of 256 gaps, each with a deviation of its own size: 20 % ± 1.1 %, and ± 0.9 % for 2,000 keys. Four times that.
    expect(Math.abs(share - 0.2)).toBeLessThan(0.06);
  }
});
