// A test that has put fake timers in the place of real ones can run a scenario all the same.
import { afterEach, expect, test, vi } from 'vitest';
import { run } from '../../src/index.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('run does not wait for a clock that stands still', async () => {
  vi.useFakeTimers();
  // Long enough for several slices: a checked one has 4,000 events.
  const text =
    'faultline: 1\nname: r\nabout: x\nsystem: raft-kv\nworkload: { kind: register }\nrun: 60s\nexpect:\n  - holds: election-safety\n';
  const { report } = await run(text);
  expect(report.events).toBeGreaterThan(4_000);
  expect(report.verdict).toBe('held');
});
