import { describe, expect, test } from 'vitest';
import { parseDuration, parseRange, parseRate, parseRatio } from '../../src/scenario/units.ts';
import { durationText, percentText, ratioText } from '../../src/scenario/words.ts';

const problemOf = (parsed: { value: unknown } | { problem: string }) => ('problem' in parsed ? parsed.problem : parsed);

describe('durations are whole microseconds', () => {
  test.each([
    ['0s', 0],
    ['500us', 500],
    ['0.5ms', 500],
    ['2s', 2_000_000],
    ['1m', 60_000_000],
    ['24h', 86_400_000_000],
    // 1.005 × 1000 is 1004.9999999999999 in floating point.
    ['1.005ms', 1_005],
    // 0.3 and 4.35 have no exact binary form either.
    ['0.3ms', 300],
    ['4.35s', 4_350_000],
    ['0.000001s', 1],
    ['007ms', 7_000],
  ])('%s is %d µs', (text, us) => {
    expect(parseDuration(text)).toEqual({ value: us });
  });

  test.each([
    ['2', 'found "2", expected a duration such as 150ms, 2s or 1m'],
    ['2 s', 'found "2 s", expected a duration such as 150ms, 2s or 1m (did you mean "2s"?)'],
    ['-1s', 'found "-1s", expected a duration such as 150ms, 2s or 1m'],
    ['.5s', 'found ".5s", expected a duration such as 150ms, 2s or 1m (did you mean "0.5s"?)'],
    ['1e3ms', 'found "1e3ms", expected a duration such as 150ms, 2s or 1m'],
    ['1.0005ms', '"1.0005ms" is not a whole number of microseconds: expected a duration such as 150ms, 2s or 1m'],
    ['24.1h', '"24.1h" is longer than a day: expected at most 24h'],
    ['1000000000000000000s', '"1000000000000000000s" has too many digits: expected a duration such as 150ms, 2s or 1m'],
  ])('%s is refused', (text, problem) => {
    expect(problemOf(parseDuration(text))).toBe(problem);
  });

  test.each([0, 7, 999, 1_500, 150_000, 999_999, 2_500_000, 60_000_000, 86_400_000_000])(
    '%d µs is shown exactly',
    (us) => {
      expect(parseDuration(durationText(us))).toEqual({ value: us });
    },
  );
});

test('a range has two ends, a single duration is both', () => {
  expect(parseRange('0.5ms..2ms')).toEqual({ value: { min: 500, max: 2_000 } });
  expect(parseRange('2ms')).toEqual({ value: { min: 2_000, max: 2_000 } });
  expect(problemOf(parseRange('2ms..0.5ms'))).toBe('the range "2ms..0.5ms" runs backwards: write 0.5ms..2ms');
  expect(problemOf(parseRange('1ms..2ms..3ms'))).toContain('found "1ms..2ms..3ms", expected');
  expect(problemOf(parseRange('1ms..'))).toContain('found "1ms..", expected');
  expect(problemOf(parseRange('1ms..1.0005ms'))).toContain('"1.0005ms" is not a whole number of microseconds');
});

describe('shares are reduced ratios of integers', () => {
  test.each([
    ['0%', 0, 1],
    ['50%', 1, 2],
    ['0.5%', 1, 200],
    ['100%', 1, 1],
    ['1/3', 1, 3],
    ['2/4', 1, 2],
    // 0.1 + 0.2 never happens: 30 of 100, reduced by 10.
    ['30%', 3, 10],
    ['0/7', 0, 1],
  ])('%s is %d/%d', (text, numerator, denominator) => {
    expect(parseRatio(text)).toEqual({ value: { numerator, denominator } });
  });

  test.each([
    ['50', 'found "50", expected a share'],
    ['0.5', 'found "0.5", expected a share'],
    ['101%', '"101%" is more than the whole'],
    ['4/3', '"4/3" is more than the whole'],
    ['1/0', '"1/0" divides by nothing'],
    ['0.00000001%', '"0.00000001%" is finer than one in 1000000000'],
  ])('%s is refused', (text, problem) => {
    expect(problemOf(parseRatio(text))).toContain(problem);
  });
});

describe('rates are operations in a time', () => {
  test.each([
    ['50/s', 1, 20_000],
    ['10/m', 1, 6_000_000],
    ['0.5/s', 1, 2_000_000],
    // 3 in a second: no whole number of microseconds each.
    ['3/s', 3, 1_000_000],
  ])('%s is %d in %d µs', (text, count, per) => {
    expect(parseRate(text)).toEqual({ value: { count, per } });
  });

  test.each(['50', '0/s', '1000001/s', '50/d', '0.5/h/s'])('%s is refused', (text) => {
    expect(problemOf(parseRate(text))).toContain('expected a rate such as 50/s or 10/m');
  });
});

test('a share is never shown as all or nothing unless it is', () => {
  expect(percentText(0, 118)).toBe('0%');
  expect(percentText(118, 118)).toBe('100%');
  expect(percentText(1, 3)).toBe('33.33%');
  expect(percentText(1, 1_000_000)).toBe('under 0.01%');
  expect(percentText(999_999, 1_000_000)).toBe('over 99.99%');
  expect(ratioText({ numerator: 1, denominator: 200 })).toBe('0.5%');
  expect(ratioText({ numerator: 1, denominator: 3 })).toBe('1/3');
});
