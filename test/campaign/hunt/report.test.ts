// What is made of finished seeds: groups, what was explored, and the same from shards as from the whole.
import { expect, test } from 'vitest';
import { groupsOf, slugOf } from '../../../src/campaign/hunt/groups.ts';
import { hashOf, parseJournal } from '../../../src/campaign/hunt/journal.ts';
import { merge } from '../../../src/campaign/hunt/merge.ts';
import { exploredIn, minimisedOf, reportOfHunt, tallyOf } from '../../../src/campaign/hunt/report.ts';
import { huntCard } from '../../../src/display/hunt-card.ts';
import { plainStyle } from '../../../src/display/style.ts';
import { clean, failing, header, journalText } from './pieces.ts';

const reportFor = (records: readonly ReturnType<typeof clean>[], maxFailures = 10) =>
  reportOfHunt({ header, shares: [header], tally: tallyOf(records, [], maxFailures), minimised: [], folder: 'out' });

test('failures are grouped by property and rule, by their first seeds', () => {
  const groups = groupsOf([
    failing(2, 'p', 'a'),
    clean(3),
    failing(4, 'q'),
    failing(5, 'p', 'b'),
    failing(9, 'p', 'a'),
  ]);
  expect(groups.map(({ first, seeds, capsule }) => [first.seed, seeds, capsule])).toEqual([
    ['2', ['2', '9'], 'p-1.yaml'],
    ['4', ['4'], 'q-1.yaml'],
    ['5', ['5'], 'p-2.yaml'],
  ]);
  expect(slugOf('Stuck in: handler/…')).toBe('stuck-in-handler');
});

test('a failure keeps the name of its capsule, and none is written over by another', () => {
  const recorded = (seed: string, rule: string, capsule: string) => {
    const sizes = { before: 9, events: 2, writes: 0, faults: 1, operations: 0, story: '' };
    return { minimised: seed, property: 'p', rule, result: { capsule, ...sizes, isReproduced: true } };
  };
  const [late, early] = [failing(9, 'p', 'a'), failing(2, 'p', 'b')];
  const old = [recorded('9', 'a', 'p-1.yaml')];
  const groups = groupsOf([early, late], old);
  expect(groups.map(({ first, capsule }) => [first.seed, capsule])).toEqual([
    ['2', 'p-2.yaml'],
    ['9', 'p-1.yaml'],
  ]);
  expect(minimisedOf(groups[1]!.first, old)?.capsule).toBe('p-1.yaml');
  // One that another failure has written over is made anew.
  const over = [...old, recorded('2', 'b', 'p-1.yaml')];
  expect(minimisedOf(groups[1]!.first, over)).toBe(undefined);
  expect(groupsOf([early, late], over).map(({ capsule }) => capsule)).toEqual(['p-1.yaml', 'p-2.yaml']);
});

test('the order in which seeds were finished leaves no trace; those behind the last failure do not count', () => {
  const records = [clean(1), failing(2), clean(3), failing(4), clean(5), failing(6)];
  const report = reportFor(records, 2);
  expect(report.seeds).toMatchObject({ done: 4, failing: 2, isCut: true });
  expect(reportFor([...records].reverse(), 2)).toEqual(report);
});

test('a failure that is not made small comes with a command that can be pasted', () => {
  const lines = huntCard(reportFor([failing(2)]), plainStyle);
  expect(lines).toContain('  again:  npx faultline hunt a.yaml --seeds 2..2 --out .faultline/hunt/seed-2');
  const world = '7:timers=2:later=1@40';
  const mutated = huntCard(reportFor([{ ...failing(2), world }]), plainStyle);
  expect(mutated).toContain(`  world:  ${world}`);
  expect(mutated).toContain(`  again:  npx faultline hunt a.yaml --world ${world} --out .faultline/hunt/seed-2`);
});

test('kinds and pairs of one run are counted, and what was never exercised', () => {
  const { kinds, pairs, properties, events, states } = exploredIn(
    [clean(1, { kinds: ['crash', 'cut'] }), clean(2, { kinds: ['cut'] })],
    header.description,
  );
  expect({ kinds, pairs, events, states }).toEqual({
    states: 2,
    kinds: { met: ['crash', 'cut'], missing: ['pause'] },
    pairs: { met: 1, possible: 3, missing: ['crash+pause', 'cut+pause'] },
    events: 20,
  });
  expect(properties).toEqual([
    { name: 'p', seeds: 2 },
    { name: 'q', seeds: 0 },
  ]);
});

test('a green result has the bound of the rule of three, and what nothing tested is not green', () => {
  const green = huntCard(reportFor(Array.from({ length: 100 }, (_, i) => clean(i + 1))), plainStyle).join('\n');
  // 3 / 100
  expect(green.replace(/\s+/g, ' ')).toContain(
    'CLEAN no failure in 100 seeds: the probability that a seed fails is below 3%',
  );
  expect(green).toMatch(/properties +1 of 2 exercised; never q/);
  const none = reportFor([clean(1, { exercised: [] })]);
  expect(none.verdict).toBe('untested');
  expect(huntCard(none, plainStyle).at(-1)).toBe('NOTHING TESTED  no property was exercised in any seed');
});

const shards = (records: readonly ReturnType<typeof clean>[]) =>
  [1, 2].map((index) => ({
    name: `${index}.ndjson`,
    journal: parseJournal(
      journalText(
        records.filter(({ seed }) => Number(seed) % 2 === index % 2),
        { ...header, shard: { index, of: 2 } },
      ),
      'j',
    )!,
  }));

test('two shards come to what the whole comes to', () => {
  const records = Array.from({ length: 100 }, (_, i) => (i % 7 === 6 ? failing(i + 1) : clean(i + 1)));
  const { shares, records: all, repeats } = merge(shards(records));
  const tally = tallyOf(all, repeats, 10);
  const merged = reportOfHunt({ header, shares, tally, minimised: [], folder: 'out' });
  expect(merged).toEqual(reportFor(records));
});

test('journals that do not belong together are refused, each in a sentence', () => {
  const named = (name: string, head: object, ...lines: object[]) => ({
    name,
    journal: parseJournal(journalText(lines, { ...header, ...head }), name)!,
  });
  const one = named('a', {}, clean(7));
  const another = { text: 'other', sha256: hashOf('other') };
  const refusal =
    (head: object, ...lines: object[]) =>
    () =>
      merge([one, named('b', head, ...lines)]);
  expect(refusal(another)).toThrow('a and b are of different texts of a.yaml');
  expect(refusal({ ...another, name: 'B' })).toThrow('a and b are of different scenarios: A, and B');
  expect(refusal({ version: '2.0.0' })).toThrow(
    'a and b were written by different versions of Faultline: 1.0.0 and 2.0.0',
  );
  expect(refusal({ code: { ...header.code, module: header.sha256 } })).toThrow(
    'a and b do not belong together: the code of the module that it uses was another',
  );
  expect(refusal({ strategy: 'guided' })).toThrow(
    'a and b do not belong together: with --strategy random, and with --strategy guided',
  );
  expect(refusal({}, clean(7, { world: '3:timers=7', events: 11 }))).toThrow(
    /^seed 7 is another world in a than in b: a guided hunt makes a world of those before it; merge the journals of/,
  );
  expect(refusal({}, clean(7))).not.toThrow();
  expect(refusal({}, clean(7, { events: 11 }))).toThrow(/^seed 7 came to different things in a and in b/);
});
