// Abstract states: numbers count by their order, nodes in no order, and what nobody shows is not counted.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PlainRecord } from '../../src/base/plain.ts';
import type { AnyMonitor } from '../../src/contract/property.ts';
import { view } from '../../src/contract/system.ts';
import { AbstractStates } from '../../src/search/abstract.ts';

type State = { readonly role: string; readonly term: number; readonly secret?: number };

const shown = { server: view<State>(({ role, term }) => ({ role, term })) };

function observe(monitor: AnyMonitor, node: string, after: State | undefined): void {
  const change = { node, group: 'server', before: undefined, after };
  monitor.observe(null as never, change as never, () => {});
}

const leader = (term: number): State => ({ role: 'leader', term });
const follower = (term: number): State => ({ role: 'follower', term });

describe('two clusters are one abstract state', () => {
  const one = [leader(3), follower(3), follower(2)];

  test('if only the numbers differ, and not their order', () => {
    expect(lastOf([leader(70), follower(70), follower(5)])).toBe(lastOf(one));
    expect(lastOf([leader(3), follower(3), follower(3)])).not.toBe(lastOf(one));
    expect(lastOf([leader(3), follower(2), follower(2)])).not.toBe(lastOf(one));
  });

  test('if the same nodes come in another order', () => {
    expect(lastOf([one[2], one[0], one[1]])).toBe(lastOf(one));
  });

  test('if they differ in what is not shown', () => {
    expect(lastOf([{ ...leader(3), secret: 1 }, follower(3), follower(2)])).toBe(lastOf(one));
  });
});

test('a change of what is not shown is no new state', () => {
  const states = new AbstractStates();
  const [monitor] = states.monitors(shown) as readonly [AnyMonitor];
  for (const secret of [1, 2, 3]) observe(monitor, 'n1', { ...leader(1), secret });
  expect(states.met.size).toBe(1);
});

test('a node that is down counts as one that is not there', () => {
  expect(lastOf([leader(1), undefined, follower(1)])).toBe(lastOf([leader(1), follower(1), undefined]));
  expect(lastOf([leader(1), undefined, follower(1)])).not.toBe(lastOf([leader(1), follower(1), follower(1)]));
});

/** The abstract state of a cluster alone, as the one that is met last. */
function lastOf(cluster: readonly (State | undefined)[]): number {
  const states = new AbstractStates();
  const [monitor] = states.monitors(shown) as readonly [AnyMonitor];
  for (const [i, state] of cluster.entries()) observe(monitor, `n${i + 1}`, state);
  return [...states.met].at(-1)!;
}

test('whatever the cluster: shuffled, and with every number moved up, it is the same', () => {
  const states = fc.array(
    fc.record({ role: fc.constantFrom('leader', 'follower'), term: fc.nat(4) }) as fc.Arbitrary<State & PlainRecord>,
    { minLength: 3, maxLength: 3 },
  );
  fc.assert(
    fc.property(states, fc.nat(5), fc.nat(9), (cluster, turn, more) => {
      const turned = [...cluster.slice(turn % 3), ...cluster.slice(0, turn % 3)];
      expect(lastOf(turned.map((state) => ({ ...state, term: 2 * state.term + more })))).toBe(lastOf(cluster));
    }),
    { seed: 1, numRuns: 200 },
  );
});
