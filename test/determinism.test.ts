// The same bytes on every run: in two processes, and from any moment of a run on. (Twice in one process: book.test.ts.)
import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { hexOf } from '../src/base/hash.ts';
import type { Plain, PlainRecord } from '../src/base/plain.ts';
import { RandomStream } from '../src/base/random.ts';
import type { Kind } from '../src/contract/context.ts';
import { handle } from '../src/kernel/handle.ts';
import { type Checkpoint, Player, recordRun, saveWorld, TimedRun } from '../src/kernel/index.ts';
import type { HandlerRunner } from '../src/kernel/world.ts';
import { compile } from '../src/scenario/compile.ts';
import { book, page } from './book.ts';

const cli = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const isWindows = process.platform === 'win32';
const root = fileURLToPath(new URL('..', import.meta.url));

type Runs = { readonly runs: readonly { scenario: string; seed: number; fingerprint: string; events: number }[] };

/** Of the large folders one scenario of each system, and none that a quick run leaves out; with `npm run test:deep` all of these. */
const LARGE = /^scenarios\/(cap|locks|transactions|paper)\//;
const files = book
  .filter(({ file, scenario }, index) => {
    if (scenario.sweep?.quick === 0) return false;
    if (process.env['FAULTLINE_DEEP'] === '1' || !LARGE.test(file)) return true;
    const isAlike = (other: (typeof book)[number]) =>
      other.scenario.system === scenario.system && LARGE.test(other.file) && other.scenario.sweep?.quick !== 0;
    return book.findIndex(isAlike) === index;
  })
  .map(({ file }) => file);
/** One seed of each scenario, and of each of its rows: who differs anywhere differs there, mostly. */
const command = [cli, 'run', ...files, '--seed', '1', '--json'];
const options = { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 } as const;

/** A scenario that is there for another seed may fail at this one. */
function printed(program: string, args: readonly string[], more: { readonly shell?: boolean } = {}): string {
  const { stdout, stderr, status } = spawnSync(program, args, { ...options, ...more });
  expect([0, 1], stderr).toContain(status);
  return stdout;
}

function fingerprintsOf(output: string): readonly string[] {
  const { runs } = JSON.parse(output) as Runs;
  return runs.map(({ scenario, seed, events, fingerprint }) => `${scenario} ${seed} ${events} ${fingerprint}`);
}

describe('processes of their own give the same fingerprints', () => {
  let first: readonly string[];
  beforeAll(() => {
    first = fingerprintsOf(printed(process.execPath, [...command, '--jobs', '1']));
    expect(first.length).toBeGreaterThanOrEqual(files.length);
  });

  test('with two threads', () => {
    const flags = ['run', 'scenarios/faults', '--seed', '1', '--json', '--jobs', '2'];
    const second = fingerprintsOf(printed(process.execPath, [cli, ...flags]));
    expect(second).toEqual(first.filter((line) => line.startsWith('scenarios/faults/')));
  });

  test('under a second Node', () => {
    // The floor is Node 20; 22 has another V8 and another ICU.
    const other = process.versions.node.startsWith('22.') ? '20' : '22';
    const npx = ['-y', '-p', `node@${other}`, 'node'];
    const shell = { ...options, shell: isWindows };
    const version = execFileSync('npx', [...npx, '--version'], shell);
    expect(version.trim(), 'npx -y -p node@… node needs the package registry').toMatch(new RegExp(`^v${other}\\.`));
    expect(fingerprintsOf(printed('npx', [...npx, ...command], { shell: isWindows }))).toEqual(first);
  });
});

/** The value with the keys of all its records in reversed order; what it has made itself stays as it is. */
class Reversed {
  private readonly made = new WeakMap<object, Plain>();

  of(value: Plain): Plain {
    if (typeof value !== 'object' || value === null) return value;
    const known = this.made.get(value);
    if (known !== undefined) return known;
    const copy = Array.isArray(value)
      ? value.map((item: Plain) => this.of(item))
      : Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, item]) => [key, this.of(item)]),
        );
    this.made.set(value, copy);
    this.made.set(copy, copy);
    return copy;
  }
}

/** Hands every handler such values, and goes on with what they lead to. */
function reversing(): HandlerRunner {
  const reversed = new Reversed();
  return (world, node, kind, input, from) => {
    const { disk } = node;
    const state = node.state === undefined ? undefined : reversed.of(node.state);
    node.disk = { ...disk, durable: reversed.of(disk.durable) as PlainRecord };
    const after = handle(world, node, kind, reversed.of(input) as Kind | null, from, state);
    node.disk = disk;
    return reversed.of(after);
  };
}

test('with the records of every state, message and disk in reversed key order the runs are the same', () => {
  for (const { file, scenario } of book) {
    const { plan } = compile(scenario);
    const [plain, reversed] = [new TimedRun(plan), new TimedRun(plan)];
    reversed.world.checked = reversing();
    // Handlers are what the order could matter to, and by then most have met every message of theirs.
    for (const run of [plain, reversed]) run.run(2_000);
    expect(reversed.result().fingerprint, file).toBe(plain.result().fingerprint);
  }
});

const three = [
  'scenarios/raft/crash-of-everyone.yaml',
  'scenarios/raft/flaky-network.yaml',
  'scenarios/cap/minority-partition.yaml',
];

/** All of a moment, field by field; as text, because a comparison of large values costs ten times as much. */
function fieldsOf(checkpoint: Checkpoint): { readonly [field: string]: string } {
  return Object.fromEntries(Object.entries(checkpoint).map(([field, value]) => [field, JSON.stringify(value)]));
}

for (const file of three) {
  let run: TimedRun;
  let fingerprint: string;

  beforeAll(() => {
    run = new TimedRun(compile(page(file).scenario).plan, { level: 'full' });
    run.run();
    fingerprint = run.result().fingerprint;
  });

  /** From a checkpoint, or an event after it, to the next checkpoint: from there on it is that one's run. */
  const goesOn = (from: Checkpoint, event = from.event) => {
    const there = new TimedRun(run.plan, {}, from);
    there.run(event);
    expect(there.world.events).toBe(event);
    const next = run.checkpoints[run.checkpoints.indexOf(from) + 1];
    there.run(next?.event);
    if (next === undefined) expect(there.result().fingerprint, `from event ${event}`).toBe(fingerprint);
    else expect(fieldsOf(saveWorld(there.world)), `from event ${event}`).toEqual(fieldsOf(next));
  };

  test(`${file}: from every checkpoint the run goes on the same, to the next one and the end`, () => {
    for (const checkpoint of run.checkpoints) goesOn(checkpoint);
  });

  test(`${file}: from 200 random events too`, () => {
    const random = new RandomStream('200', file);
    for (let i = 0; i < 200; i++) {
      const event = random.int(run.world.events);
      goesOn(run.checkpoints.findLast((checkpoint) => checkpoint.event <= event)!, event);
    }
  });

  test(`${file}: its recorded schedule, played, ends in the same states`, () => {
    const recorded = new TimedRun(run.plan);
    const recorder = recordRun(recorded);
    recorded.run();
    const schedule = recorder.schedule('named');
    const player = new Player(run.plan, schedule);
    expect(schedule.entries.filter((entry) => player.play(entry) === undefined)).toEqual([]);
    expect(hexOf(player.world.stateHash())).toBe(hexOf(run.world.stateHash()));
  });
}
