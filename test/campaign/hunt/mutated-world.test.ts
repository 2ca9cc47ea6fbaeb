// A failure found in a mutated world: its capsule replays with the seed alone, and says which world it was found in.
import { expect, test } from 'vitest';
import { huntOne } from '../../../src/campaign/hunt/hunter.ts';
import type { SeedRecord } from '../../../src/campaign/hunt/record.ts';
import { shrinkSeed } from '../../../src/campaign/hunt/shrink.ts';
import { systems } from '../../../src/protocols/registry.ts';
import { loadScenario, parseCapsule, playableOf } from '../../../src/scenario/index.ts';
import { replaySchedule } from '../../../src/search/index.ts';

const file = 'raft.yaml';
const text = `faultline: 1
name: Nobody waits for the disk
about: Acknowledged entries and votes are lost with the power.
system: raft-kv
nodes: 3
options: { preset: paper, sync: false }
workload: { kind: register, clients: 2, rate: 20/s, reads: 30%, keys: 1 }
run: 2s
`;
const scenario = loadScenario(text, file, systems).scenario!;

/** Few of these fail: it begins a little before one that does. */
function firstFailing(): SeedRecord {
  for (let i = 450; i < 2_000; i++) {
    const world = `${i}:timers=${i + 1000}:later=${i + 2000}@30`;
    const record = huntOne(scenario, String(9000 + i), undefined, world)!;
    if (record.failure !== undefined) return record;
  }
  throw new Error('no world fails');
}

test('a capsule of a mutated world replays, and names the world', () => {
  const record = firstFailing();
  const { seed, world, failure } = record;
  const [base] = world!.split(':');
  expect(Number(seed)).toBe(9000 + Number(base));

  const small = shrinkSeed({ file, text, scenario, seed, world, failure: failure! });
  expect(small.isReproduced).toBe(true);
  const capsule = parseCapsule(small.capsule, 'capsule.yaml').capsule!;
  expect(capsule).toMatchObject({ seed: base, found: { world, event: failure!.event } });
  const playable = playableOf(capsule, systems);
  if ('problems' in playable) throw new Error(playable.problems[0]?.message);
  const { plan, schedule } = playable;
  const target = { plan, failure: failure!, model: playable.scenario.model };
  expect(replaySchedule(target, schedule, capsule).verdict).toBe('same');
});
