// The lock of a journal: one process at a time, what a dead one has left is taken over, and nobody else's is.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockJournal } from '../../../src/campaign/hunt/lock.ts';
import { HuntRefused } from '../../../src/campaign/hunt/refused.ts';

let folder: string;
const journal = () => join(folder, 'journal.ndjson');
const lock = () => `${journal()}.lock`;
const since = '2026-01-02T03:04:05.678Z';
const write = (holder: object) => writeFileSync(lock(), JSON.stringify({ pid: 1, host: hostname(), since, ...holder }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a second one is refused with who holds it; once it is given back there is none', () => {
  const unlock = lockJournal(journal());
  expect(() => lockJournal(journal())).toThrow(HuntRefused);
  const seconds = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`;
  expect(() => lockJournal(journal())).toThrow(
    new RegExp(
      `: process ${process.pid} on ${hostname()} hunts there, since ${seconds}: wait for it to end, or name another folder with --out; if it is no hunt any more, remove .*journal\\.ndjson\\.lock$`,
    ),
  );
  unlock();
  expect(readdirSync(folder)).toEqual([]);
  lockJournal(journal())();
});

test.each([
  ['of a process that is dead', () => write({ pid: spawnSync(process.execPath, ['--version']).pid })],
  ['of an earlier process with our number', () => write({ pid: process.pid })],
])('one %s is taken over', (_, leave) => {
  leave();
  const unlock = lockJournal(journal());
  expect(JSON.parse(readFileSync(lock(), 'utf8'))).toMatchObject({ pid: process.pid, host: hostname() });
  expect(readdirSync(folder)).toEqual(['journal.ndjson.lock']);
  unlock();
  expect(existsSync(lock())).toBe(false);
});

test.each([
  ['of a process that lives', () => write({ pid: process.ppid }), 'hunts there, since 2026-01-02T03:04:05Z: wait'],
  ['of another machine', () => write({ host: 'elsewhere' }), 'process 1 on elsewhere hunts there'],
  ['that is not written yet', () => writeFileSync(lock(), ''), 'another process hunts there: wait for it'],
])('one %s is left alone', (_, leave, message) => {
  leave();
  const before = readFileSync(lock(), 'utf8');
  expect(() => lockJournal(journal())).toThrow(message);
  expect(readFileSync(lock(), 'utf8')).toBe(before);
});
