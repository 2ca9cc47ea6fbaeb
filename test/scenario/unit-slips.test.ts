// Units as people write them: what was meant is named.
import { expect, test } from 'vitest';
import { parseDuration, parseRange, parseRate, parseRatio } from '../../src/scenario/units.ts';

const guess = (parsed: object): string | undefined =>
  /\(did you mean "(.*)"\?\)$/.exec('problem' in parsed ? String(parsed.problem) : '')?.[1];

test.each([
  ['10sec', '10s'],
  ['10 s', '10s'],
  ['5 Minutes', '5m'],
  ['100MS', '100ms'],
  ['1,5s', '1.5s'],
  ['.5s', '0.5s'],
  ['20µs', '20us'],
  ['1hr', '1h'],
])('the duration %s is %s', (written, meant) => {
  expect(guess(parseDuration(written))).toBe(meant);
});

test.each([
  ['1ms-2ms', '1ms..2ms'],
  ['1..2ms', '1ms..2ms'],
  ['1 ms to 2 msec', '1ms..2ms'],
  ['0.5ms...2ms', '0.5ms..2ms'],
])('the range %s is %s', (written, meant) => {
  expect(guess(parseRange(written))).toBe(meant);
});

test.each([
  ['50 percent', '50%'],
  ['50 %', '50%'],
  ['0,5%', '0.5%'],
])('the share %s is %s', (written, meant) => {
  expect(guess(parseRatio(written))).toBe(meant);
});

test.each([
  ['50/sec', '50/s'],
  ['50 per minute', '50/m'],
  ['50rps', '50/s'],
  ['50 ops/s', '50/s'],
])('the rate %s is %s', (written, meant) => {
  expect(guess(parseRate(written))).toBe(meant);
});

test('nothing is guessed where nothing is near, or the guess would be refused too', () => {
  for (const text of ['soon', '-1s', '5', '10 days', '', 's', `${'9'.repeat(50)} sec`]) {
    expect(guess(parseDuration(text)), text).toBeUndefined();
  }
  expect(guess(parseRange('2ms-1ms'))).toBeUndefined();
  expect(guess(parseRatio('150 %'))).toBeUndefined();
});
