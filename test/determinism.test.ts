// The same bytes on every run: in two processes, and from any moment of a run on. (Twice in one process: book.test.ts.)
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { hexOf } from '../src/base/hash.ts';
import { RandomStream } from '../src/base/random.ts';
import { replay, TimedRun } from '../src/kernel/index.ts';
import { compile } from '../src/scenario/compile.ts';
import { book, page } from './book.ts';

const cli = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));

type Runs = { readonly runs: readonly { scenario: string; seed: number; fingerprint: string; events: number }[] };

/** Fingerprints of the whole book, by a process of their own. */
function inAnotherProcess(...flags: readonly string[]): readonly string[] {
  const output = execFileSync(process.execPath, [cli, 'run', 'scenarios', '--quick', '--json', ...flags], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const { runs } = JSON.parse(output) as Runs;
  return runs.map(({ scenario, seed, events, fingerprint }) => `${scenario} ${seed} ${events} ${fingerprint}`);
}

test('two processes, with one thread and with two, give the same fingerprints', () => {
  const first = inAnotherProcess('--jobs', '1');
  expect(first.length).toBeGreaterThanOrEqual(book.length);
  expect(inAnotherProcess('--jobs', '2')).toEqual(first);
  const here = book.map(({ file, scenario }) => {
    const run = new TimedRun(compile(scenario).plan);
    run.run();
    const { seed, events, fingerprint } = run.result();
    return `${file} ${seed} ${events} ${fingerprint}`;
  });
  expect(first).toEqual(expect.arrayContaining(here));
});

const three = [
  'scenarios/raft/crash-of-everyone.yaml',
  'scenarios/raft/flaky-network.yaml',
  'scenarios/cap/minority-partition.yaml',
];

for (const file of three) {
  let run: TimedRun;
  let fingerprint: string;

  beforeAll(() => {
    run = new TimedRun(compile(page(file).scenario).plan, { level: 'full', recordSchedule: true });
    run.run();
    fingerprint = run.result().fingerprint;
  });

  test(`${file}: from every checkpoint the run ends with the same fingerprint`, () => {
    for (const checkpoint of run.checkpoints) {
      const again = new TimedRun(run.plan, {}, checkpoint);
      again.run();
      expect(again.result().fingerprint, `from event ${checkpoint.event}`).toBe(fingerprint);
    }
  });

  test(`${file}: from 200 random events too`, () => {
    const random = new RandomStream('200', file);
    for (let i = 0; i < 200; i++) {
      const event = random.int(run.world.events);
      const checkpoint = run.checkpoints.findLast((candidate) => candidate.event <= event)!;
      const there = new TimedRun(run.plan, {}, checkpoint);
      there.run(event);
      expect(there.world.events).toBe(event);
      there.run();
      expect(there.result().fingerprint, `from event ${event}`).toBe(fingerprint);
    }
  });

  test(`${file}: the replay driver, given the recorded schedule, repeats it`, () => {
    const { world, skipped } = replay(run.plan, run.schedule);
    world.mark();
    expect(skipped).toEqual([]);
    expect(hexOf(world.fingerprint.result())).toBe(fingerprint);
  });
}
