// Every scenario of the book: what it claims holds, and twice in one process it is the same run, the second time in checked
// mode. With `npm run test:deep` the long ones too: that costs five times as much.
import { expect, test } from 'vitest';
import { withAmbientGuard } from '../src/campaign/ambient.ts';
import { runScenario, type Scenario } from '../src/scenario/index.ts';
import { isSweepClaim } from '../src/scenario/scenario.ts';
import { book } from './book.ts';

test('the book has scenarios, each with a paragraph that teaches', () => {
  expect(book.length).toBeGreaterThanOrEqual(12);
  for (const { file, scenario } of book) expect(scenario.about.split(/\s+/).length, file).toBeGreaterThan(25);
});

/** Folders with many scenarios of each system. */
const LARGE = /^scenarios\/(cap|locks|transactions)\//;

/** Stores keep many keys, which are slow to copy for every handler; test/protocols/laws.test.ts holds them to the same. */
const isDeep = process.env['FAULTLINE_DEEP'] === '1';
const CHECKED_EVENTS = isDeep ? Number.POSITIVE_INFINITY : 10_000;

/** For a scenario with rows stands the first of them that claims what holds at every seed, else the first. */
function claiming(scenario: Scenario): Scenario {
  const rows = (scenario.sweep?.rows ?? []).map((row) => row.scenario);
  const steady = rows.find(({ expectations }) => !expectations.some((item) => item.kind === 'property' && !item.holds));
  return steady ?? rows[0] ?? scenario;
}

for (const { file, scenario: whole } of book) {
  const scenario = claiming(whole);
  // What a quick run leaves out is long.
  test.skipIf(!isDeep && whole.sweep?.quick === 0 && scenario.compared === undefined)(
    `${file} holds, with pure handlers, and is the same run twice`,
    () => {
      const first = runScenario(scenario);
      const second =
        first.result.events > CHECKED_EVENTS || (!isDeep && LARGE.test(file))
          ? runScenario(scenario)
          : withAmbientGuard((guard) => runScenario(scenario, scenario.seed, { guard }));
      expect(second.result.stop?.reason).toBeUndefined();
      expect(second.result.fingerprint).toBe(first.result.fingerprint);
      // What one seed of a sweep has to show, this one need not.
      const { findings, verdict: judged } = first.judgement;
      const notHeld = findings.filter(({ verdict, quantifier }) => verdict === 'failed' && quantifier === 'every');
      expect(notHeld.map(({ text, found }) => `${text}: ${found}`)).toEqual([]);
      // Of systems side by side the table is what there is to see.
      const isCompared = scenario.compared !== undefined && scenario.expectations.length === 0;
      const isOfSweep = isCompared || (scenario.expectations.length > 0 && scenario.expectations.every(isSweepClaim));
      if (!isOfSweep && findings.every(({ quantifier }) => quantifier === 'every')) expect(judged).toBe('held');
    },
  );
}
