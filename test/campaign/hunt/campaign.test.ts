// Workers that are lost: the seed at work is reported, the others are hunted by another worker.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCampaign } from '../../../dist/campaign/hunt/campaign.js';
import { readJournal } from '../../../dist/campaign/hunt/journal.js';
import { minimiseGroups } from '../../../dist/campaign/hunt/minimise.js';
import { Project } from '../../cli/hunt/project.ts';
import { forgetful, hanging, scenarioOf } from '../../cli/hunt/systems.ts';
import { failing } from './pieces.ts';

/** Ends its thread in some seeds. */
const ending = forgetful(
  'if (state.count === 5 && ctx.now < 0) (process as unknown as { reallyExit(code: number): never }).reallyExit(3);',
);

test.for([
  ['hangs', hanging, 1, 'stuck in handler', /^no event was finished for 0\.5 s: a handler of n[12] does not return$/],
  ['hangs', hanging, 2, 'stuck in handler', /does not return$/],
  ['ends', ending, 2, 'lost', /^its worker ended with code 3$/],
] as const)('a worker that %s is replaced, its seed reported', async ([, system, jobs, property, reason]) => {
  const project = new Project({ 'system.ts': system, 'a.yaml': '' });
  try {
    const folder = join(project.folder, 'out');
    const share = { first: 1, last: 12, shard: { index: 1, of: 1 } };
    const result = await runCampaign({
      ...{
        file: join(project.folder, 'a.yaml'),
        text: scenarioOf('./system.ts'),
        name: 'a',
        version: '1',
        share,
        folder,
      },
      ...{
        jobs,
        maxFailures: 100,
        course: { strategy: 'random' },
        isResumed: false,
        isMinimising: false,
        silence: 500,
      },
    });
    if (!('report' in result)) throw new Error(JSON.stringify(result));
    const { failures, seeds } = result.report;
    expect(seeds.done).toBe(12);
    const lost = failures.find((group) => group.property === property);
    expect(lost).toMatchObject({ minimised: null });
    expect(lost!.reason).toMatch(reason);
    expect(lost!.timeUs).toBeGreaterThan(0);
    const { records } = readJournal(join(folder, 'journal.ndjson'))!;
    expect(records.filter(({ ending }) => ending === 'lost').map(({ seed }) => seed)).toEqual(
      expect.arrayContaining([lost!.seed]),
    );
  } finally {
    project.remove();
  }
});

test('a failure that cannot be made small comes with the command that hunts its seed again', async () => {
  const project = new Project({ 'system.ts': forgetful(), 'a b.yaml': '' });
  try {
    const first = failing(7) as ReturnType<typeof failing> & { failure: object };
    const file = join(project.folder, 'a b.yaml');
    const folder = join(project.folder, 'out');
    const groups = [{ first, seeds: ['7'], capsule: 'p-1.yaml' }] as Parameters<typeof minimiseGroups>[0];
    const result = await minimiseGroups(groups, { file, text: scenarioOf('./system.ts'), folder, jobs: 1 });
    expect(result).toEqual({
      minimised: [],
      complaints: [
        expect.stringMatching(
          /^the failure of seed 7 could not be minimised: .*; look at the seed itself: npx faultline hunt '.*a b\.yaml' --seeds 7\.\.7 --out \.faultline\/hunt\/seed-7$/,
        ),
      ],
    });
  } finally {
    project.remove();
  }
});
