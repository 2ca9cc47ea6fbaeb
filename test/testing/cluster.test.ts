// Drawn clusters: each can be run, each is printed as a file that is the same run, and what was asked for is kept.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runSync } from '../../src/index.ts';
import { allKinds } from '../../src/plans/index.ts';
import { systems } from '../../src/protocols/registry.ts';
import { type ClusterCase, type ClusterOptions, cluster, faultPlan, runCluster } from '../../src/testing.ts';
import { lock } from './lock.ts';

const drawn = (base: Parameters<typeof cluster>[0], options: ClusterOptions = {}, numRuns = 30) =>
  fc.sample(cluster(base, options), { numRuns, seed: 7 });

type Fault = { readonly [key: string]: unknown };
const faultsOf = (scenario: object): readonly Fault[] => (scenario as { faults?: readonly Fault[] }).faults ?? [];

describe('what is drawn can be run', () => {
  for (const { name } of systems) {
    test(name, () => {
      const options = { faults: { kinds: allKinds } };
      for (const one of drawn({ system: name, run: '1s' }, options, 15))
        expect(runCluster(one).events).toBeGreaterThan(0);
    });
  }

  test('with streams, where connections break and nothing is duplicated', () => {
    const base = { system: 'raft-kv', network: { links: 'stream' }, run: '1s' };
    const cases = drawn(base, { faults: { kinds: allKinds }, network: {} }, 40);
    const struck = new Set(cases.flatMap((one) => runCluster(one).struck));
    expect(struck).toContain('reset');
    for (const { scenario } of cases) expect(scenario['network']).toMatchObject({ links: 'stream' });
  });

  test('every kind of fault strikes, and only those that were asked for', () => {
    const struck = (kinds: readonly (typeof allKinds)[number][], numRuns: number) => {
      const cases = drawn({ system: 'raft-kv', run: '3s' }, { nodes: [3, 5], faults: { min: 10, kinds } }, numRuns);
      return [...new Set(cases.flatMap((one) => runCluster(one).struck))].sort();
    };
    const ofDatagrams = allKinds.filter((kind) => kind !== 'reset');
    expect(struck(ofDatagrams, 120)).toEqual([...ofDatagrams, 'restart'].sort());
    expect(struck(['crash', 'pause'], 10)).toEqual(['crash', 'pause']);
  });
});

test('what is printed is a scenario file, and the same run', () => {
  for (const one of drawn({ system: 'raft-kv', run: '2s' }, { nodes: [1, 5] })) {
    const { report } = runSync(String(one), { checked: false });
    const run = runCluster(one);
    expect(run).toMatchObject({ failure: undefined, fingerprint: report.fingerprint, events: report.events });
  }
});

describe('what the base says is kept, what it leaves out is drawn', () => {
  const base = {
    system: 'raft-kv',
    nodes: 3,
    network: { latency: '1ms' },
    faults: [{ at: '1s', crash: 'n1' }],
    run: '2s',
  };

  test('faults and network of the base', () => {
    const cases = drawn(base);
    for (const { scenario } of cases) expect(scenario).toMatchObject(base);
    expect(cases.some(({ scenario }) => scenario['disk'] !== undefined)).toBe(true);
    expect(cases.every(({ scenario }) => scenario['workload'] !== undefined)).toBe(true);
  });

  test('limits draw it all the same, and false leaves it out', () => {
    const options = {
      faults: { min: 2, max: 3, kinds: ['pause'] },
      network: {},
      disk: false,
      workload: false,
    } as const;
    const cases = drawn(base, { ...options, nodes: [4, 6] }, 60);
    for (const { scenario } of cases) {
      expect(faultsOf(scenario).length).toBeGreaterThanOrEqual(2);
      expect(faultsOf(scenario).length).toBeLessThanOrEqual(3);
      for (const fault of faultsOf(scenario)) expect(fault).toHaveProperty('pause');
      expect(Object.keys(scenario)).not.toContain('disk');
      expect(Object.keys(scenario)).not.toContain('workload');
    }
    expect(new Set(cases.map(({ scenario }) => scenario['nodes']))).toEqual(new Set([4, 5, 6]));
    expect(cases.some(({ scenario }) => JSON.stringify(scenario['network']) !== '{"latency":"1ms"}')).toBe(true);
  });

  test('a file’s text is a base too', () => {
    const text = 'faultline: 1\nname: A file\nabout: Its words.\nsystem: raft-kv\nnodes: 3\nrun: 1s\n';
    const [one] = drawn(text);
    expect(one!.scenario).toMatchObject({ name: 'A file', nodes: 3, run: '1s' });
    const used = drawn(text.replace('system: raft-kv\nnodes: 3', 'use: ./lock.ts'), { systems: [lock(true)] });
    expect(String(used[0])).toContain('use: ./lock.ts');
    expect(used.flatMap((each) => runCluster(each).exercised)).toContain('mutual-exclusion');
  });
});

describe('what is wrong is said at once', () => {
  test.each([
    [{ system: 'raft-kw' }, {}, 'raft-kv'],
    [{ system: 'raft-kv', nods: 3 }, {}, 'nods'],
    ['faultline: 1\nsystem: [\n', {}, 'cluster.yaml:'],
    [{ system: 'raft-kv' }, { nodes: [3, 1] }, 'nodes: found [3, 1]'],
    [{ system: 'raft-kv' }, { faults: { lasting: '5' } }, 'faults.lasting: '],
    [{ system: 'raft-kv' }, { faults: { kinds: [] } }, 'faults.kinds: found none'],
    [{ system: 'raft-kv' }, { faults: { kinds: ['reset'] } }, 'faults.kinds: found none'],
    [{ system: 'raft-kv' }, { faults: { to: '6s' } }, 'nor to after the end'],
    [{ system: 'raft-kv' }, { workload: { kinds: [] } }, 'workload.kinds: found none'],
    [{ system: 'raft-kv' }, { network: { loss: 120 } }, 'network.loss: '],
  ] as const)('%j with %j', (base, options, message) => {
    expect(() => cluster(base, options as ClusterOptions)).toThrow(message);
  });

  test('a system that is none', () => {
    expect(() => cluster({ system: { name: 'x' } as never })).toThrow(
      'about is missing, expected a sentence on the system',
    );
  });
});

test('a plan of its own fits a scenario', () => {
  const scene = { servers: ['n1', 'n2', 'n3'], roles: ['leader'], messages: ['Vote'], run: '2s' };
  const base = { faultline: 1, name: 'A plan', about: 'Of its own.', system: 'raft-kv', nodes: 3, run: '2s' };
  for (const faults of fc.sample(faultPlan(scene, { min: 1, max: 4 }), { numRuns: 40, seed: 1 })) {
    expect(runSync({ ...base, faults: [...faults] }, { checked: false }).report.events).toBeGreaterThan(0);
  }
});

test('a case shrinks to the calmest: no fault, the fewest nodes and clients, the first seed', () => {
  const clusters = cluster({ system: 'raft-kv', run: '1s' }, { nodes: [2, 5] });
  const never = fc.property(clusters, () => false);
  const [calmest] = fc.check(never, { seed: 3 }).counterexample as unknown as readonly [ClusterCase];
  const { name: _, about: __, ...rest } = calmest.scenario;
  const workload = { kind: 'register', clients: 1, rate: '2/s', reads: '0%' };
  expect(rest).toEqual({ faultline: 1, system: 'raft-kv', nodes: 2, seed: 1, workload, run: '1s' });
});
