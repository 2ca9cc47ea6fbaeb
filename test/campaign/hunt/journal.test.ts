// The journal: what is written whole is never lost, what is torn is dropped, and no other campaign's is gone on with.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { JournalWriter, parseJournal, readJournal } from '../../../src/campaign/hunt/journal.ts';
import { refuseOther } from '../../../src/campaign/hunt/same-campaign.ts';
import { inFolder } from '../../cli/command.ts';
import { clean, failing, header, journalText } from './pieces.ts';

const repeat = { repeated: '1', fingerprint: '0'.repeat(16) };

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

test('a journal of another text, version, range or shard is refused; the same only without --resume', () => {
  const { sha256, version, shard } = header;
  const wanted = { sha256, version, share: { first: 1, last: 100, shard }, isResumed: true };
  const journal = parseJournal(journalText([clean(1)]), 'j')!;
  const refusal = (other: object) => () => refuseOther(journal, 'j', { ...wanted, ...other });
  expect(refusal({})).not.toThrow();
  expect(refusal({ isResumed: false })).toThrow(
    'j is there already, 1 of 100 seeds are done: go on with --resume, or name another folder with --out',
  );
  expect(refusal({ sha256: 'e' })).toThrow('another campaign: the text of a.yaml was different; name another folder');
  expect(refusal({ version: '2.0.0' })).toThrow('it was written by Faultline 1.0.0, this is 2.0.0');
  expect(refusal({ share: { first: 1, last: 200, shard } })).toThrow('it is of seeds 1..100, expected seeds 1..200');
  expect(refusal({ share: { first: 1, last: 100, shard: { index: 1, of: 2 } } })).toThrow(
    'expected shard 1/2 of seeds',
  );
});
