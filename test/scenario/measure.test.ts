// What a run yields of each measure: from hand-made results, so that every figure can be counted.
import { expect, test } from 'vitest';
import { measuredIn } from '../../src/scenario/expect/measure.ts';
import { historyOf, partition, resultOf, scenarioOf } from './runs.ts';

const scenario = scenarioOf(
  [],
  `measure:
  - { name: split, from: { fault: partition }, until: { when: { becomes: leader } } }
  - { name: gap, longestGap: { during: partition } }
  - { name: minority, available: { side: minority, during: partition } }
  - { name: slowest, latency: { f: read, percentile: max } }
  - { name: writes, operations: { count: answered, f: write } }
  - { name: elections, becomes: { role: leader, from: 2s, to: 8s } }
  - { name: sent, messages: sent }
`,
);

const measured = (parts: Parameters<typeof resultOf>[0]) =>
  Object.fromEntries(
    measuredIn(scenario, resultOf(parts)).map(({ name, value, beyond }) => [
      name,
      value ?? (beyond === undefined ? null : `>${beyond}`),
    ]),
  );

const nothing = { windows: [{ ...partition, skipped: 'nobody was there' }] };

test('each in its unit', () => {
  const history = historyOf([
    'c1 read 1 ok 1.5',
    'c3 write 2.5 ok 2.75',
    'c1 write 3 timeout 5',
    'c3 read 6 ok 6.25',
    'c4 write 8 ok 8.1',
  ]);
  const change = { role: 'leader', node: 'n3', event: 5 };
  const roleChanges = [1, 2, 5, 8].map((second) => ({ ...change, time: second * 1_000_000 }));
  const result = { history, roleChanges, watched: [{ from: 2_000_000, until: 3_500_000, event: 9 }] };
  expect(measured(result)).toEqual({
    split: 1_500_000,
    // From the answer at 2.75 s to that at 6.25 s.
    gap: 3_500_000,
    // c1 has its home in n1, on the minority side; its one operation in there was not answered.
    minority: 0,
    slowest: 500_000,
    writes: 2,
    // From 2 s on, and before 8 s.
    elections: 2,
    sent: 0,
  });
});

test('a beginning without an end is more than what was left of the run', () => {
  expect(measured({ watched: [{ from: 2_000_000, until: undefined, event: undefined }] })['split']).toBe('>10000000');
  expect(measured({ watched: [{ from: undefined, until: undefined, event: undefined }] })['split']).toBeNull();
});

test('where nothing was there to be measured there is no figure, and a count is 0', () => {
  expect(measured({ ...nothing, watched: [] })).toEqual({
    split: null,
    gap: null,
    minority: null,
    slowest: null,
    writes: 0,
    elections: 0,
    sent: 0,
  });
});

test('of a run that was interrupted only what had begun is told', () => {
  const figures = measured({
    ending: 'interrupted',
    time: 5_000_000,
    watched: [{ from: 2_000_000, until: undefined, event: undefined }],
  });
  expect(figures).toEqual({
    split: '>3000000',
    gap: null,
    minority: null,
    slowest: null,
    writes: null,
    elections: null,
    sent: null,
  });
});
