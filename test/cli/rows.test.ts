// Sweeps over rows on the command line: which runs there are, what their documents have, what is refused.
import { describe, expect, test } from 'vitest';
import { faultline, inFolder } from './command.ts';

const text = `faultline: 1
name: Echoes
about: How long an echo takes, by the network.
system: echo
network: { latency: 1ms }
workload: { kind: echo }
run: 300ms
measure:
  - { name: echoed, until: { on: { message: Echoed, to: c1, nth: 3 } } }
  - { name: answered, available: {} }
sweep:
  seeds: 4
  quick: 2
  over:
    - { name: near }
    - { name: far, seeds: 3, network: { latency: 10ms..12ms } }
    - { name: nowhere, network: { loss: 100% } }
expect:
  - distribution: { of: echoed, max: { atMost: 120ms } }
`;

type Run = { readonly row: string; readonly seed: number; readonly measures: { readonly [name: string]: object } };
type Row = { readonly row: string; readonly runs: number; readonly verdict: string; readonly measures: object };
type Document = {
  readonly runs: readonly Run[];
  readonly scenarios: readonly { readonly verdict: string; readonly rows: readonly Row[] }[];
};

const run = (...flags: readonly string[]) =>
  inFolder({ 'echoes.yaml': text }, (cwd) => faultline(['run', 'echoes.yaml', ...flags], { cwd }));

describe('runs', () => {
  test('are those of each row at its own seeds, and of a quick sweep at the quick number', () => {
    const seeds = ({ runs }: Document) => runs.map(({ row, seed }) => `${row} ${seed}`);
    expect(seeds(JSON.parse(run('--json').out))).toEqual([
      ...[1, 2, 3, 4].map((seed) => `near ${seed}`),
      ...[1, 2, 3].map((seed) => `far ${seed}`),
      ...[1, 2, 3, 4].map((seed) => `nowhere ${seed}`),
    ]);
    expect(seeds(JSON.parse(run('--json', '--quick', '--row', 'far').out))).toEqual(['far 1', 'far 2']);
    expect(seeds(JSON.parse(run('--json', '--seed', '7').out))).toEqual(['near 7', 'far 7', 'nowhere 7']);
  });

  test('say on each line of --ndjson which row they are', () => {
    const lines = run('--ndjson', '--row', 'far').out.trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as Run).row)).toEqual(['far', 'far', 'far']);
  });
});

describe('the document', () => {
  const document = JSON.parse(run('--json').out) as Document;
  const [scenario] = document.scenarios;
  const row = (name: string) => scenario!.rows.find((each) => each.row === name)!;

  test('has the whole of each distribution', () => {
    // Two milliseconds on the way, twenty between an answer and the next question: the third echo is there at 46 ms.
    expect(row('near')).toMatchObject({
      runs: 4,
      verdict: 'held',
      measures: {
        echoed: {
          unit: 'us',
          min: 46_000,
          median: 46_000,
          mean: 46_000,
          max: 46_000,
          values: [46_000, 46_000, 46_000, 46_000],
        },
        answered: { unit: 'share', max: 1 },
      },
    });
    const { values } = (row('far').measures as { echoed: { values: number[] } }).echoed;
    expect(values).toHaveLength(3);
    for (const value of values) expect(value >= 100_000 && value <= 112_000).toBe(true);
  });

  test('says of runs that ended first what they are more than', () => {
    expect(row('nowhere')).toMatchObject({
      verdict: 'failed',
      measures: {
        echoed: {
          median: null,
          values: [],
          beyond: [300_000, 300_000, 300_000, 300_000],
          moreThan: { median: 300_000 },
        },
      },
    });
    expect(scenario!.verdict).toBe('failed');
    expect(document.runs.at(-1)!.measures).toMatchObject({ echoed: { unit: 'us', value: null, moreThan: 300_000 } });
  });
});

