// A recorded schedule, played, is the run again: the same states, disks and history at its end, though the network that
// it is played on loses and delays nothing and no node is ever paused.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hexOf } from '../../../src/base/hash.ts';
import { slice } from '../../../src/base/paged-list.ts';
import type { FaultAction } from '../../../src/contract/faults.ts';
import { type RunPlan, TimedRun } from '../../../src/kernel/index.ts';
import { Player } from '../../../src/kernel/schedule/player.ts';
import { recordRun } from '../../../src/kernel/schedule/recorder.ts';
import { drafts, planFrom } from '../faults/random-plans.ts';

/** On a stream a report of a broken connection may wait in an inbox; its schedule has one moment for both. */
const waits = ({ kind }: FaultAction) => kind === 'pause' || kind === 'slow';
/** Writes that are through at once do not meet the time in which they would fail. */
const fails = ({ kind }: FaultAction) => kind === 'failWrites' || kind === 'fullDisk';

function repeats(plan: RunPlan, writes: 'named' | 'automatic'): void {
  const run = new TimedRun(plan);
  const recorder = recordRun(run);
  run.run();
  const schedule = recorder.schedule(writes);
  // Nothing is drawn: all that was drawn is in the schedule.
  const player = new Player({ ...plan, seed: 'another' }, schedule);
  expect(schedule.entries.filter((entry) => player.play(entry) === undefined)).toEqual([]);
  expect(hexOf(player.world.stateHash())).toBe(hexOf(run.world.stateHash()));
  const told = ({ world }: { readonly world: typeof run.world }) =>
    slice(world.history, 0).map(({ time: _, event: __, ...line }) => line);
  expect(told(player)).toEqual(told(run));
}

const cases = [
  { links: 'datagram links', isStream: false, writes: 'named', leaves: () => false },
  {
    links: 'datagram links',
    isStream: false,
    writes: 'automatic',
    leaves: fails,
  },
  {
    links: 'streams',
    isStream: true,
    writes: 'named',
    leaves: waits,
  },
] as const;

for (const { links, isStream, writes, leaves } of cases) {
  test(`on ${links} a schedule with ${writes} writes repeats its run`, () => {
    const repeat = (plan: RunPlan) => {
      fc.pre(!plan.faults.some(({ action }) => leaves(action)) && !(isStream && plan.disk.blocking === true));
      repeats(plan, writes);
    };
    fc.assert(
      fc.property(
        drafts(false).map((draft) => planFrom(draft, isStream)),
        repeat,
      ),
      { seed: 12, numRuns: 100 },
    );
  });
}
