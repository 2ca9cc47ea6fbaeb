// Fewer nodes than services: what is promised holds with one as well.
import { expect, test } from 'vitest';
import { runSync } from '../../../src/index.ts';

test.each([
  ['saga', 'semantic-lock', 1],
  ['saga', 'semantic-lock', 3],
  ['saga', 'commutative', 1],
  ['tcc', null, 1],
])(
  '%s %s: transfers at one service are between different accounts, of %i that are named',
  (system, countermeasure, keys) => {
    const { report, result } = runSync(
      {
        faultline: 1,
        name: 'transfers',
        about: 'Transfers at one service.',
        system,
        nodes: { server: 1 },
        options: { closing: '2s', ...(countermeasure === null ? {} : { countermeasure }) },
        workload: { kind: 'transfer', clients: 2, rate: '10/s', keys, to: '1s' },
        run: '3s',
      } as never,
      { checked: false },
    );
    expect(result.violations).toEqual([]);
    expect(report.availability[0]!.answered).toBeGreaterThan(5);
  },
);
