// The linearizability checker on 2,000 operations of 20 clients on one register: operations judged a second.
import { RandomStream } from '../../src/base/random.ts';
import { checkLinearizable } from '../../src/checkers/index.ts';
import type { Operation } from '../../src/contract/history.ts';
import { busyHistory, withStaleRead } from '../../test/checkers/busy-history.ts';

const OPERATIONS = 2000;

function history(clients: number, values: number | 'unique'): readonly Operation[] {
  return busyHistory(new RandomStream('1', 'bench'), { clients, operations: OPERATIONS, values, unknownEvery: 0 });
}

const judged = (operations: readonly Operation[], expected: 'ok' | 'violated') => (): number => {
  const { verdict } = checkLinearizable(operations, 'register');
  if (verdict !== expected) throw new Error(`expected ${expected}, found ${verdict}`);
  return operations.length;
};

const search = history(6, 5);
const zones = history(20, 'unique');

/** `search`: 6 open at a time, values 0 to 4. `zones`: all 20 open, unique values. Each valid, and with a stale read. */
export const checker: { readonly [name: string]: () => number } = {
  checkerSearchValid: judged(search, 'ok'),
  checkerSearchStale: judged(withStaleRead(search, OPERATIONS / 2), 'violated'),
  checkerZonesValid: judged(zones, 'ok'),
  checkerZonesStale: judged(withStaleRead(zones, OPERATIONS / 2), 'violated'),
};
