// The flags of `faultline hunt`: what they were given, read into numbers, or refused in a sentence.

import type { Course } from '../../campaign/hunt/course.ts';
import { type SeedRange, type Shard, type Share, WHOLE } from '../../campaign/hunt/seeds.ts';
import { parseWorld } from '../../plans/index.ts';
import { parseDuration } from '../../scenario/index.ts';
import { Exit, exitCodes } from '../exit.ts';
import type { Format } from '../github.ts';
import type { ColourChoice } from '../terminal.ts';

export type HuntFlags = {
  readonly seeds?: string;
  readonly strategy?: 'random' | 'guided';
  /** The name of one world, instead of seeds. */
  readonly world?: string;
  readonly time?: string;
  readonly maxFailures: number;
  readonly jobs?: number;
  readonly shard?: string;
  readonly out?: string;
  readonly resume?: boolean;
  readonly merge?: readonly string[];
  readonly minimise: boolean;
  /** With `--merge`: the module that the journals' scenario uses may be loaded. */
  readonly allowCode?: boolean;
  readonly json?: boolean;
  readonly ndjson?: boolean;
  readonly format?: Format;
  readonly color: ColourChoice;
};

const SEEDS_DEFAULT: SeedRange = { first: 1, last: 1000 };
/** As in scenario files. */
const SEED_MOST = Number.MAX_SAFE_INTEGER - 1_000_000;
/** Positions are counted in 32 bits. */
const SEEDS_MOST = 2 ** 31 - 2;
const SHARDS_MOST = 10_000;

/** `A..B`, both inclusive; a single seed stands for itself. */
export function seedsOf(text: string | undefined): SeedRange {
  if (text === undefined) return SEEDS_DEFAULT;
  const [, a = '', b = a] = /^(\d{1,16})(?:\.\.(\d{1,16}))?$/.exec(text) ?? [];
  const range = { first: Number(a), last: Number(b) };
  if (a === '' || range.last > SEED_MOST)
    refuse('--seeds', text, `two whole numbers up to ${SEED_MOST} such as 1..1000`);
  if (range.first > range.last) refuse('--seeds', text, `the lower seed first: ${b}..${a}`);
  if (range.last - range.first >= SEEDS_MOST) refuse('--seeds', text, `at most ${SEEDS_MOST} seeds`);
  return range;
}

/** What is hunted in: the seeds, and how their worlds are chosen; or one world by its name, as the seed that it begins with. */
export function courseOf(flags: HuntFlags): { readonly share: Share; readonly course: Course } {
  const { seeds, strategy = 'random', world, shard } = flags;
  if (world === undefined) return { share: { ...seedsOf(seeds), shard: shardOf(shard) }, course: { strategy } };
  const other = (['seeds', 'shard', 'strategy'] as const).find((name) => flags[name] !== undefined);
  if (other !== undefined) throw new Exit(exitCodes.usage, `--world names one world: leave out --${other}`);
  const { seed: text = '' } = parseWorld(world) ?? {};
  const seed = /^(0|[1-9]\d*)$/.test(text) ? Number(text) : Number.NaN;
  if (!(seed <= SEED_MOST)) refuse('--world', world, 'a name that a guided hunt printed, such as 4711:timers=900');
  return { share: { first: seed, last: seed, shard: WHOLE }, course: { strategy: 'world', world } };
}

export function shardOf(text: string | undefined): Shard {
  if (text === undefined) return WHOLE;
  const [, i = '', n = ''] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const shard = { index: Number(i), of: Number(n) };
  const isFine = i !== '' && shard.index >= 1 && shard.index <= shard.of && shard.of <= SHARDS_MOST;
  return isFine ? shard : refuse('--shard', text, `i/n such as 1/4, i from 1 to n, n up to ${SHARDS_MOST}`);
}

/** Milliseconds. */
export function timeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const parsed = parseDuration(text);
  if ('problem' in parsed) throw new Exit(exitCodes.usage, `--time: ${parsed.problem}`);
  if (parsed.value < 1000) refuse('--time', text, 'at least 1ms');
  return Math.round(parsed.value / 1000);
}

function refuse(flag: string, text: string, expected: string): never {
  throw new Exit(exitCodes.usage, `${flag}: found ${JSON.stringify(text)}, expected ${expected}`);
}
