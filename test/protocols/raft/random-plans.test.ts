import { expect, test } from 'vitest';
import { checkLinearizable, explain, operationsOf } from '../../../src/checkers/index.ts';
import type { Fault } from '../../../src/contract/faults.ts';
import { ms } from '../../../src/contract/time.ts';
import { type RunPlan, type RunResult, simulate } from '../../../src/kernel/index.ts';
import { randomPlan } from './random-plans.ts';

/** What is wrong with a run, in words. */
function wrongs(result: RunResult): readonly string[] {
  const { operations, problems } = operationsOf(result.history);
  const judged = checkLinearizable(operations, 'cas-register');
  return [
    ...(result.ending === 'completed' ? [] : [`${result.ending}: ${result.stop?.reason}`]),
    ...result.violations.map(({ property, reason }) => `${property}: ${reason}`),
    ...problems.map(({ message }) => message),
    ...(judged.verdict === 'violated' ? [explain(judged.explanation)] : []),
  ];
}

test('200 random plans: no property is violated, every history is linearizable', () => {
  let answered = 0;
  let elections = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const result = simulate(randomPlan(seed));
    expect(wrongs(result), `plan ${seed}`).toEqual([]);
    answered += result.history.filter(({ type }) => type === 'ok').length;
    if (result.exercised['leader-completeness'] === true) elections++;
  }
  // A law that was hardly tested would be none: many operations, and second leaders in most runs.
  expect(answered).toBeGreaterThan(10_000);
  expect(elections).toBeGreaterThan(100);
});

test('one copy of a request is accepted by a leader that falls, another refused: nothing is called failed that took effect', () => {
  // Leaders restart after two milliseconds while half of all requests are doubled and up to 30 ms apart.
  const reads = { numerator: 1, denominator: 3 };
  const cas = { numerator: 0, denominator: 1 };
  const often = {
    interval: ms(20),
    reads,
    cas,
    keys: 1,
    values: 0,
    deadline: ms(300),
    attempt: ms(150),
    to: ms(60_000),
  };
  const base = randomPlan(1, { servers: 3, clients: 6, workload: often });
  const crashes = Array.from({ length: 12 }, (_, i): Fault => {
    const at = ms(3000 + i * 4000);
    const action = { kind: 'crash', targets: [{ select: 'role', role: 'leader' }] } as const;
    return { name: 'crash', at, until: at + ms(2), action, text: 'crash leader' };
  });
  const never = { numerator: 0, denominator: 1 };
  for (let seed = 1; seed <= 12; seed++) {
    const plan: RunPlan = {
      ...base,
      seed: String(seed),
      network: {
        latencyMin: ms(1),
        latencyMax: ms(30),
        loss: never,
        duplicate: { numerator: 1, denominator: 2 },
        reorder: never,
        reorderBy: 0,
      },
      disk: { latencyMin: 0, latencyMax: 0 },
      faults: crashes,
      until: ms(55_000),
    };
    expect(wrongs(simulate(plan)), `seed ${seed}`).toEqual([]);
  }
});
