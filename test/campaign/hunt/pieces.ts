// Hand-made seeds, headers and journals for the tests of hunts.
import { hashOf } from '../../../src/campaign/hunt/journal.ts';
import type { Header, SeedRecord } from '../../../src/campaign/hunt/record.ts';

const text = 'faultline: 1\n';

export const header: Header = {
  hunt: 1,
  version: '1.0.0',
  code: { faultline: hashOf('faultline'), module: hashOf('module') },
  scenario: 'a.yaml',
  name: 'A',
  first: 1,
  last: 100,
  shard: { index: 1, of: 1 },
  strategy: 'random',
  sha256: hashOf(text),
  text,
  description: {
    system: 's',
    nodes: ['n1'],
    properties: ['p', 'q'],
    kinds: ['crash', 'cut', 'pause'],
    hasStates: true,
    modules: [],
  },
};

export function clean(seed: number, rest: Partial<SeedRecord> = {}): SeedRecord {
  const fingerprint = seed.toString(16).padStart(16, '0');
  return {
    seed: `${seed}`,
    ending: 'completed',
    events: 10,
    time: 1000,
    fingerprint,
    exercised: ['p'],
    kinds: [],
    states: [seed % 4],
    ...rest,
  };
}

export function failing(seed: number, property = 'p', rule = 'r'): SeedRecord {
  const failure = { property, rule, reason: `${rule} of ${seed}`, witness: null, event: 5, time: 500 };
  return clean(seed, { ending: 'violated', failure });
}

export function journalText(lines: readonly object[], head: object = header): string {
  return [head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
}
