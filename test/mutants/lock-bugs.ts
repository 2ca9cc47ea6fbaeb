// Planted bugs of locks, each with a scenario that leads to it: it holds for the lock as it is, and with the bug the property
// that the row names is violated. Where nothing goes wrong the bug does not show.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Mutant, mutantsOf } from './apply.ts';
import { builtProduct, type Origin, plantedSystem } from './planted.ts';

type Row = Mutant & { readonly property: string; readonly scenario: string; readonly row?: string };

export type LockBugs = {
  /** By protocol. */
  readonly origins: { readonly [protocol: string]: Origin };
  /** Nothing goes wrong, and work is shorter than any lease: what a scenario has of its own for that. */
  readonly green: { readonly network: object; readonly workload: object; readonly run: string };
  /** Acquisitions that are to be seen there. */
  readonly acquired: number;
  /** Bugs that there are at least. */
  readonly atLeast: number;
  /** Of each protocol so many are planted. Default: all. */
  readonly most?: number;
};

const { runSync } = await builtProduct();

export function testLockBugs({ origins, green, acquired, atLeast, most }: LockBugs): void {
  for (const [protocol, origin] of Object.entries(origins)) {
    const rows = mutantsOf(protocol) as readonly Row[];

    test.each(rows.slice(0, most).map((row) => [row.id, row] as const))(`${protocol}: %s`, async (_id, mutant) => {
      const text = readFileSync(new URL(`../../${mutant.scenario}`, import.meta.url), 'utf8');
      const choices = { checked: false, ...(mutant.row === undefined ? {} : { row: mutant.row }) };
      const right = runSync(text, choices);
      expect(right.report.consistency[mutant.property], right.card).not.toBe('violated');

      const systems = [await plantedSystem(mutant, origin)];
      const wrong = runSync(text, { ...choices, systems });
      expect(wrong.report.consistency[mutant.property], wrong.card).toBe('violated');

      const unnoticed = runSync(greenScenario(protocol, green, acquired), { checked: false, systems });
      expect(unnoticed.report.verdict, unnoticed.card).toBe('held');
    });
  }

  test(`at least ${atLeast} bugs, each of one id`, () => {
    const ids = Object.keys(origins).flatMap((protocol) => mutantsOf(protocol).map(({ id }) => id));
    expect(ids.length).toBeGreaterThanOrEqual(atLeast);
    expect(new Set(ids).size).toBe(ids.length);
  });
}

const greenScenario = (system: string, { network, workload, run }: LockBugs['green'], acquired: number) => ({
  faultline: 1,
  name: 'Nothing goes wrong',
  about: 'Two clients, in turn.',
  system,
  network: { latency: '0.5ms', ...network },
  options: { work: '200ms' },
  workload: { kind: 'lock', clients: 2, think: '500ms', deadline: '10s', ...workload },
  run,
  expect: [
    { holds: 'one-believer' },
    { holds: 'no-lost-update' },
    { operations: { f: 'acquire', answered: { atLeast: acquired } } },
  ],
});