describe('the text', () => {
  test('names row and claim that failed, and opens the run that lies farthest out', () => {
    const { code, out } = run();
    expect(code).toBe(1);
    expect(out).toContain('FAILED  echoes.yaml: nowhere: echoed: max at most 120ms: max more than 300ms of 4 runs');
    expect(out).toContain('4 ended first; the most is more than 300ms, at seed 1\n');
    expect(out).toContain('  step:   npx faultline step echoes.yaml --row nowhere --seed 1\n');
  });

  test('a quick sweep judges no distribution', () => {
    const { code, out } = run('--quick', '--row', 'near');
    expect(out).toContain('· near: echoed: max at most 120ms — not judged (quick), max 46ms of 2 runs');
    // Nothing else is claimed of the echo system, so nothing was tested.
    expect(code).toBe(3);
  });

  test('one seed of each row judges none either, and says that it is one seed', () => {
    for (const more of [[], ['--quick']]) {
      const { code, out } = run('--seed', '2', ...more);
      expect(out).not.toContain('(quick)');
      expect(out).toContain(
        '· near: echoed: max at most 120ms — not judged (one seed only; run without --seed to judge it), max',
      );
      expect(code).toBe(3);
    }
  });

  test('one run of a row has its card, with what was measured', () => {
    const { out } = run('--row', 'far', '--seed', '2');
    expect(out).toMatch(/^seed 2 {3}Echoes/);
    expect(out).toMatch(/measured\n {4}echoed {2}1[01]\d(\.\d)?ms\n {4}answered {2}100%/);
    expect(out).toContain('npx faultline step echoes.yaml --row far --seed 2');
    expect(run('--row', 'nowhere', '--seed', '2').out).toContain('echoed  >300ms, the run ended first');
  });
});

test('a row that is not there, and a capsule of a row, are refused in a sentence', () => {
  const unknown = run('--row', 'fra');
  expect([unknown.code, unknown.err.trim()]).toEqual([
    2,
    '--row fra: there is no such row, expected near, far or nowhere (did you mean "far"?)',
  ]);
  const saved = run('--row', 'far', '--seed', '1', '--save', 'far.capsule.yaml');
  expect(saved.code).toBe(2);
  expect(saved.err).toContain('--save is not for a row of a sweep');
});

test('a quick run leaves out what has quick: 0, and says so', () => {
  const long = text.replace('quick: 2', 'quick: 0');
  const both = { 'echoes.yaml': long, 'echo.yaml': text.slice(0, text.indexOf('measure:')) };
  inFolder(both, (cwd) => {
    expect(faultline(['run', '.', '--quick'], { cwd }).out).toContain('left out of a quick run: echoes.yaml');
    const { code, err } = faultline(['run', 'echoes.yaml', '--quick'], { cwd });
    expect([code, err]).toEqual([3, expect.stringContaining('a quick run leaves it out (quick: 0)')]);
    const row = faultline(['run', 'echoes.yaml', '--quick', '--row', 'far'], { cwd });
    expect([row.code, row.err]).toEqual([code, err]);
  });
});

describe('several systems', () => {
  const compared = text.replace('system: echo', 'systems: [echo, { system: echo, name: again }]');
  const inIts = (...args: readonly string[]) =>
    inFolder({ 'echoes.yaml': compared }, (cwd) => faultline([args[0]!, 'echoes.yaml', ...args.slice(1)], { cwd }));

  test('have a table, which can be had by itself, and their rows can be run alone', () => {
    expect(inIts('run', '--quick', '--markdown').out).toMatch(
      /^\*\*near\*\*\n\n\| system \| .*\n\| --- .*\n\| echo \| .*\n\| again \|/,
    );
    // One system under two names, and each has a line.
    expect(inIts('run', '--quick').out).toMatch(/ scenario +system +seeds .*\n. +Echoes +2 systems +12 /);
    expect(inIts('run', '--quick', '--row', 'again / far').out).toMatch(/Echoes +again +2 /);
    const { comparison } = (
      JSON.parse(inIts('run', '--quick', '--json').out) as { scenarios: { comparison: object[] }[] }
    ).scenarios[0]!;
    expect(comparison).toHaveLength(6);
    expect(comparison[4]).toMatchObject({ system: 'again', row: 'far', seeds: 2 });
  });

  test('and rows that are many stand on lines of their own where one is named that is none', () => {
    const more = ['a', 'b', 'c'].map((name) => `    - { name: ${name} }\n`).join('');
    const over = compared.replace('expect:\n', `${more}expect:\n`);
    const { code, err } = inFolder({ 'echoes.yaml': over }, (cwd) =>
      faultline(['run', 'echoes.yaml', '--row', 'again / nea'], { cwd }),
    );
    expect(code).toBe(2);
    expect(err).toBe(
      '--row again / nea: there is no such row, expected one of these systems, " / ", and one of these rows ' +
        '(did you mean "again / near"?):\n  echo\n  again\n\n  near\n  far\n  nowhere\n  a\n  b\n  c\n',
    );
  });

  test('are not hunted together', () => {
    const { code, err } = inIts('hunt', '--seeds', '1..2');
    expect(code).toBe(2);
    expect(err).toContain('hunt takes a scenario of one system, found echo, again');
  });
});
