// What a search finds in the three protocols: nothing in two of them, and in three-phase commit a transaction that is
// committed here and aborted there, within some tens of seeds, and small enough to be read.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { minimiseRun } from '../../../src/campaign/minimise/run.ts';
import { systems } from '../../../src/protocols/registry.ts';
import { abstractionOf, compileSwarm, loadScenario, type Scenario } from '../../../src/scenario/index.ts';
import { huntSeed, isEvent } from '../../../src/search/index.ts';

function scenarioOf(name: string): Scenario {
  const file = `scenarios/transactions/${name}.yaml`;
  return loadScenario(readFileSync(file, 'utf8'), file, systems).scenario!;
}

function hunted(name: string, seeds: number) {
  const scenario = scenarioOf(name);
  const abstraction = abstractionOf(scenario);
  const all = Array.from({ length: seeds }, (_, index) =>
    huntSeed(compileSwarm(scenario, String(index + 1)).plan, { model: scenario.model, abstraction }),
  );
  const kinds = new Set(all.flatMap((seed) => seed.kinds));
  const exercised = new Set(all.flatMap((seed) => seed.exercised));
  return { failures: all.flatMap(({ failure }) => failure ?? []), kinds, exercised };
}

test.each(['two-phase-commit-hunt', 'paxos-commit-hunt'])(
  '%s: no seed fails, and all properties could have',
  (name) => {
    const { failures, kinds, exercised } = hunted(name, 15);
    expect(failures).toEqual([]);
    expect(kinds.size).toBeGreaterThanOrEqual(8);
    expect([...exercised].sort()).toEqual([
      'atomic',
      'commit-needs-all-yes',
      'commit-when-all-yes',
      'conserved',
      'decision-stays',
    ]);
  },
);

test('three-phase-commit-hunt: within 20 seeds all do not decide the same', () => {
  const { failures } = hunted('three-phase-commit-hunt', 20);
  expect(failures.map(({ property }) => property)).toContain('atomic');
});

test('a partition that divides three-phase commit becomes a schedule of a page', () => {
  const found = minimiseRun(scenarioOf('three-phase-commit-partition'), '1');
  if (typeof found === 'string') throw new Error(found);
  const { failure, schedule, operations } = found.small;
  expect(failure.property).toBe('atomic');
  expect(operations).toBe(1);
  // Nobody has crashed: what divides them is in which order messages and timeouts come.
  expect(schedule.faults).toEqual([]);
  expect(schedule.entries.filter(isEvent).length).toBeLessThanOrEqual(20);
});
