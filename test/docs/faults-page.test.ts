// docs/faults.md leaves no fault out, and what it names as tried is there.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { conditions, disk, network } from '../../src/scenario/schema/conditions.ts';
import { faultActions, faultBranches } from '../../src/scenario/schema/faults.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = join(root, 'docs/faults.md');
const [models, tried] = readFileSync(page, 'utf8').split('## Each fault tried') as [string, string];

/** The cells of each row of the tables in a text, without titles and rules. */
function rowsOf(text: string): readonly (readonly string[])[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    )
    .filter(([first]) => first !== 'fault');
}

/** What a scenario can say, from its schema: faults, conditions of links, and what it says of disks. */
const sayable = [
  ...faultActions.filter((action) => action !== 'network'),
  ...Object.keys(conditions).filter((key) => key !== 'reorderBy'),
  ...Object.keys(disk.shape).filter((key) => key !== 'latency'),
];

test('every fault that a scenario can say is in a table, with what it models and what it does not', () => {
  const rows = rowsOf(models);
  expect([...rows.map(([fault]) => fault)].sort()).toEqual([...sayable, 'stream', 'kinds'].sort());
  for (const row of rows) {
    expect(row, row[0]).toHaveLength(4);
    for (const cell of row) expect(cell.length, row[0]).toBeGreaterThan(2);
  }
  // The words that a scenario writes are all shown.
  for (const key of [...Object.keys(network.shape), ...Object.keys(faultBranches.clock.shape)]) {
    if (['name', 'between', 'from', 'to'].includes(key)) continue;
    expect(models, `${key} is not shown`).toMatch(new RegExp(`\\b${key}\\b`));
  }
});

test('that a machine without power answers a reset is said where crashes and streams are', () => {
  const limits = new Map(rowsOf(models).map(([fault, , , without]) => [fault, without]));
  for (const fault of ['crash', 'stream']) expect(limits.get(fault), fault).toMatch(/power.* reset.*one round trip/i);
});

test('every fault was tried with it and without', () => {
  const rows = rowsOf(tried);
  const faults = new Set(rows.map(([fault]) => fault!.split(',')[0]));
  for (const fault of [...sayable, 'stream', 'kinds', 'on an event', 'on a state']) {
    expect(faults.has(fault), fault).toBe(true);
  }
  for (const unsynced of ['drawn', 'lost', 'kept', 'torn']) {
    expect(tried, unsynced).toContain(`| crash, \`${unsynced}\` |`);
  }
  for (const [fault, ...cells] of rows) {
    expect(cells, fault).toHaveLength(2);
    for (const cell of cells) expect(isThere(cell), `${fault}: ${cell}`).toBe(true);
  }
});

const tests = readdirSync(join(root, 'test/kernel'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts'))
  .map((path) => readFileSync(join(root, 'test/kernel', path), 'utf8'))
  .join('\n');

/** A scenario of the book, or the title of a test of the kernel. */
function isThere(cell: string): boolean {
  const link = /\((.*\.yaml)\)$/.exec(cell)?.[1];
  if (link !== undefined) return existsSync(join(dirname(page), link));
  const title = /^“(.*)”$/.exec(cell)?.[1];
  return title !== undefined && tests.includes(`test('${title}'`);
}
