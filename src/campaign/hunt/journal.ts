// The journal of a campaign: lines of JSON, a header and then one for each finished seed, in the order in which they
// were finished. A line that is written whole is never lost, whatever ends the process; a torn last one is dropped.
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, truncateSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { explain, explainWrite, shownPath } from '../files.ts';
import { textOf } from '../text-file.ts';
import { headerOf, isRecord, isRepeat, lineOf } from './journal-lines.ts';
import type { Header, Line, MinimisedRecord, Repeat, SeedRecord } from './record.ts';
import { HuntRefused } from './refused.ts';

export type Journal = {
  readonly header: Header;
  readonly records: readonly SeedRecord[];
  readonly repeats: readonly Repeat[];
  readonly minimised: readonly MinimisedRecord[];
  /** Bytes up to the end of the last whole line: what follows is torn. */
  readonly bytes: number;
};

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Undefined: there is no file, or nothing whole in it. Throws `HuntRefused` for what is no journal. */
export function readJournal(path: string): Journal | undefined {
  let text: string;
  try {
    text = textOf(path);
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw new HuntRefused(`${shownPath(path)}: the journal cannot be read: ${explain(error)}`);
  }
  return parseJournal(text, shownPath(path));
}

/** `shown`: how the file is named in what is said of it. */
export function parseJournal(text: string, shown: string): Journal | undefined {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole === '') {
    if (text === '' || text.startsWith('{"hunt":1'.slice(0, text.length))) return undefined;
    throw new HuntRefused(`${shown} is no journal of a hunt: line 1 is no header`);
  }
  const [first = '', ...rest] = whole.slice(0, -1).split('\n');
  const header = wholeHeader(first, shown);
  const seen = new Interned();
  const records = new Map<string, SeedRecord>();
  const repeats = new Map<string, Repeat>();
  const minimised: MinimisedRecord[] = [];
  for (const [index, text] of rest.entries()) {
    const read = lineOf(parsed(text), header);
    const wrong = wrongIn(read, records);
    if (read === undefined || !('is' in read) || wrong !== undefined) {
      const why = wrong === undefined ? ' is no line of a journal' : `: ${wrong}`;
      throw new HuntRefused(`${shown}: line ${index + 2}${why}; move the file away to begin anew`);
    }
    const line = read.is;
    if (isRecord(line)) records.set(line.seed, seen.record(line));
    else if (isRepeat(line)) repeats.set(line.repeated, line);
    else minimised.push(line);
  }
  return {
    header,
    records: [...records.values()],
    repeats: [...repeats.values()],
    minimised,
    bytes: Buffer.byteLength(whole),
  };
}

/** Appends whole lines, each write at once: what it returned from survives the process. */
export class JournalWriter {
  private readonly file: number;
  private readonly path: string;

  private constructor(path: string, file: number) {
    this.path = path;
    this.file = file;
  }

  /** Opens the file, makes its folder, and cuts off all behind `bytes`. */
  static open(path: string, bytes: number): JournalWriter {
    try {
      mkdirSync(dirname(path), { recursive: true });
      const file = openSync(path, 'a');
      truncateSync(path, bytes);
      return new JournalWriter(path, file);
    } catch (error) {
      throw new HuntRefused(`${shownPath(path)}: the journal cannot be written: ${explainWrite(error)}`);
    }
  }

  append(lines: readonly (Header | Line)[]): void {
    if (lines.length === 0) return;
    let rest = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    try {
      while (rest.length > 0) rest = rest.subarray(writeSync(this.file, rest));
    } catch (error) {
      throw new HuntRefused(`${shownPath(this.path)}: the journal cannot be written: ${explainWrite(error)}`);
    }
  }

  close(): void {
    closeSync(this.file);
  }
}

/** Lists that many seeds have alike are kept once: a million seeds have a few hundred different ones. */
export class Interned {
  private readonly lists = new Map<string, readonly string[]>();

  record(record: SeedRecord): SeedRecord {
    return { ...record, exercised: this.list(record.exercised), kinds: this.list(record.kinds) };
  }

  private list(items: readonly string[]): readonly string[] {
    const key = items.join('\n');
    const known = this.lists.get(key);
    if (known !== undefined) return known;
    this.lists.set(key, items);
    return items;
  }
}

/** The header of a journal, with the text that it has the hash of. */
function wholeHeader(line: string, shown: string): Header {
  const read = headerOf(parsed(line));
  if (read === undefined) throw new HuntRefused(`${shown} is no journal of a hunt: line 1 is no header`);
  if ('wrong' in read) throw new HuntRefused(`${shown}: line 1: ${read.wrong}; move the file away to begin anew`);
  if (hashOf(read.is.text) !== read.is.sha256) {
    throw new HuntRefused(`${shown}: line 1: the text of the scenario is not the one that "sha256" is of`);
  }
  return read.is;
}

/** What is wrong with a line, as it stands behind the records before it. */
function wrongIn(read: ReturnType<typeof lineOf>, records: ReadonlyMap<string, SeedRecord>): string | undefined {
  if (read === undefined) return undefined;
  if ('wrong' in read) return read.wrong;
  const line = read.is;
  if (isRecord(line)) return undefined;
  const seed = isRepeat(line) ? line.repeated : line.minimised;
  const record = records.get(seed);
  if (record === undefined) return `seed ${seed} has no line before it`;
  if (!isRepeat(line) || line.difference !== undefined || record.fingerprint === line.fingerprint) return undefined;
  return `"difference" is missing: seed ${seed} had another fingerprint before`;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
