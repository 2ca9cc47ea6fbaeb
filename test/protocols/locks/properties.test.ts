// What the monitors of locks refuse, and the near misses that they let pass; and what the meters record.
import { describe, expect, test } from 'vitest';
import type { AnyMeter } from '../../../src/contract/figures.ts';
import type { AnyMonitor, Change } from '../../../src/contract/property.ts';
import type { LockClientState, Worker } from '../../../src/protocols/locks/client/index.ts';
import { idle, noCounts } from '../../../src/protocols/locks/client/state.ts';
import { beliefMeter, resourceMeter } from '../../../src/protocols/locks/figures/index.ts';
import {
  believerMonitor,
  holderMonitor,
  resourceMonitor,
  waiterMonitor,
} from '../../../src/protocols/locks/properties/index.ts';
import type { ResourceState } from '../../../src/protocols/locks/resource/index.ts';

type Step<State> = readonly [node: string, after: State | undefined, at?: number];

/** What is reported of these states, one after another; each node's state before is the one it had last. */
function reports<State>(monitor: AnyMonitor, ...steps: readonly Step<State>[]): string[] {
  const found: string[] = [];
  const last = new Map<string, State | undefined>();
  let memory = monitor.initial;
  for (const [node, after] of steps) {
    const change = { node, group: monitor.group, before: last.get(node), after } as unknown as Change;
    memory = monitor.observe(memory as never, change as never, (property) => found.push(property));
    last.set(node, after);
  }
  return found;
}

/** The samples, as `figure value`. */
function samples<State>(meter: AnyMeter, ...steps: readonly Step<State>[]): string[] {
  const found: string[] = [];
  const last = new Map<string, State | undefined>();
  const record = (figure: string, value: number) => found.push(`${figure} ${value}`);
  let memory = meter.initial;
  for (const [node, after, at = 0] of steps) {
    const change = { node, group: meter.group, before: last.get(node), after } as unknown as Change;
    memory = meter.observe(memory as never, change as never, at, record);
    last.set(node, after);
  }
  meter.end?.(memory as never, 1_000, record);
  return found;
}

function client(worker: Partial<Worker>, counts: Partial<LockClientState['counts']> = {}): LockClientState {
  const workers = [{ ...idle, ...worker }];
  return { number: 0, isOver: false, workers, lock: null, counts: { ...noCounts, ...counts } };
}
const waits = client({ phase: 'acquiring' });
const works = client({ phase: 'working', believes: true, holds: 1 });
const leaves = client({ phase: 'releasing' });
const rests = client({});
const gives = client({}, { gaveUp: 1 });

describe('one believer', () => {
  test('two who believe, but not two in turn, nor one who waits while another believes', () => {
    expect(reports(believerMonitor, ['c1', works], ['c2', works])).toEqual(['one-believer']);
    expect(reports(believerMonitor, ['c1', works], ['c2', waits], ['c1', leaves], ['c2', works])).toEqual([]);
  });

  test('a crash ends a belief', () => {
    expect(reports(believerMonitor, ['c1', works], ['c1', undefined], ['c2', works])).toEqual([]);
  });

  test('two threads of one process are two', () => {
    const both = { ...works, workers: [...works.workers, ...works.workers] };
    expect(reports(believerMonitor, ['c1', both])).toEqual(['one-believer']);
  });
});

describe('every waiter is served', () => {
  test('one who gives up and nobody held it, but not where somebody did, if only for a time', () => {
    expect(reports(waiterMonitor, ['c1', waits], ['c1', gives])).toEqual(['every-waiter-served']);
    expect(reports(waiterMonitor, ['c1', waits], ['c2', works], ['c2', leaves], ['c1', gives])).toEqual([]);
    expect(reports(waiterMonitor, ['c2', works], ['c1', waits], ['c2', undefined], ['c1', gives])).toEqual([]);
  });

  test('one who is refused at once has not given up', () => {
    expect(reports(waiterMonitor, ['c1', waits], ['c1', rests])).toEqual([]);
  });
});

test('two servers that hold for two owners, but not two that hold for one, nor one after another', () => {
  const monitor = holderMonitor<string>('server', (owner) => (owner === '' ? null : owner));
  expect(reports(monitor, ['n1', 'a'], ['n2', 'b'])).toEqual(['one-holder']);
  expect(reports(monitor, ['n1', 'a'], ['n2', 'a'])).toEqual([]);
  expect(reports(monitor, ['n1', 'a'], ['n1', ''], ['n2', 'b'])).toEqual([]);
  expect(reports(monitor, ['n1', 'a'], ['n1', undefined], ['n2', 'b'])).toEqual([]);
});

