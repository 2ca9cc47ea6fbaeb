// Versions: what replaces what, and that replicas come to the same whatever the order in which they hear of it.
import { expect, test } from 'vitest';
import type { Plain } from '../../../src/base/plain.ts';
import { type Versions, versioned } from '../../../src/protocols/dynamo/index.ts';

const exact = versioned({ isPlain: false, entries: 0 });

type Stamp = { self?: string; generation?: number; context?: Plain; last?: number; now?: number };

function write(
  value: number,
  { self = 'n1', generation = 1, context = null, last = 0, now = 0 }: Stamp,
  rules = exact,
) {
  return rules.stamped({ value, context, self, generation, now, last }).versions;
}
const values = (versions: Versions) => versions.map(({ value }) => value);
const contextOf = (versions: Versions): Plain => exact.shown(versions).context ?? null;

test('a write replaces what its client had read', () => {
  const first = write(1, {});
  const second = write(2, { self: 'n2', context: contextOf(first) });
  expect(values(exact.merged(first, second))).toEqual([2]);
  expect(values(exact.merged(second, first))).toEqual([2]);
  expect(exact.isSuperseded(second, first)).toBe(true);
});

test('writes that do not know of each other stay both, also through one coordinator', () => {
  const first = write(1, {});
  expect(values(exact.merged(first, write(2, { self: 'n2' })))).toEqual([1, 2]);
  expect(values(exact.merged(first, write(2, { last: 1 })))).toEqual([1, 2]);
  expect(exact.isSuperseded(first, write(2, { last: 1 }))).toBe(false);
});

test('who has read a later write of a coordinator alone replaces that alone', () => {
  const [first, second] = [write(1, {}), write(2, { last: 1 })];
  const third = write(3, { self: 'n2', context: contextOf(second) });
  expect(values(exact.merged(exact.merged(first, second), third))).toEqual([1, 3]);
});

test('a write with all siblings in its context replaces all', () => {
  const siblings = exact.merged(write(1, {}), write(2, { self: 'n2' }));
  expect(values(exact.merged(siblings, write(3, { self: 'n3', context: contextOf(siblings) })))).toEqual([3]);
});

test('plain clocks take the later write of a coordinator for the newer', () => {
  const plain = versioned({ isPlain: true, entries: 0 });
  expect(values(plain.merged(write(1, {}, plain), write(2, { last: 1 }, plain)))).toEqual([2]);
  expect(values(plain.merged(write(1, {}, plain), write(2, { self: 'n2' }, plain)))).toEqual([1, 2]);
});

test('a coordinator that has restarted counts anew and repeats no write of its former life', () => {
  const merged = exact.merged(write(1, {}), write(2, { generation: 2 }));
  expect(values(merged)).toEqual([1, 2]);
});

test('a clock that has dropped an entry lets back what it had replaced', () => {
  const short = versioned({ isPlain: false, entries: 1 });
  const first = write(1, { now: 1 });
  const second = write(2, { self: 'n2', now: 2, context: contextOf(first) }, short);
  expect(values(short.merged(second, first))).toEqual([2]);
  const third = write(3, { self: 'n3', now: 3, context: contextOf(second) }, short);
  expect(values(short.merged(third, first))).toEqual([1, 3]);
});

test('a merge comes to the same whatever the order, the grouping and the repetition', () => {
  const a = write(1, {});
  const b = write(2, { self: 'n2' });
  const c = write(3, { self: 'n2', last: 1, context: contextOf(a) });
  const d = write(4, { self: 'n3', context: contextOf(exact.merged(b, c)) });
  const all = [a, b, c, d, exact.merged(a, b), exact.merged(b, c)];
  const { merged } = exact;
  for (const x of all) {
    expect(merged(x, [...x])).toBe(x);
    for (const y of all) {
      expect(merged(x, y)).toEqual(merged(y, x));
      for (const z of all) expect(merged(merged(x, y), z)).toEqual(merged(x, merged(y, z)));
    }
  }
});
