// The worker pool: results in order, and a worker that hangs or dies does not take the others with it.
import { expect, test } from 'vitest';
import { runPool, type Standing } from '../../src/campaign/pool.ts';

const worker = new URL('./odd-worker.mjs', import.meta.url);
const lost = (task: string, reason: string, { event }: Standing) => `${task}: ${reason} (${event})`;

test('results come in the order of the tasks, whichever worker is quicker', async () => {
  const tasks = ['wait 60', 'a', 'wait 20', 'b', 'c'];
  expect(await runPool(tasks, { jobs: 3, worker, lost })).toEqual(tasks.map((task) => `done ${task}`));
});

test('a worker that makes no progress is ended and named with where it stood; the rest goes on', async () => {
  const results = await runPool(['a', 'hang 41', 'b'], { jobs: 1, worker, lost, silence: 200 });
  expect(results[0]).toBe('done a');
  expect(results[1]).toMatch(/^hang 41: no event was finished for 0\.2 s: a handler does not return \(41\)$/);
  expect(results[2]).toBe('done b');
});

test('a worker that dies is replaced', async () => {
  const results = await runPool(['a', 'throw', 'exit', 'b'], { jobs: 2, worker, lost });
  expect(results[0]).toBe('done a');
  expect(results[1]).toMatch(/^throw: its worker died: odd/);
  expect(results[2]).toMatch(/^exit: its worker ended with code 3/);
  expect(results[3]).toBe('done b');
});

test('a worker that dies between two tasks, or when all are done, takes nothing with it and nobody else', async () => {
  for (const delay of ['now', 0, 2, 5]) {
    expect(await runPool([`after ${delay}`], { jobs: 1, worker, lost })).toEqual([`done after ${delay}`]);
    const [after, a, b] = await runPool([`after ${delay}`, 'a', 'b'], { jobs: 1, worker, lost });
    expect(after).toBe(`done after ${delay}`);
    // Either it was in time, or it was under way when the worker died.
    expect(a).toMatch(/^done a$|^a: its worker died: after all \(-1\)$/);
    expect(b).toMatch(/^done b$|^b: its worker died: after all \(-1\)$/);
  }
  // An error that nobody listened to would end this process now.
  await new Promise((resolve) => setTimeout(resolve, 50));
});

test('who was first in its worker is told; with a worker for each all were', async () => {
  const firsts = async (isFresh: boolean) => {
    const all: boolean[] = [];
    const onResult = (_: string, index: number, isFirst: boolean) => (all[index] = isFirst);
    await runPool(['a', 'b', 'c'], { jobs: 1, worker, lost, isFresh, onResult });
    return all;
  };
  expect(await firsts(false)).toEqual([true, false, false]);
  expect(await firsts(true)).toEqual([true, true, true]);
});

test('after an abort nothing new begins; what was finished is kept', async () => {
  const abort = new AbortController();
  const results = await runPool(['a', 'b', 'wait 5000', 'c'], {
    jobs: 1,
    worker,
    lost,
    signal: abort.signal,
    onResult: (_, index) => {
      if (index === 1) setTimeout(() => abort.abort(), 50);
    },
  });
  expect(results).toEqual(['done a', 'done b', undefined, undefined]);
});

test('an abort asks for what there is; who does not answer is said to stand where it stood', async () => {
  const abort = new AbortController();
  const cutShort = (task: string, { event }: Standing) => `${task} stood at ${event}`;
  setTimeout(() => abort.abort(), 300);
  const options = { jobs: 2, worker, lost, cutShort, signal: abort.signal };
  expect(await runPool(['hang 41', 'answer 7', 'c'], options)).toEqual([
    'hang 41 stood at 41',
    'stopped at 7',
    undefined,
  ]);
});
