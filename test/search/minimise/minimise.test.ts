// The minimiser on Raft without sync, whose committed entries a power loss takes back: an option that products have, so
// the product as it is shows the failure.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { minimiseRun } from '../../../src/campaign/minimise/run.ts';
import type { Entry, Schedule } from '../../../src/kernel/index.ts';
import { systems } from '../../../src/protocols/registry.ts';
import { compileFaultless, loadScenario, type Scenario } from '../../../src/scenario/index.ts';
import { attempt, isEvent, type Shrunken, type Target } from '../../../src/search/index.ts';
import { causalSlice } from '../../../src/search/minimise/story.ts';

const file = 'scenarios/faults/no-sync.yaml';
const scenario: Scenario = loadScenario(readFileSync(file, 'utf8'), file, systems).scenario!;

let small: Shrunken;
let target: Target;

beforeAll(() => {
  const found = minimiseRun(scenario, '1');
  if (typeof found === 'string') throw new Error(found);
  small = found.small;
  target = { plan: compileFaultless(scenario, '1'), failure: small.failure, model: scenario.model };
});

const without = ({ entries, ...rest }: Schedule, gone: (entry: Entry, at: number) => boolean): Schedule => ({
  ...rest,
  entries: entries.filter((entry, at) => !gone(entry, at)),
});

describe('a power loss without sync', () => {
  test('thousands of events become a page, with a crash or two and one operation', () => {
    expect(small.before).toBeGreaterThan(1000);
    expect(small.schedule.entries.filter(isEvent).length).toBeLessThanOrEqual(30);
    // The power loss of all three is a crash of each: one that is not needed is left out.
    expect([...new Set(small.schedule.faults.map(({ action }) => action.kind))]).toEqual(['crash']);
    expect(small.schedule.faults.length).toBeLessThan(3);
    expect(small.operations).toBeLessThanOrEqual(1);
    expect(small.isMinimal).toBe(true);
  });

  test('it fails by the same rule of the same property', () => {
    const { property, rule } = attempt(target, small.schedule)!.failure;
    expect({ property, rule }).toEqual({
      property: 'committed-is-held',
      rule: 'a quorum lacks a committed entry',
    });
  });

  test('without any one entry it does not fail alike', () => {
    for (const [at, entry] of small.schedule.entries.entries()) {
      const failing = attempt(
        target,
        without(small.schedule, (_, other) => other === at),
      );
      expect(failing, `without entry ${at}, ${JSON.stringify(entry)}`).toBeUndefined();
    }
  });

  test('nor without any one fault', () => {
    for (const fault of small.schedule.faults.keys()) {
      const isOf = (entry: Entry) => (entry.do === 'begin' || entry.do === 'end') && entry.fault === fault;
      expect(attempt(target, without(small.schedule, isOf))).toBeUndefined();
    }
  });

  test('nor without what any one client does', () => {
    const clients = new Set(
      small.schedule.entries.flatMap((entry) => ('node' in entry && entry.node.startsWith('c') ? [entry.node] : [])),
    );
    for (const client of clients) {
      const isOf = (entry: Entry) =>
        ('node' in entry && entry.node === client) || (entry.do === 'deliver' && entry.from === client);
      expect(attempt(target, without(small.schedule, isOf))).toBeUndefined();
    }
  });

  test('every entry is in the causal slice, and the story tells each role, fault and the reason', () => {
    expect(causalSlice(target.plan, small).size).toBe(small.schedule.entries.length);
    for (const words of ['Follower', 'Candidate', 'becomes leader', 'A fault strikes: crash', small.failure.reason]) {
      expect(small.story).toContain(words);
    }
  });

  test('a budget that is spent is told, and what was found so far still fails', () => {
    const found = minimiseRun(scenario, '1', { budget: 5_000 });
    if (typeof found === 'string') throw new Error(found);
    expect(found.small.isMinimal).toBe(false);
    expect(found.small.schedule.entries.length).toBeGreaterThan(small.schedule.entries.length);
    expect(attempt(target, found.small.schedule)).toBeDefined();
  });

  test('another rule of the property is another failure', () => {
    const other = { ...target, failure: { ...target.failure, rule: 'another rule' } };
    expect(attempt(other, small.schedule)).toBeUndefined();
  });
});

test('a run that violates nothing has nothing to make small', () => {
  const sound = loadScenario(readFileSync('scenarios/raft/steady.yaml', 'utf8'), 'steady.yaml', systems).scenario!;
  expect(minimiseRun(sound, '1')).toMatch(/violates no property/);
});
