// Journals of shards, or of ranges that are next to each other, joined into one: as if one campaign had done it all.
import { shownPath } from '../files.ts';
import { codeDifference, type Writer, writerDifference } from './code.ts';
import { courseText } from './course.ts';
import { type Journal, readJournal } from './journal.ts';
import type { Header, Repeat, SeedRecord } from './record.ts';
import { HuntRefused } from './refused.ts';
import type { Share } from './seeds.ts';

export type Merged = {
  readonly header: Header;
  readonly shares: readonly Share[];
  readonly records: readonly SeedRecord[];
  readonly repeats: readonly Repeat[];
};

/** Two journals have a seed that came to different things: the scenario is not deterministic. */
export class SeedsDiffer extends HuntRefused {}

/** Throws `HuntRefused` for what does not belong together. */
export function readJournals(paths: readonly string[]): Merged {
  const journals = paths.map((path) => {
    const journal = readJournal(path);
    if (journal === undefined) throw new HuntRefused(`${shownPath(path)}: there is no such file, or no journal in it`);
    return { name: shownPath(path), journal };
  });
  return merge(journals);
}

export type Named = { readonly name: string; readonly journal: Journal };

export function merge(journals: readonly Named[]): Merged {
  const [first] = journals as readonly [Named, ...Named[]];
  const records = new Map<string, { readonly record: SeedRecord; readonly name: string }>();
  const repeats = new Map<string, Repeat>();
  for (const { name, journal } of journals) {
    refuseStranger(first, { name, journal });
    for (const record of journal.records) {
      const known = records.get(record.seed);
      if (known !== undefined) refuseDifferent(record, name, known.record, known.name);
      records.set(record.seed, { record, name });
    }
    for (const repeat of journal.repeats) {
      const known = repeats.get(repeat.repeated);
      if (known?.difference === undefined) repeats.set(repeat.repeated, repeat);
    }
  }
  return {
    header: first.journal.header,
    shares: distinct(journals.map(({ journal }) => journal.header)),
    records: [...records.values()].map(({ record }) => record),
    repeats: [...repeats.values()],
  };
}

function refuseStranger(one: Named, other: Named): void {
  const [a, b] = [one.journal.header, other.journal.header];
  const both = `${one.name} and ${other.name}`;
  if (a.sha256 !== b.sha256) {
    const what =
      a.name === b.name ? `different texts of ${a.scenario}` : `different scenarios: ${a.name}, and ${b.name}`;
    throw new HuntRefused(`${both} are of ${what}`);
  }
  if (courseText(a) !== courseText(b)) {
    throw new HuntRefused(`${both} do not belong together: ${courseText(a)}, and ${courseText(b)}`);
  }
  if (a.version !== b.version) {
    throw new HuntRefused(`${both} were written by different versions of Faultline: ${a.version} and ${b.version}`);
  }
  const otherCode = codeDifference(a.code, b.code);
  if (otherCode !== undefined) throw new HuntRefused(`${both} do not belong together: ${otherCode}`);
}

/** What journals say was found by the code that wrote them: another would neither find nor minimise it. */
export function refuseOtherCode(header: Header, shown: string, now: Writer): void {
  const differs = writerDifference(header, now);
  if (differs === undefined) return;
  throw new HuntRefused(`${shown} is of other code: ${differs}; merge it with the code that wrote it, or hunt again`);
}

function refuseDifferent(one: SeedRecord, name: string, other: SeedRecord, otherName: string): void {
  const isSame = one.fingerprint === other.fingerprint && one.ending === other.ending && one.events === other.events;
  if (isSame) return;
  if (one.world !== other.world) {
    const why = 'a guided hunt makes a world of those before it';
    const what = 'merge the journals of shards, or of ranges that have no seed in common';
    throw new HuntRefused(`seed ${one.seed} is another world in ${otherName} than in ${name}: ${why}; ${what}`);
  }
  const found = `${other.fingerprint} after ${other.events} events, and ${one.fingerprint} after ${one.events}`;
  throw new SeedsDiffer(`seed ${one.seed} came to different things in ${otherName} and in ${name}: ${found}`);
}

function distinct(headers: readonly Header[]): readonly Share[] {
  const byText = new Map(
    headers.map(({ first, last, shard }) => [JSON.stringify([first, last, shard]), { first, last, shard }]),
  );
  return [...byText.values()];
}
