// The kill matrix in small: some planted bugs, each at a seed of its profile at which it dies, and changes that break
// nothing over a few seeds of every profile. `npm run mutants` does all of them, with the whole budget.
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Mutant, mutantsOf } from './apply.ts';
import { keyOf } from './matrix/journal.ts';
import { type Product, productIn } from './matrix/product.ts';
import { inOrder, type ProfileName, profiles } from './matrix/profiles.ts';
import { judged } from './matrix/row.ts';
import { atLeastHeads } from './matrix/statistics.ts';
import { faultless, Worlds } from './matrix/world.ts';
import { load, plantedRaft } from './planted.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const right = await productIn(root, load);
const rows = mutantsOf('raft');
const rowOf = (id: string): Mutant => rows.find((row) => row.id === id)!;

async function withBug(row: Mutant): Promise<Product> {
  return { ...right, systems: [await plantedRaft(row)] };
}

function caughtIn(product: Product, row: Mutant, profile: ProfileName, seed: number): string | undefined {
  return judged(new Worlds(product, inOrder(profile)[0]!, row).of(seed), product).property;
}

describe('a planted bug dies by a property of its row, and without it the same run holds', () => {
  test.each<readonly [string, ProfileName, number, string]>([
    ['M03', 'crashes', 3, 'leader-completeness'],
    ['M07', 'drops', 1, 'recovers'],
    ['M25', 'changes', 7, 'committed-is-held'],
    ['M31', 'duplicates', 2, 'committed-is-held'],
    ['M34', 'delays', 2, 'committed-is-held'],
    ['M39', 'delays', 7, 'recovers'],
    ['M41', 'disks', 3, 'committed-is-held'],
    ['M46', 'crashes', 2, 'sessions-apply-once'],
  ])('%s under %s, seed %d: %s', async (id, profile, seed, property) => {
    const row = rowOf(id);
    expect(row.properties).toContain(property);
    expect(caughtIn(await withBug(row), row, profile, seed)).toBe(property);
    expect(caughtIn(right, row, profile, seed)).toBeUndefined();
  });
});

test.each(['B4', 'B8', 'B10'])('%s breaks nothing over 30 seeds, and every profile is among them', async (id) => {
  const row = rowOf(id);
  const product = await withBug(row);
  const flagged = Array.from({ length: 30 }, (_, index) => {
    const { name } = profiles[index % profiles.length]!;
    return caughtIn(product, row, name, index + 1);
  });
  expect(flagged.filter((property) => property !== undefined)).toEqual([]);
});

test('a planted bug has to leave the scenario without faults green', async () => {
  const product = await withBug(rowOf('M03'));
  expect(product.runScenario(faultless(product)).judgement.verdict).toBe('held');
});

test('the sign test: 8 of 8 and 9 of 10 by chance are 1/256 and 11/1024', () => {
  expect(atLeastHeads(8, 8)).toBe(1 / 256);
  expect(atLeastHeads(9, 10)).toBe(11 / 1024);
  expect(atLeastHeads(0, 0)).toBe(1);
});

test('a row counts again only for the same bug, budget and source', () => {
  const budget = { profiles: ['delays'], seeds: 1 } as const;
  const key = keyOf(rowOf('M03'), budget, 'source');
  expect(keyOf({ ...rowOf('M03'), survives: 'for readers' }, budget, 'source')).toBe(key);
  expect(keyOf({ ...rowOf('M03'), nodes: 5 }, budget, 'source')).not.toBe(key);
  expect(keyOf(rowOf('M03'), { ...budget, seeds: 2 }, 'source')).not.toBe(key);
  expect(keyOf(rowOf('M03'), budget, 'another')).not.toBe(key);
});
