// The journal: what is written whole is never lost, what is torn is dropped, and no other campaign's is gone on with.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { JournalWriter, parseJournal, readJournal } from '../../../src/campaign/hunt/journal.ts';
import { refuseOther } from '../../../src/campaign/hunt/same-campaign.ts';
import { inFolder } from '../../cli/command.ts';
import { clean, failing, header, journalText } from './pieces.ts';

const repeat = { repeated: '1', fingerprint: clean(1).fingerprint };

test('seeds, repeats and minimised failures are read back as they were written', () => {
  const small = { capsule: 'p-1.yaml', before: 9, events: 2, writes: 0, faults: 1, operations: 0, story: 'n1 starts.' };
  const minimised = { minimised: '2', property: 'p', rule: 'r', result: { ...small, isReproduced: true } };
  const text = journalText([clean(1), failing(2), repeat, minimised]);
  expect(parseJournal(text, 'j')).toEqual({
    header,
    records: [clean(1), failing(2)],
    repeats: [repeat],
    minimised: [minimised],
    bytes: text.length,
  });
});

test('cut at any byte, it holds the lines before', () => {
  const text = journalText([clean(1), clean(2)]);
  for (let length = 0; length < text.length; length++) {
    const whole = text.slice(0, length).split('\n').length - 1;
    const journal = parseJournal(text.slice(0, length), 'j');
    expect(journal?.records.length ?? -1, `${length} bytes`).toBe(whole - 1);
  }
});

test('a writer goes on behind the last whole line', () => {
  inFolder({ 'j.ndjson': `${journalText([clean(1)])}{"seed":"2","end` }, (folder) => {
    const path = join(folder, 'j.ndjson');
    const writer = JournalWriter.open(path, readJournal(path)!.bytes);
    writer.append([clean(3), clean(4)]);
    writer.close();
    expect(readFileSync(path, 'utf8')).toBe(journalText([clean(1), clean(3), clean(4)]));
  });
});

test('what is no journal is refused with its line', () => {
  expect(() => parseJournal('hello\n', 'j')).toThrow('j is no journal of a hunt: line 1 is no header');
  expect(() => parseJournal('something', 'j')).toThrow('j is no journal of a hunt');
  expect(() => parseJournal(journalText([clean(1), { odd: 1 }, clean(2)]), 'j')).toThrow(
    'j: line 3 is no line of a journal',
  );
});

const slips: readonly (readonly [string, readonly object[], object, string])[] = [
  ['a list that is none', [clean(1), { ...clean(2), exercised: null }], {}, 'j: line 3: "exercised" is missing'],
  ['a failure without its fields', [{ ...clean(2), failure: {} }], {}, 'j: line 2: "failure.property" is missing'],
  ['an ending of no run', [{ ...clean(2), ending: 'bored' }], {}, 'j: line 2: "ending" is missing'],
  ['a seed out of range', [clean(999)], {}, 'j: line 2: seed 999 is none of seeds 1..100'],
  ['a seed of another shard', [clean(2)], { shard: { index: 1, of: 2 } }, 'seed 2 is none of shard 1/2 of seeds'],
  [
    'a repeat that tells nothing',
    [clean(1), { ...repeat, difference: {} }],
    {},
    'line 3: "difference.event" is missing',
  ],
  ['a repeat of what never was', [{ ...repeat, repeated: '77' }], {}, 'line 2: seed 77 has no line before it'],
  [
    'a repeat that hides',
    [clean(1), { ...repeat, fingerprint: '0'.repeat(16) }],
    {},
    'line 3: "difference" is missing',
  ],
  [
    'a capsule elsewhere',
    [{ minimised: '1', property: 'p', rule: 'r', result: { capsule: '../p.yaml' } }],
    {},
    '"result.capsule"',
  ],
  ['a header without its world', [], { strategy: 'world' }, 'j: line 1: "world" is missing'],
  ['a header with a world and seeds', [], { world: '4711' }, 'j: line 1: "world" is missing, or is not what'],
  ['a header without its shard', [], { shard: null }, 'j: line 1: "shard" is missing'],
  ['a header that describes nothing', [], { description: {} }, 'j: line 1: "description.system" is missing'],
  ['another text', [], { text: 'faultline: 2\n' }, 'j: line 1: the text of the scenario is not the one'],
];

test.each(slips)('%s is refused, with file and line', (_, lines, head, message) => {
  expect(() => parseJournal(journalText(lines, { ...header, ...head }), 'j')).toThrow(message);
});

test('a journal of another text, version, range or shard is refused; the same only without --resume', () => {
  const { sha256, version, code, shard } = header;
  const wanted = {
    sha256,
    version,
    code,
    share: { first: 1, last: 100, shard },
    course: { strategy: 'random' },
    isResumed: true,
  } as const;
  const journal = parseJournal(journalText([clean(1)]), 'j')!;
  const refusal = (other: object) => () => refuseOther(journal, 'j', { ...wanted, ...other });
  expect(refusal({})).not.toThrow();
  expect(refusal({ isResumed: false })).toThrow(
    'j is there already, 1 of 100 seeds are done: go on with --resume, or name another folder with --out',
  );
  expect(refusal({ sha256: 'e' })).toThrow('another campaign: the text of a.yaml was different; name another folder');
  expect(refusal({ version: '2.0.0' })).toThrow('it was written by Faultline 1.0.0, this is 2.0.0');
  const otherModule = { ...code, module: sha256 };
  expect(refusal({ code: otherModule })).toThrow('the code of the module that it uses was another');
  expect(refusal({ code: { ...code, faultline: sha256 } })).toThrow('the code of Faultline was another; name another');
  expect(refusal({ share: { first: 1, last: 200, shard } })).toThrow('it is of seeds 1..100, expected seeds 1..200');
  expect(refusal({ share: { first: 1, last: 100, shard: { index: 1, of: 2 } } })).toThrow(
    'expected shard 1/2 of seeds',
  );
  expect(refusal({ course: { strategy: 'guided' } })).toThrow(
    'it hunts with --strategy random, expected with --strategy guided',
  );
});
