// What clients are built with in tests of protocols, unless a test says otherwise: writes to one key, in a closed loop.
import type { Ratio, Workload } from '../../src/contract/system.ts';
import { ms, seconds } from '../../src/contract/time.ts';

export const none: Ratio = { numerator: 0, denominator: 1 };

export const writes: Workload = {
  kind: 'register',
  interval: 0,
  think: ms(20),
  reads: none,
  cas: none,
  keys: 1,
  fresh: none,
  values: 0,
  deadline: seconds(2),
  attempt: ms(500),
  from: 0,
  to: seconds(10),
};
