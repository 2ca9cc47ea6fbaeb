// Schedules that a hunt rarely composes, written down: each file holds for Raft as it is, and finds the bug that it is
// named after. Two such schedules are in the book anyway. What the bugs are is in `raft.json`.
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import type { Run } from '../../src/index.ts';
import { type Mutant, mutantsOf } from './apply.ts';
import { builtProduct, plantedRaft } from './planted.ts';

const { runSync } = await builtProduct();
const folder = new URL('./directed/', import.meta.url);
const inTheBook = { M29: 'paper/raft-figure-8.yaml', M74: 'raft/change-in-a-new-term.yaml' };

/** Named in the reference of Raft bugs as those that chance does not compose. M59 cannot be planted. */
const asked = ['M29', 'M37', 'M43', 'M63', 'M74', 'M90', 'M104'];

const files: readonly (readonly [string, URL])[] = [
  ...readdirSync(folder).map((name) => [basename(name, '.yaml'), new URL(name, folder)] as const),
  ...Object.entries(inTheBook).map(([id, path]) => [id, new URL(`../../scenarios/${path}`, import.meta.url)] as const),
];

test('the schedules that were asked for are there', () => {
  expect(files.map(([id]) => id)).toEqual(expect.arrayContaining(asked));
});

test.each(files)('%s', async (id, file) => {
  const mutant = mutantsOf('raft').find((one) => one.id === id)!;
  const text = readFileSync(file, 'utf8');
  const right = runSync(text, { checked: false });
  expect(right.report.verdict, right.card).toBe('held');
  const planted = runSync(text, { systems: [await plantedRaft(mutant)], checked: false });
  expect(planted.report.verdict, planted.card).toBe('failed');
  if (mutant.kind === 'safety') expect(caught(planted, mutant), planted.card).not.toEqual([]);
  else expect(firstMissed(planted), planted.card).toMatch(/answered|no gap longer|become leader/);
});

/** The properties of its row that were violated. */
function caught({ report }: Run, { properties = [] }: Mutant): readonly string[] {
  return properties.filter((name) => report.consistency[name] === 'violated');
}

/** A bug that costs liveness misses a bound of the file's own, on answers or on a leader, before it fails anything else. */
function firstMissed({ report }: Run): string | undefined {
  return report.expectations.find(({ verdict }) => verdict === 'failed')?.text;
}
