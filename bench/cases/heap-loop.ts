// The floor that everything is compared with: pop and push of `{ time, seq }` with 500 pending, nothing else.
import { TimedHeap } from '../../src/base/heap.ts';
import { RandomStream } from '../../src/base/random.ts';

const PENDING = 500;
const LOOPS = 2_000_000;

export function heapLoop(): number {
  const heap = new TimedHeap<{ readonly time: number; readonly seq: number }>();
  const random = new RandomStream('1', 'heap');
  const delays = Array.from({ length: 4096 }, () => 1 + random.int(2000));
  let seq = 0;
  for (; seq < PENDING; seq++) heap.push({ time: delays[seq]!, seq });
  for (let i = 0; i < LOOPS; i++) {
    const top = heap.pop()!;
    heap.push({ time: top.time + delays[i & 4095]!, seq: seq++ });
  }
  return LOOPS;
}
