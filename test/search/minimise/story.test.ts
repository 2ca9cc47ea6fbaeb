// A story of a schedule that could not be made small: a capsule takes its end, and says so.
import { expect, test } from 'vitest';
import { ended } from '../../../src/search/minimise/story.ts';

test('of a long story the end is told, and how much is left out', () => {
  const sentences = Array.from({ length: 300 }, (_, at) => `Node n${String(at).padStart(3, '0')} sees a timer fire.`);
  const told = ended(sentences);
  // 28 characters and a space each: 275 of them fit into 8,000.
  expect(told.length).toBeLessThanOrEqual(8_100);
  expect(told.startsWith('Left out: the first 25 of 300 sentences. Node n025 ')).toBe(true);
  expect(told.endsWith(sentences[299]!)).toBe(true);
});

test('a short story is told as it is', () => {
  expect(ended(['One thing.', 'And another.'])).toBe('One thing. And another.');
});
