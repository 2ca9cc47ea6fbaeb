// The hunt of one seed: it ends at the first violation, says what it met, and is the same each time.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { raftMonitor } from '../../src/protocols/raft/index.ts';
import { systems } from '../../src/protocols/registry.ts';
import { abstractionOf, compileSwarm, loadScenario, type Scenario } from '../../src/scenario/index.ts';
import { huntSeed, isAlike } from '../../src/search/index.ts';

const file = 'scenarios/raft/hunt.yaml';
const text = readFileSync(file, 'utf8');
const load = (from: string): Scenario => loadScenario(from, file, systems).scenario!;
const sound = load(text);
const unsafe = load(text.replace('heartbeat:', 'sync: false, heartbeat:'));

const hunt = (scenario: Scenario, seed: number) =>
  huntSeed(compileSwarm(scenario, String(seed)).plan, { model: scenario.model, abstraction: abstractionOf(scenario) });

test('the seeds of a sound Raft fail nothing, and say what could have', () => {
  const seeds = Array.from({ length: 60 }, (_, i) => hunt(sound, i + 1));
  expect(seeds.flatMap(({ failure }) => failure ?? [])).toEqual([]);
  const exercised = new Set(seeds.flatMap((seed) => seed.exercised));
  expect([...exercised].sort()).toEqual(raftMonitor.properties.map(({ name }) => name).sort());
  expect(new Set(seeds.flatMap((seed) => seed.kinds)).size).toBeGreaterThan(8);
  expect(new Set(seeds.flatMap((seed) => seed.states)).size).toBeGreaterThan(300);
});

describe('Raft without sync', () => {
  const first = Array.from({ length: 120 }, (_, i) => i + 1).find((seed) => hunt(unsafe, seed).failure !== undefined);

  test('fails at some seed, and the run ends there', () => {
    const { failure, events, ending } = hunt(unsafe, first!);
    expect(ending).toBe('violated');
    expect(events).toBe(failure!.event + 1);
  });

  test('each time the same', () => {
    expect(hunt(unsafe, first!)).toEqual(hunt(unsafe, first!));
  });

  test('a failure is alike only by the same rule of the same property', () => {
    const failure = hunt(unsafe, first!).failure!;
    expect(isAlike(failure, { ...failure })).toBe(true);
    expect(isAlike(failure, { ...failure, rule: 'another' })).toBe(false);
    expect(isAlike(failure, { ...failure, property: 'another' })).toBe(false);
  });
});

test('whether states are counted changes nothing of the run', () => {
  const { plan } = compileSwarm(sound, '7');
  const counted = huntSeed(plan, { model: sound.model, abstraction: abstractionOf(sound) });
  const plain = huntSeed(plan, { model: sound.model });
  expect(plain.states).toEqual([]);
  expect({ ...counted, states: [] }).toEqual(plain);
});

test('a hunt takes the system and leaves the faults of the scenario behind', () => {
  const listed = load(
    `${text.replace(/expect:[\s\S]*/, '')}faults: [{ at: 1s, replace: servers }]\nexpect: [{ holds: linearizable }]\n`,
  );
  expect(compileSwarm(listed, '3').plan.faults).toEqual(compileSwarm(sound, '3').plan.faults);
});
