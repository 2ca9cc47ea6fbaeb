// A failure found under options that were drawn: the journal names them, and its capsule holds them.
import { expect, test } from 'vitest';
import { huntOne } from '../../../src/campaign/hunt/hunter.ts';
import { shrinkSeed } from '../../../src/campaign/hunt/shrink.ts';
import { systems } from '../../../src/protocols/registry.ts';
import { compileSwarm, loadScenario, parseCapsule, playableOf } from '../../../src/scenario/index.ts';
import { replaySchedule } from '../../../src/search/index.ts';

const file = 'drawn.yaml';
const text = `faultline: 1
name: Drawn options, and nobody waits for the disk
about: Acknowledged entries and votes are lost with the power.
system: raft-kv
nodes: { server: 3, admin: 1 }
options: { preset: drawn, sync: false, voters: 0 }
workload: { kind: register, clients: 2, rate: 20/s, reads: 30%, keys: 1 }
run: 4s
`;
const { scenario } = loadScenario(text, file, systems);

test('a preset that is misspelt is answered with those that there are, drawn among them', () => {
  const { problems } = loadScenario(text.replace('preset: drawn', 'preset: drwan'), file, systems);
  expect(problems.map(({ code, message }) => [code, message])).toEqual([
    ['unknown-name', 'raft-kv has no preset "drwan": expected drawn or paper'],
  ]);
});

test('only what is not written is drawn', () => {
  expect(scenario!.drawn).toContain('preVote');
  expect(scenario!.drawn).not.toContain('voters');
  expect(scenario!.drawn).not.toContain('sync');
  const drawn = new Set(
    Array.from({ length: 30 }, (_, seed) => compileSwarm(scenario!, String(seed)).options!['reads']),
  );
  expect([...drawn].sort()).toEqual(['lease', 'log', 'read-index']);
  expect(compileSwarm(scenario!, '1').scenario.options).toMatchObject({ sync: false, voters: 0 });
});

test('a capsule replays with the options of its seed, and without them it does not', () => {
  const found = Array.from({ length: 400 }, (_, seed) => huntOne(scenario!, String(seed))!).find(
    ({ failure, drawn }) => failure !== undefined && drawn?.['reads'] !== 'read-index',
  )!;
  const { seed, failure, drawn } = found;
  expect(drawn).toEqual(compileSwarm(scenario!, seed).options);
  const { capsule, isReproduced } = shrinkSeed({ file, text, scenario: scenario!, seed, failure: failure! });
  expect(isReproduced).toBe(true);
  const fields = parseCapsule(capsule, 'capsule.yaml').capsule!;
  expect(fields.options).toEqual(drawn);
  const replayed = (options: typeof fields.options) => {
    const playable = playableOf({ ...fields, options }, systems);
    if ('problems' in playable) throw new Error(playable.problems[0]?.message);
    const { plan, scenario: own, schedule } = playable;
    const target = { plan, failure: failure!, model: own.model };
    return replaySchedule(target, schedule, { events: fields.events, fingerprint: fields.fingerprint }).verdict;
  };
  expect(replayed(fields.options)).toBe('same');
  expect(replayed(undefined)).not.toBe('same');
});
