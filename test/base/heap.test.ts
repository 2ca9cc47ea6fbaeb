import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TimedHeap } from '../../src/base/heap.ts';

test('events leave in the order (time, sequence), whatever the order in which they came', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
      const heap = new TimedHeap<{ time: number; seq: number }>();
      const items = times.map((time, seq) => ({ time, seq }));
      for (const item of items) heap.push(item);
      const left = items.map(() => heap.pop());
      expect(left).toEqual([...items].sort((a, b) => a.time - b.time || a.seq - b.seq));
      expect(heap.pop()).toBeUndefined();
    }),
  );
});

test('a heap made from another one’s entries goes on as that one would', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1 }), fc.nat(), (times, taken) => {
      const heap = new TimedHeap<{ time: number; seq: number }>();
      for (const [seq, time] of times.entries()) heap.push({ time, seq });
      for (let i = 0; i < taken % times.length; i++) heap.pop();
      const copy = new TimedHeap(heap.toArray());
      while (heap.size > 0) expect(copy.pop()).toEqual(heap.pop());
      expect(copy.size).toBe(0);
    }),
  );
});
