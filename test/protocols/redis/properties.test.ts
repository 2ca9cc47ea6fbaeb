// What Sentinels promise: each property fires on a bad trace made by hand, and not on the legal one beside it.
import { expect, test } from 'vitest';
import type { Change } from '../../../src/contract/property.ts';
import { seconds } from '../../../src/contract/time.ts';
import { sentinelMonitor } from '../../../src/protocols/redis/properties.ts';
import type { SentinelState } from '../../../src/protocols/redis/sentinel/index.ts';
import { redis } from '../../../src/protocols/redis/system.ts';
import { Sentinel } from './sentinel/sentinels.ts';

const calm = new Sentinel().live(seconds(1)).state;

const leading = (
  phase: 'wait-start' | 'select' | 'reconfigure',
  epoch: number,
  promoted: string | null = null,
): SentinelState => ({
  ...calm,
  configEpoch: phase === 'reconfigure' ? epoch : 0,
  failover: { phase, epoch, changedAt: 0, promoted },
});
const knowing = (primary: string, configEpoch: number): SentinelState => ({ ...calm, primary, configEpoch });

/** The properties that do not hold when the Sentinels come into these states, one after the other. */
function broken(...states: readonly (readonly [string, SentinelState])[]): readonly string[] {
  const found: string[] = [];
  const observe = sentinelMonitor.observe as (
    memory: unknown,
    change: Change<SentinelState>,
    report: unknown,
  ) => unknown;
  let memory: unknown = sentinelMonitor.initial;
  for (const [node, after] of states) {
    const change = { node, group: 'sentinel', before: calm, after };
    memory = observe(memory, change, (property: string) => found.push(property));
  }
  return found;
}

test('two leaders of one epoch are one too many; a candidate is none, and another epoch has another', () => {
  expect(broken(['s1', leading('select', 1)], ['s2', leading('select', 1)])).toEqual(['one-failover-leader']);
  expect(broken(['s1', leading('select', 1)], ['s2', leading('wait-start', 1)])).toEqual([]);
  expect(broken(['s1', leading('select', 1)], ['s2', leading('select', 2)], ['s1', leading('select', 1)])).toEqual([]);
});

test('two primaries of one epoch are one too many; of two epochs they are a failover', () => {
  expect(broken(['s1', knowing('n2', 1)], ['s2', knowing('n3', 1)])).toEqual(['one-primary-per-epoch']);
  expect(broken(['s1', knowing('n2', 1)], ['s2', knowing('n3', 2)], ['s3', knowing('n2', 1)])).toEqual([]);
});

test('a leader stands for the replica that it has promoted, not for the primary that it still names', () => {
  expect(broken(['s1', leading('reconfigure', 1, 'n2')], ['s2', knowing('n2', 1)])).toEqual([]);
  expect(broken(['s1', leading('reconfigure', 1, 'n2')], ['s2', knowing('n1', 1)])).toEqual(['one-primary-per-epoch']);
});

test('priorities are pairs of servers that are there', () => {
  const problem = (replicaPriority: string) => redis.check!({ replicaPriority }, ['n1', 'n2']);
  expect(problem('n2 10,n1 0')).toBeUndefined();
  expect(problem('')).toBeUndefined();
  expect(problem('n2=10')).toBe('replicaPriority: found n2=10, expected pairs such as n2 10, n3 0');
  expect(problem('n7 10')).toBe('replicaPriority: there is no server n7, expected n1, n2');
});
