// φ accrual: when silence becomes improbable.
import { expect, test } from 'vitest';
import { seconds } from '../../../src/contract/time.ts';
import { heard, isNewer, isSuspect, newMember } from '../../../src/protocols/quorum/liveness.ts';

const regular = { generation: 1, version: 9, heardAt: 0, gaps: 100, gapSum: seconds(100), downSince: null };

test('of gaps of a second φ exceeds 8 after 8 · ln 10 = 18.42 s', () => {
  expect(isSuspect(regular, seconds(18.42), 8)).toBe(false);
  expect(isSuspect(regular, seconds(18.43), 8)).toBe(true);
});

test('a threshold of 12 is reached after 27.63 s', () => {
  expect(isSuspect(regular, seconds(27.63), 12)).toBe(false);
  expect(isSuspect(regular, seconds(27.64), 12)).toBe(true);
});

test('a gap is remembered, one of more than two intervals is not', () => {
  const beat = { generation: 1, version: 10 };
  expect(heard(regular, beat, seconds(2), seconds(1))).toMatchObject({ gaps: 101, gapSum: seconds(102) });
  expect(heard(regular, beat, seconds(2) + 1, seconds(1))).toMatchObject({ gaps: 100, gapSum: seconds(100) });
});

test('one that is not known yet is given the patience of gaps of two intervals', () => {
  const unknown = newMember(0, seconds(1));
  expect(isSuspect(unknown, seconds(36.84), 8)).toBe(false);
  expect(isSuspect(unknown, seconds(36.85), 8)).toBe(true);
});

test('of beats the later life is the newer, then the greater number', () => {
  const beat = { generation: 2, version: 5 };
  expect(isNewer({ generation: 3, version: 1 }, beat)).toBe(true);
  expect(isNewer({ generation: 2, version: 6 }, beat)).toBe(true);
  expect(isNewer(beat, beat)).toBe(false);
  expect(isNewer({ generation: 1, version: 9 }, beat)).toBe(false);
});
