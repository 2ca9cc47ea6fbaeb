// Each lock on Redis breaks under faults that nobody chose, and what is found is small enough to read.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { faultline } from '../cli/command.ts';

type Report = {
  readonly failures: readonly { readonly property: string; readonly minimised: { readonly events: number } }[];
};

test.each([
  ['redis-lock', '1..20'],
  ['redisson', '1..30'],
  ['redlock', '1..20'],
])(
  '%s: a double holder within its first seeds, in at most 25 events',
  (lock, seeds) => {
    const out = mkdtempSync(join(tmpdir(), 'faultline-hunt-'));
    try {
      const flags = ['--seeds', seeds, '--max-failures', '1', '--out', out, '--json'];
      const report = JSON.parse(faultline(['hunt', `scenarios/locks/hunt-${lock}.yaml`, ...flags]).out) as Report;
      const [failure] = report.failures;
      expect(['one-believer', 'one-holder']).toContain(failure?.property);
      expect(failure!.minimised.events).toBeLessThanOrEqual(25);
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  },
  120_000,
);
