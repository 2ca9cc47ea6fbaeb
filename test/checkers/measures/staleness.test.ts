import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oldestOf, readsAndWrites, stalenessOf } from '../../../src/checkers/measures/index.ts';
import { ms } from '../../../src/contract/time.ts';
import { type Timed, timed } from './timed.ts';

function measured(...each: readonly Timed[]) {
  const accesses = readsAndWrites(timed(...each), 'kv');
  if ('unknown' in accesses) throw new Error(accesses.unknown);
  return stalenessOf(accesses);
}

describe('a read is', () => {
  test('not stale if it returns the last write', () => {
    expect(measured([0, 0, 1, 'write', 1], [1, 2, 3, 'read', 1])).toMatchObject({
      reads: 1,
      stale: [],
      age: { max: 0 },
    });
  });

  test('stale from the moment at which its value was replaced by an acknowledged write', () => {
    const found = measured([0, 0, 1, 'write', 1], [0, 2, 5, 'write', 2], [1, 15, 16, 'read', 1]);
    // Replaced at 5 ms, read from 15 ms on.
    expect(found).toMatchObject({ age: { max: ms(10) }, versions: { max: 1 } });
    expect(oldestOf(found)).toMatchObject({ returned: { input: 1 }, replacedBy: { input: 2 }, read: { output: 1 } });
  });

  test('as many versions behind as writes were acknowledged meanwhile', () => {
    const writes: Timed[] = [1, 2, 3, 4].map((value) => [0, 10 * value, 10 * value + 1, 'write', value]);
    expect(measured(...writes, [1, 50, 51, 'read', 1])).toMatchObject({ age: { max: ms(29) }, versions: { max: 3 } });
    expect(measured(...writes, [1, 50, 51, 'read', null])).toMatchObject({
      age: { max: ms(39) },
      versions: { max: 4 },
    });
  });

  test('not stale where the newer write was still open, was never acknowledged, or was concurrent with the older', () => {
    expect(measured([0, 0, 1, 'write', 1], [0, 2, 9, 'write', 2], [1, 8, 10, 'read', 1]).stale).toEqual([]);
    expect(measured([0, 0, 1, 'write', 1], [0, 2, 5, 'write', 2, 'info'], [1, 8, 10, 'read', 1]).stale).toEqual([]);
    expect(measured([0, 0, 4, 'write', 1], [2, 2, 5, 'write', 2], [1, 8, 10, 'read', 1]).stale).toEqual([]);
  });

  test('stale with the value of an unknown write only after somebody has read it', () => {
    const unread = measured([0, 0, 9, 'write', 1, 'info'], [2, 12, 13, 'write', 2], [1, 20, 21, 'read', 1]);
    expect(unread.stale).toEqual([]);
    const lost: Timed = [0, 0, 9, 'write', 1, 'info'];
    const read = measured(lost, [3, 10, 11, 'read', 1], [2, 12, 13, 'write', 2], [1, 20, 21, 'read', 1]);
    expect(read).toMatchObject({ age: { p50: 0, max: ms(7) }, versions: { max: 1 } });
  });
});

test('the distribution is over all reads, by nearest rank', () => {
  const reads: Timed[] = Array.from({ length: 99 }, (_, index) => [1, 10 + index, 11 + index, 'read', 2]);
  const found = measured([0, 0, 1, 'write', 1], [0, 2, 3, 'write', 2], ...reads, [1, 203, 204, 'read', 1]);
  // The 99th of 100 is fresh, the last is 200 ms old.
  expect(found).toMatchObject({ reads: 100, age: { p50: 0, p99: 0, 'p99.9': ms(200), max: ms(200) } });
});

test('a value that was written twice and read cannot be told', () => {
  const operations = timed([0, 0, 1, 'write', 1], [0, 2, 3, 'write', 1], [1, 4, 5, 'read', 1]);
  expect(readsAndWrites(operations, 'kv')).toMatchObject({ unknown: expect.stringContaining('written 2 times') });
});

/** Of an operation: how long after the one before, how long it takes, whether it writes, which it reads. */
type Draft = readonly [gap: number, takes: number, isWrite: boolean, choice: number];

const histories: fc.Arbitrary<Draft[][]> = fc.array(
  fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 30 }), fc.boolean(), fc.nat(40)), {
    maxLength: 8,
  }),
  { minLength: 1, maxLength: 4 },
);

/** No two events at the same time: process p has the times that are p modulo the number of processes. */
function historyOf(drafts: readonly (readonly Draft[])[]): readonly Timed[] {
  const shapes = drafts.flatMap((operations, process) => {
    let time = 0;
    return operations.map(([gap, takes, isWrite, choice], index) => {
      const from = time + gap;
      time = from + takes;
      const at = (count: number) => count * drafts.length + process;
      return { process, from: at(from), to: at(time), isWrite, choice, value: process * 100 + index + 1 };
    });
  });
  const writes = shapes.filter(({ isWrite }) => isWrite);
  return shapes.map(({ process, from, to, isWrite, choice, value }): Timed => {
    if (isWrite) return [process, from, to, 'write', value, choice % 7 === 0 ? 'info' : 'ok'];
    const readable = writes.filter((write) => write.from < to);
    return [process, from, to, 'read', readable[choice % (readable.length + 1)]?.value ?? null];
  });
}

test('a read is stale by every acknowledged write that ended before it and began after its value was certainly over', () => {
  fc.assert(
    fc.property(histories, (drafts) => {
      const history = historyOf(drafts);
      const reads = history.filter(([, , , f]) => f === 'read');
      const writes = history.filter(([, , , f]) => f === 'write');
      const expected = reads.flatMap(([, from, , , value]) => {
        const source = writes.find((write) => write[4] === value);
        const seen = reads.filter((read) => value !== null && read[4] === value).map((read) => read[2]);
        const over = source === undefined ? -1 : Math.min(...seen, source[5] === 'info' ? Infinity : source[2]);
        const newer = writes.filter((write) => write[5] === 'ok' && write[2] < from && write[1] > over).length;
        return newer === 0 ? [] : [newer];
      });
      if (reads.length === 0) return;
      const found = measured(...history).stale.map(({ versions }) => versions);
      expect([...found].sort()).toEqual([...expected].sort());
    }),
    { numRuns: 300 },
  );
});
