// The report of a campaign, from its journal alone: sorted by seed, so that the order in which seeds were finished, and
// how often the campaign was interrupted, leave no trace in it.
import { join } from 'node:path';
import type { HuntExplored, HuntGroup, HuntMinimised, HuntReport, HuntVerdict } from '../../display/hunt-report.ts';
import { shownPath } from '../files.ts';
import { type Group, groupsOf, hasFailed, ownersOf } from './groups.ts';
import type { Description, Header, MinimisedRecord, Repeat, SeedRecord } from './record.ts';
import { countOfAll, type Share } from './seeds.ts';

/** What is counted of a campaign: its seeds in order, those behind the last failure that counts left out. */
export type Tally = {
  readonly records: readonly SeedRecord[];
  readonly repeats: readonly Repeat[];
  readonly groups: readonly Group[];
  readonly isCut: boolean;
};

/** `minimised`: what has a capsule already, see `groupsOf`. */
export function tallyOf(
  all: Iterable<SeedRecord>,
  repeats: Iterable<Repeat>,
  maxFailures: number,
  minimised: readonly MinimisedRecord[] = [],
): Tally {
  const sorted = [...all].sort((a, b) => Number(a.seed) - Number(b.seed));
  const failing = sorted.filter(hasFailed);
  const last = failing[maxFailures - 1];
  const end = last === undefined ? Number.POSITIVE_INFINITY : Number(last.seed);
  const records = sorted.filter(({ seed }) => Number(seed) <= end);
  const counted = [...repeats].filter(({ repeated }) => Number(repeated) <= end);
  const inOrder = counted.sort((a, b) => Number(a.repeated) - Number(b.repeated));
  return { records, repeats: inOrder, groups: groupsOf(records, minimised), isCut: last !== undefined };
}

export type ReportParts = {
  readonly header: Omit<Header, 'text' | 'sha256' | 'version' | 'hunt'>;
  /** More than one: of a merge. */
  readonly shares: readonly Share[];
  readonly tally: Tally;
  readonly minimised: readonly MinimisedRecord[];
  /** Where the capsules are. */
  readonly folder: string;
};

export function reportOfHunt({ header, shares, tally, minimised, folder }: ReportParts): HuntReport {
  const { records, repeats, groups, isCut } = tally;
  const { shard } = header;
  const explored = exploredIn(records, header.description);
  const difference = differenceIn(records, repeats);
  return {
    scenario: header.scenario,
    name: header.name,
    system: header.description.system,
    modules: header.description.modules.map(({ path }) => path),
    verdict: verdictOf(tally, explored, difference),
    strategy: header.strategy,
    seeds: {
      first: Math.min(...shares.map(({ first }) => first)),
      last: Math.max(...shares.map(({ last }) => last)),
      shard: shares.length > 1 || shard.of === 1 ? null : `${shard.index}/${shard.of}`,
      asked: countOfAll(shares),
      done: records.length,
      failing: records.filter(hasFailed).length,
      unfinished: records.filter(({ ending }) => ending === 'event budget').length,
      unjudged: records.filter(({ unjudged }) => unjudged !== undefined).length,
      isCut,
    },
    failures: groups.map((group) => reportOfGroup(group, minimised, folder)),
    explored,
    repeated: repeats.length,
    difference,
  };
}

function verdictOf(
  { groups, records }: Tally,
  explored: HuntExplored,
  difference: HuntReport['difference'],
): HuntVerdict {
  if (difference !== null) return 'not deterministic';
  if (groups.length > 0) return 'failed';
  if (!explored.properties.some(({ seeds }) => seeds > 0)) return 'untested';
  return records.some(({ ending, unjudged }) => ending === 'event budget' || unjudged !== undefined) ? 'open' : 'clean';
}

function reportOfGroup({ first, seeds }: Group, minimised: readonly MinimisedRecord[], folder: string): HuntGroup {
  const { property, rule, reason, event, time } = first.failure;
  const found = minimisedOf(first, minimised);
  const small: HuntMinimised | null =
    found === undefined ? null : { ...found, capsule: shownPath(join(folder, found.capsule)) };
  return {
    property,
    rule,
    reason,
    seeds,
    seed: first.seed,
    world: first.world ?? null,
    event,
    timeUs: time,
    options: first.drawn ?? null,
    minimised: small,
  };
}

/** What a failure has come to already, where its capsule is still there: none of another failure lies in its place. */
export function minimisedOf(
  { seed, failure }: Group['first'],
  minimised: readonly MinimisedRecord[],
): MinimisedRecord['result'] | undefined {
  const mine = minimised.findLast(
    (each) => each.minimised === seed && each.property === failure.property && each.rule === failure.rule,
  );
  return mine !== undefined && ownersOf(minimised).get(mine.result.capsule) === mine ? mine.result : undefined;
}

export function exploredIn(
  records: readonly SeedRecord[],
  { kinds, properties, hasStates }: Description,
): HuntExplored {
  const met = new Set<string>();
  const pairs = new Set<string>();
  const exercised = new Map(properties.map((name) => [name, 0]));
  const seen = new Set<readonly string[]>();
  const states = new Set<number>();
  let events = 0;
  let simulatedUs = 0;
  for (const record of records) {
    events += record.events;
    simulatedUs += record.time;
    for (const name of record.exercised) exercised.set(name, (exercised.get(name) ?? 0) + 1);
    for (const state of record.states) states.add(state);
    if (seen.has(record.kinds)) continue;
    seen.add(record.kinds);
    for (const kind of record.kinds) met.add(kind);
    for (const pair of pairsOf(record.kinds)) pairs.add(pair);
  }
  const possible = pairsOf([...new Set([...kinds, ...met])].sort());
  return {
    events,
    simulatedUs,
    states: hasStates ? states.size : null,
    kinds: { met: [...met].sort(), missing: kinds.filter((kind) => !met.has(kind)) },
    pairs: { met: pairs.size, possible: possible.length, missing: possible.filter((pair) => !pairs.has(pair)) },
    properties: [...exercised].map(([name, seeds]) => ({ name, seeds })),
  };
}

function pairsOf(kinds: readonly string[]): readonly string[] {
  return kinds.flatMap((one, i) => kinds.slice(i + 1).map((other) => `${one}+${other}`));
}

function differenceIn(records: readonly SeedRecord[], repeats: readonly Repeat[]): HuntReport['difference'] {
  const found = repeats.find(({ difference }) => difference !== undefined);
  if (found === undefined) return null;
  const { repeated: seed, fingerprint } = found;
  const first = records.find((record) => record.seed === seed)?.fingerprint ?? fingerprint;
  return { seed, fingerprints: [first, fingerprint], ...found.difference! };
}
