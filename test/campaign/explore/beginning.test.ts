// What of a capsule goes before an exploration.
import { expect, test } from 'vitest';
import { beginningIn, scheduleFrom } from '../../../src/campaign/explore/beginning.ts';
import type { Capsule } from '../../../src/scenario/index.ts';
import { raftText, scenarioOf } from '../../search/protocol-model/scenarios.ts';

test('its schedule with all choices, those of the first starts too', async () => {
  const capsule = {
    schedule: [{ timer: 'election', node: 'n1', choose: { jitter: 1 } }],
    starts: { n2: { peer: [0, 2] } },
    writes: 'automatic',
  } as unknown as Capsule;
  expect(
    await scheduleFrom(
      beginningIn(capsule)!,
      scenarioOf(raftText),
      `faultline: 1\nname: Small\nabout: Small.\nrun: 1s\n${raftText}`,
    ),
  ).toEqual({
    entries: [{ do: 'timer', node: 'n1', timer: 'election', choices: { jitter: [1] } }],
    starts: { n2: { peer: [0, 2] } },
    writes: 'automatic',
    faults: [],
  });
  expect(beginningIn({ ...capsule, schedule: undefined } as unknown as Capsule)).toBeUndefined();
});

test('with other options than the scenario has it is refused', async () => {
  const text = `faultline: 1\nname: Small\nabout: Small.\nrun: 1s\n${raftText}`;
  const from = (options: Capsule['options']) => {
    const capsule = { schedule: [], writes: 'automatic', options } as unknown as Capsule;
    return scheduleFrom(beginningIn(capsule)!, scenarioOf(raftText), text);
  };
  await expect(from({ preset: 'paper', batch: 7 })).rejects.toThrow(
    'was found with other options: write those in the scenario, {"preset":"paper","batch":7}',
  );
  expect(await from({ preset: 'paper' })).toMatchObject({ entries: [] });
});
