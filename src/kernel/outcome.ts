// What a run has come to, taken from its world.
import { hexOf } from '../base/hash.ts';
import { slice } from '../base/paged-list.ts';
import { toldWindow } from './outages.ts';
import { NONE } from './pending.ts';
import type { RunPlan } from './plan.ts';
import type { Ending, FaultWindow, RunResult } from './result.ts';
import type { World } from './world.ts';

export type Exercised = RunResult['exercised'];

export function resultOf(plan: RunPlan, world: World, ending: Ending, exercised: Exercised): RunResult {
  return {
    seed: plan.seed,
    ending,
    stop: world.stop,
    events: world.events,
    time: world.time,
    fingerprint: hexOf(world.fingerprint.result()),
    marks: slice(world.marks, 0),
    history: slice(world.history, 0),
    violations: world.violations,
    exercised,
    windows: [...world.windows.map((window) => toldWindow(window, world.time)), ...neverSetOff(plan, world)],
    probes: slice(world.probes, 0),
    roleChanges: slice(world.roleChanges, 0),
    halts: world.halts,
    counts: { ...world.counts },
    ...(world.watches === undefined ? {} : { watched: world.watches.result() }),
    ...(world.meters === undefined ? {} : { samples: world.meters.result(world) }),
    ...(world.tallies === undefined ? {} : { kindCounts: world.tallies.save() }),
  };
}

/** Faults whose trigger the run never met: a claim about their window would be about nothing. */
function neverSetOff(plan: RunPlan, world: World): readonly FaultWindow[] {
  return plan.faults.flatMap(({ name, action, text, trigger }, index): readonly FaultWindow[] => {
    if (trigger === undefined || world.windowOf[index] !== NONE) return [];
    const when = { from: world.time, to: undefined, event: Math.max(0, world.events - 1) };
    return [{ fault: index, name, kind: action.kind, text, ...when, nodes: [], skipped: 'nothing set it off' }];
  });
}

/** A monitor that throws ends the run; of one that has ended otherwise the monitor's failing says nothing more. */
export function askMonitors({ monitors }: RunPlan, world: World, ending: Ending): Exercised {
  const exercised: { [property: string]: boolean } = {};
  monitors.forEach((monitor, i) => {
    const memory = world.memories[i]! as never;
    for (const { name } of monitor.properties) {
      try {
        exercised[name] = monitor.isExercised(memory, name);
      } catch (error) {
        if (ending === 'completed') throw error;
        exercised[name] = false;
      }
    }
  });
  return exercised;
}
