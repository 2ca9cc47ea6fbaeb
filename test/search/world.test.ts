// A run in a world by its name: up to the time from which it is drawn anew it is its parent's, event for event.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { traceLine } from '../../src/display/trace-lines.ts';
import { type RunPlan, TimedRun } from '../../src/kernel/index.ts';
import { systems } from '../../src/protocols/registry.ts';
import { compileSwarm, loadScenario } from '../../src/scenario/index.ts';

const file = 'scenarios/raft/hunt.yaml';
const { scenario } = loadScenario(readFileSync(file, 'utf8'), file, systems);
const planOf = (world: string): RunPlan => compileSwarm(scenario!, world).plan;
const fingerprintOf = (run: TimedRun) => run.world.fingerprint.result();

test('until then it is the run of its parent, and then another one', () => {
  const from = scenario!.run * 0.4;
  const [parent, child] = ['3', '3:later=9@40'].map((world) => {
    const run = new TimedRun(planOf(world), { level: 'trace' });
    run.run();
    return Array.from({ length: run.trace!.length }, (_, event) => traceLine(run.trace!.at(event)));
  }) as [string[], string[]];
  const parted = parent.findIndex((line, event) => line !== child[event]);
  const timed = new TimedRun(planOf('3'));
  timed.run(parted + 1);
  expect(timed.world.time).toBeGreaterThanOrEqual(from);
  // Heartbeats come every 50 ms, and each draws a latency: they part within a second.
  expect(timed.world.time).toBeLessThan(from + 1_000_000);
});

test('timers of another seed leave all else as it was drawn', () => {
  const [own, other] = [planOf('3'), planOf('3:timers=9')];
  expect({ ...other, reseeds: undefined, nodes: [], monitors: [] }).toEqual({
    ...own,
    reseeds: undefined,
    nodes: [],
    monitors: [],
  });
  const ends = [own, other].map((plan) => {
    const run = new TimedRun(plan);
    run.run();
    return run.result().fingerprint;
  });
  expect(ends[0]).not.toBe(ends[1]);
});

test('what clients do is the same in all descendants of a seed', () => {
  const { reseeds } = planOf('3:later=9@40:timers=4:links=5:disks=6:crashes=7');
  expect(reseeds!.flatMap(({ labels }) => labels).filter((label) => 'choice/'.startsWith(label))).toEqual([]);
});

test('a run goes on from a checkpoint as it went, on either side of the time', () => {
  const run = new TimedRun(planOf('3:later=9@40:timers=4'), { level: 'full' });
  run.run();
  const from = scenario!.run * 0.4;
  const early = run.checkpoints.findLast(({ time }) => time < from)!;
  const late = run.checkpoints.find(({ time }) => time > from)!;
  for (const checkpoint of [early, late]) {
    const again = run.from(checkpoint);
    again.run();
    expect(fingerprintOf(again)).toEqual(fingerprintOf(run));
  }
});
