// What the monitor of ZAB refuses, and the near misses that it lets pass.
import { expect, test } from 'vitest';
import type { Change } from '../../../src/contract/property.ts';
import { zabMonitor } from '../../../src/protocols/zookeeper/properties.ts';
import type { State } from '../../../src/protocols/zookeeper/state.ts';
import { zxidOf as z } from '../../../src/protocols/zookeeper/zxid.ts';
import { following, leading, logOf } from './server.ts';

/** What is reported of these changes, one after another. */
function reports(...changes: readonly (readonly [node: string, before: State | undefined, after: State])[]): string[] {
  const found: string[] = [];
  let memory = zabMonitor.initial;
  for (const [node, before, after] of changes) {
    const change: Change<State> = { node, group: 'server', before, after };
    memory = zabMonitor.observe(memory as never, change as never, (property) => found.push(property));
  }
  return found;
}

const candidate = (epoch: number) => leading(logOf(), { phase: 'discovery', currentEpoch: epoch });
const established = (epoch: number) => leading(logOf(), { phase: 'synchronisation', currentEpoch: epoch });

test('two servers that lead one epoch, but not one that leads again, nor two that ask for it', () => {
  const first = ['n1', candidate(2), established(2)] as const;
  expect(reports(first, ['n2', candidate(2), established(2)])).toEqual(['one-leader-per-epoch']);
  expect(reports(first, ['n2', candidate(2), established(3)])).toEqual([]);
  expect(reports(first, ['n2', undefined, candidate(2)])).toEqual([]);
});

test('a transaction behind a later one, but not a gap', () => {
  const before = following(logOf(z(1, 1)));
  expect(reports(['n1', before, following(logOf(z(1, 1), z(1, 3)))])).toEqual([]);
  expect(reports(['n1', before, following(logOf(z(1, 1), z(1, 1)))])).toEqual(['zxid-order']);
});

const [one, two] = [logOf(z(1, 1), z(1, 2)), logOf(z(1, 1), z(2, 1))];

test('two orders that were applied, but not one that is only logged', () => {
  const first = ['n1', undefined, following(one, { applied: 2 })] as const;
  expect(reports(first, ['n2', undefined, following(two, { applied: 2 })])).toEqual(['committed-prefix']);
  expect(reports(first, ['n2', undefined, following(two, { applied: 1 })])).toEqual([]);
});

test('a leader that lacks what was committed, but not one that lacks what was not', () => {
  const first = ['n1', undefined, following(one, { applied: 2 })] as const;
  const begins = (log: State['log']) => ['n2', undefined, leading(log, { currentEpoch: 5 })] as const;
  expect(reports(first, begins(logOf(z(1, 1))))).toEqual(['committed-is-kept']);
  expect(reports(first, begins(two))).toEqual(['committed-is-kept']);
  expect(reports(first, begins(one))).toEqual([]);
  expect(reports(['n1', undefined, following(one, { applied: 1 })], begins(two))).toEqual([]);
});