test('a leader of an earlier term may think what it likes; two of one term may not', () => {
  type Leader = readonly [term: number, owner: string];
  const monitor = holderMonitor<string>(
    'server',
    (leader) => (JSON.parse(leader) as Leader)[1],
    (leader) => (JSON.parse(leader) as Leader)[0],
  );
  const leader = (...of: Leader) => JSON.stringify(of);
  expect(reports(monitor, ['n1', leader(1, 'a')], ['n2', leader(2, 'a')], ['n2', leader(2, 'b')])).toEqual([]);
  expect(reports(monitor, ['n1', leader(2, 'a')], ['n2', leader(2, 'b')])).toEqual(['one-holder']);
  const comesBack = [
    ['n1', leader(1, 'a')],
    ['n2', leader(2, 'b')],
    ['n1', leader(2, 'a')],
  ] as const;
  expect(reports(monitor, ...comesBack)).toEqual(['one-holder']);
});

describe('at the resource', () => {
  type Last = NonNullable<ResourceState['lastAccepted']>;
  let accepted = 0;
  const taken = (last: Partial<Last>): ResourceState => {
    const lastAccepted = { client: 'c1', token: null, from: 0, to: 1, isStale: false, ...last };
    const { token } = lastAccepted;
    return {
      ...{ value: lastAccepted.to, highestSeen: token ?? 0, highestWritten: token ?? 0, newest: null, last: {} },
      ...{ accepted: ++accepted, rejected: 0, lastAccepted },
    };
  };
  const empty: ResourceState = { ...taken({}), value: 0, accepted: 0, lastAccepted: null };
  const first = ['r1', empty] as const;

  test('a token that goes back, but not the same again', () => {
    const second = ['r1', taken({ token: 2 })] as const;
    expect(reports(resourceMonitor, first, second, ['r1', taken({ token: 1, from: 1, to: 2 })])).toEqual([
      'tokens-monotone',
    ]);
    expect(reports(resourceMonitor, first, second, ['r1', taken({ token: 2, from: 1, to: 2 })])).toEqual([]);
  });

  test('a stale write, and an update that is lost', () => {
    expect(reports(resourceMonitor, first, ['r1', taken({ isStale: true })])).toEqual(['no-stale-write']);
    expect(reports(resourceMonitor, first, ['r1', taken({})], ['r1', taken({})])).toEqual(['no-lost-update']);
  });

  test('what a crash undid was never there', () => {
    const crash = ['r1', undefined] as const;
    expect(reports(resourceMonitor, first, ['r1', taken({})], crash, first, ['r1', taken({})])).toEqual([]);
  });

  test('the meter counts what the monitor reports', () => {
    const stale = ['r1', taken({ isStale: true })] as const;
    expect(samples(resourceMeter, first, ['r1', taken({})], stale)).toEqual([
      'stale-writes-accepted 1',
      'lost-updates 1',
    ]);
    expect(samples(resourceMeter, first, ['r1', { ...empty, rejected: 1 }])).toEqual(['stale-writes-rejected 1']);
  });
});

describe('what clients are measured by', () => {
  test('how long two believed, how long each did, and how long they had waited', () => {
    expect(
      samples(
        beliefMeter,
        ['c1', waits, 0],
        ['c1', works, 10],
        ['c2', waits, 20],
        ['c2', works, 50],
        ['c1', leaves, 90],
      ),
    ).toEqual(['acquisition 10', 'acquisition 30', 'held 80', 'belief-overlap 40', 'wake-ups 0']);
  });

  test('an overlap that is open at the end', () => {
    expect(samples(beliefMeter, ['c1', works, 10], ['c2', works, 400])).toEqual(['belief-overlap 600']);
  });

  test('from a crash in the critical section to the next who has the lock', () => {
    const steps = [
      ['c1', works, 10],
      ['c1', undefined, 100],
      ['c2', waits, 110],
      ['c2', works, 300],
    ] as const;
    expect(samples(beliefMeter, ...steps)).toEqual(['held 90', 'acquisition 190', 'recovery 200']);
    // A waiter's crash is none of it.
    expect(samples(beliefMeter, ['c1', waits, 0], ['c1', undefined, 1], ['c2', works, 5])).toEqual([]);
  });

  test('who is woken after a release, until the next one', () => {
    const woken = (wakeUps: number) => client({ phase: 'acquiring' }, { wakeUps });
    const steps = [
      ['c1', works, 0],
      ['c1', leaves, 5],
      ['c2', woken(0), 6],
      ['c2', woken(1), 7],
      ['c3', waits, 8],
    ] as const;
    expect(samples(beliefMeter, ...steps)).toEqual(['held 5', 'wake-ups 1']);
  });
});
