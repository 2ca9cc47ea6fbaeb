// What a line of a journal has to be. People edit files, and disks go bad: whatever is read back is looked at field by
// field, and what is odd is named, so that nothing behind it has to be wary.
import { parseWorld } from '../../plans/index.ts';
import type { Header, Line, MinimisedRecord, Repeat, SeedRecord } from './record.ts';
import { countOf, positionOf, type Share, shareText } from './seeds.ts';

/** The path of what is wrong: empty for the value itself. Undefined: nothing is. */
type Check = (value: unknown) => string | undefined;

/** What a line is, or in a clause what is wrong with it. */
export type Read<T> = { readonly is: T } | { readonly wrong: string };

const text = simple((value) => typeof value === 'string');
const flag = simple((value) => typeof value === 'boolean');
const count = simple((value) => Number.isSafeInteger(value) && (value as number) >= 0);
const fingerprint = simple((value) => typeof value === 'string' && /^[0-9a-f]{16}$/.test(value));
/** A file beside the journal. */
const capsuleName = simple((value) => typeof value === 'string' && /^[a-z0-9-]+\.yaml$/.test(value));
const seed = simple((value) => typeof value === 'string' && /^(0|[1-9]\d{0,15})$/.test(value));

const endings: { readonly [ending in SeedRecord['ending']]: true } = {
  completed: true,
  violated: true,
  'event budget': true,
  livelock: true,
  'queue flooded': true,
  'crashed in handler': true,
  'impure handler': true,
  interrupted: true,
  lost: true,
};

const sha256 = simple((value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value));

const headerCheck = fields({
  version: text,
  code: fields({ faultline: sha256, module: optional(sha256) }),
  scenario: text,
  name: text,
  first: count,
  last: count,
  shard: fields({ index: count, of: count }),
  strategy: simple((value) => value === 'random' || value === 'guided' || value === 'world'),
  world: optional(simple(isWorld)),
  sha256,
  text,
  description: fields({
    system: text,
    nodes: list(text),
    properties: list(text),
    kinds: list(text),
    hasStates: flag,
    modules: list(fields({ use: text, path: text })),
  }),
});

const recordCheck = fields({
  seed,
  world: optional(simple(isWorld)),
  ending: simple((value) => typeof value === 'string' && Object.hasOwn(endings, value)),
  events: count,
  time: count,
  fingerprint,
  failure: optional(fields({ property: text, rule: text, reason: text, event: count, time: count })),
  unjudged: optional(text),
  drawn: optional(simple(isOptions)),
  exercised: list(text),
  kinds: list(text),
  states: list(simple((value) => Number.isSafeInteger(value))),
});

const repeatCheck = fields({
  repeated: seed,
  fingerprint,
  difference: optional(
    fields({ event: simple((value) => value === null || count(value) === undefined), lines: list(text) }),
  ),
});

const minimisedCheck = fields({
  minimised: seed,
  property: text,
  rule: text,
  result: fields({
    capsule: capsuleName,
    ...{ before: count, events: count, writes: count, faults: count, operations: count },
    story: text,
    isReproduced: flag,
  }),
});

function isWorld(value: unknown): boolean {
  return typeof value === 'string' && parseWorld(value) !== undefined;
}

function isOptions(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((one) => ['number', 'boolean', 'string'].includes(typeof one));
}

export function isRecord(line: Line): line is SeedRecord {
  return 'seed' in line;
}

export function isRepeat(line: Line): line is Repeat {
  return 'repeated' in line;
}

/** Undefined: it is no header at all. */
export function headerOf(value: unknown): Read<Header> | undefined {
  if (typeof value !== 'object' || value === null || !('hunt' in value) || value.hunt !== 1) return undefined;
  const path = headerCheck(value);
  if (path !== undefined) return { wrong: wrongAt(path) };
  const header = value as Header;
  const { first, last, shard, strategy, world } = header;
  if ((strategy === 'world') !== (world !== undefined)) return { wrong: wrongAt('world') };
  if (shard.index < 1 || shard.index > shard.of) return { wrong: `there is no shard ${shard.index}/${shard.of}` };
  if (first > last || countOf(header) === 0) return { wrong: `no seed falls to ${shareText(header)}` };
  return { is: header };
}

/** A line behind the header, of a seed that is one of `share`. Undefined: it is no line of a journal at all. */
export function lineOf(value: unknown, share: Share): Read<Line> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const check = checkOf(value);
  if (check === undefined) return undefined;
  const path = check(value);
  if (path !== undefined) return { wrong: wrongAt(path) };
  const line = value as Line;
  const of = seedOf(line);
  return isIn(share, Number(of)) ? { is: line } : { wrong: `seed ${of} is none of ${shareText(share)}` };
}

function seedOf(line: Line): string {
  if (isRecord(line)) return line.seed;
  return isRepeat(line) ? line.repeated : (line satisfies MinimisedRecord).minimised;
}

function checkOf(value: object): Check | undefined {
  if ('seed' in value) return recordCheck;
  if ('repeated' in value) return repeatCheck;
  return 'minimised' in value ? minimisedCheck : undefined;
}

function isIn(share: Share, of: number): boolean {
  const position = positionOf(share, of);
  return Number.isInteger(position) && position >= 0 && of <= share.last;
}

function wrongAt(path: string): string {
  return `"${path}" is missing, or is not what it should be`;
}

function simple(test: (value: unknown) => boolean): Check {
  return (value) => (test(value) ? undefined : '');
}

function optional(check: Check): Check {
  return (value) => (value === undefined ? undefined : check(value));
}

function list(check: Check): Check {
  return (value) => {
    if (!Array.isArray(value)) return '';
    return value.every((item) => check(item) === undefined) ? undefined : '';
  };
}

function fields(checks: { readonly [name: string]: Check }): Check {
  const all = Object.entries(checks);
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return '';
    for (const [name, check] of all) {
      const path = check((value as { readonly [name: string]: unknown })[name]);
      if (path !== undefined) return path === '' ? name : `${name}.${path}`;
    }
    return undefined;
  };
}
