// Meters: what a system measures of itself, and counts by kind. They change nothing in a run.
import { describe, expect, test } from 'vitest';
import { type AnyMeter, meter } from '../../src/contract/figures.ts';
import { ms } from '../../src/contract/time.ts';
import { saveWorld, TimedRun } from '../../src/kernel/index.ts';
import { type C, play, type Script, type State, say } from './faults/scripted.ts';
import { crash } from './small.ts';

/** n1 says a, b, c, d to n2, which hears them at 11, 21, 31 and 41; it writes at 15 and 25. */
const four: Script = ['a', 'b', 'c', 'd'].map((text, i) => [10 * (i + 1), 'n1', say('n2', text)]);
const write = (kind: string) => (ctx: C) => ctx.persist({ x: 1 }, { kind });
const script: Script = [...four, [15, 'n1', write('vote')], [25, 'n1', write('log')], [35, 'n1', write('vote')]];

type Memory = { readonly since: number | null };

/** The time between two texts that n2 hears, and how many it had heard when it went down. */
const gaps = meter<State, Memory>({
  group: 'server',
  figures: { gap: { about: 'between two texts', unit: 'duration' }, heard: { about: 'at a crash', unit: 'count' } },
  initial: { since: null },
  observe(memory, { node: id, before, after }, at, record) {
    if (id !== 'n2') return memory;
    if (after === undefined) record('heard', before!.heard);
    if (after === undefined || after.heard === (before?.heard ?? 0)) return memory;
    if (memory.since !== null) record('gap', at - memory.since);
    return { since: at };
  },
  end({ since }, at, record) {
    if (since !== null) record('gap', at - since);
  },
});

const samples = (meters: readonly AnyMeter[], faults = {}) =>
  play({ script, ...faults, meters, until: 50_000 }).result.samples?.map(({ figure, value, time }) => [
    figure,
    value,
    time,
  ]);

describe('samples', () => {
  test('are recorded with the true time, and what is open at the end is told then', () => {
    expect(samples([gaps])).toEqual([
      ['gap', 10_000, 21_000],
      ['gap', 10_000, 31_000],
      ['gap', 10_000, 41_000],
      ['gap', 9_000, 50_000],
    ]);
  });

  test('a crash is a change, too', () => {
    const faults = { faults: [crash(ms(25), 'n2', ms(30))] };
    expect(samples([gaps], faults)).toEqual([
      ['gap', 10_000, 21_000],
      ['heard', 2, 25_000],
      ['gap', 10_000, 31_000],
      ['gap', 10_000, 41_000],
      ['gap', 9_000, 50_000],
    ]);
  });

  test('a plan without meters has none', () => expect(samples([])).toBeUndefined());
});

test('messages sent and writes issued are counted by kind, in order of name', () => {
  const { result } = play({ script, countsKinds: true });
  expect(result.kindCounts).toEqual({ sent: { Say: 4 }, written: { log: 1, vote: 2 } });
  expect(Object.keys(result.kindCounts!.written)).toEqual(['log', 'vote']);
});

test('a run with meters and counts is the same run, and a checkpoint keeps what they recorded', () => {
  const { run, result } = play({ script, meters: [gaps], countsKinds: true });
  expect(result.fingerprint).toBe(play({ script }).result.fingerprint);
  const half = new TimedRun(run.plan);
  half.run(10);
  const rest = half.from(saveWorld(half.world));
  rest.run();
  expect(rest.result().samples).toEqual(result.samples);
  expect(rest.result().kindCounts).toEqual(result.kindCounts);
});
