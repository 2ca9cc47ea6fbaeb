// What a crash takes is neither half done nor left over.
import { expect, test } from 'vitest';
import { runSync } from '../../../src/index.ts';

const samples = (setup: object, figure: string) => {
  const { result } = runSync(
    {
      faultline: 1,
      name: 'an order',
      about: 'One order.',
      network: { latency: '5ms' },
      disk: { latency: '5ms' },
      workload: { kind: 'order', clients: 1, think: '20s', attempt: '4s', deadline: '4s' },
      run: '5s',
      expect: [{ figure: { of: figure, count: { atMost: 9 } } }],
      ...setup,
    } as never,
    { checked: false },
  );
  return (result.samples ?? []).filter((sample) => sample.figure === figure).map(({ value }) => value);
};

/** Try comes at 15 and would be on the disk at 20. The other service is not reached, so the order is cancelled. */
const triedInVain = {
  system: 'tcc',
  faults: [
    { at: '0ms', cut: { from: 'coordinator', to: 'n3' }, until: '600ms' },
    { at: '17ms', crash: 'n2', unsynced: 'lost', restart: '2s' },
  ],
};

test('left-over: a reservation that was not on the disk is none', () => {
  expect(samples(triedInVain, 'left-over')).toEqual([0]);
});

test('half-done: until the crash that took it', () => {
  expect(samples(triedInVain, 'half-done')).toEqual([2_000]);
});

test('locked: a semantic lock that was not on the disk is let go at the crash', () => {
  const setup = {
    system: 'saga',
    options: { countermeasure: 'semantic-lock' },
    faults: [{ at: '17ms', crash: 'n2', unsynced: 'lost', restart: '1s' }],
  };
  expect(Math.min(...samples(setup, 'locked'))).toBe(2_000);
});
