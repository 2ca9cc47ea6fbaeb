import { expect, test } from 'vitest';
import { RandomStream } from '../../src/base/random.ts';
import { bigMasks, INTEGER_SLOTS, integerMasks, type Masks } from '../../src/checkers/masks.ts';

/** Adds and removes slots at random, next to a Set that does the same; keys must differ exactly where the sets do. */
function isLikeASet<M>(masks: Masks<M>, slots: number): void {
  const random = new RandomStream('masks', String(slots));
  const keys = new Map<number | string, string>();
  const texts = new Set<string>();
  let mask = masks.empty;
  const truth = new Set<number>();
  for (let i = 0; i < 2_000; i++) {
    const slot = random.int(slots);
    const isAdded = random.int(2) === 0;
    mask = isAdded ? masks.with(mask, slot) : masks.without(mask, slot);
    if (isAdded) truth.add(slot);
    else truth.delete(slot);
    for (let other = 0; other < slots; other++) expect(masks.has(mask, other)).toBe(truth.has(other));
    for (const state of [0, 1, 2 ** 22 - 1, 2 ** 22, 2 ** 25]) {
      const text = `${state}:${[...truth].sort((a, b) => a - b)}`;
      keys.set(masks.key(state, mask), text);
      texts.add(text);
    }
  }
  expect(new Set(keys.values()).size).toBe(texts.size);
  expect(keys.size).toBe(texts.size);
}

test('integers hold 31 slots', () => isLikeASet(integerMasks, INTEGER_SLOTS));
test('bigints hold more', () => isLikeASet(bigMasks, 70));
