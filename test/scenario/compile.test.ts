import { describe, expect, test } from 'vitest';
import type { Fault } from '../../src/contract/faults.ts';
import { compile, loadScenario, type Scenario, seedsOf } from '../../src/scenario/index.ts';
import { example } from './example.ts';
import { systems } from './fake-system.ts';

function load(text: string): Scenario {
  const { scenario, problems } = loadScenario(text, 'a.yaml', systems);
  expect(problems).toEqual([]);
  return scenario!;
}

const least = 'faultline: 1\nname: a\nabout: b\nsystem: fake-kv\nrun: 10s\n';
const scenario = load(example);
const { plan } = compile(scenario);
const leader = { select: 'role', role: 'leader' };
const rest = { select: 'rest' };
const node = (id: string) => ({ select: 'node', node: id });

describe('a full scenario compiles to', () => {
  test('nodes: servers, then clients with their home first and the others round robin after it', () => {
    expect(plan.nodes.map(({ id, group }) => `${id} ${group}`)).toEqual([
      ...['n1', 'n2', 'n3', 'n4', 'n5'].map((id) => `${id} server`),
      ...['c1', 'c2', 'c3', 'c4', 'c5', 'c6'].map((id) => `${id} client`),
    ]);
    const servers = Object.fromEntries(plan.nodes.map(({ id, servers }) => [id, servers?.join(' ')]));
    expect(servers).toMatchObject({ n1: undefined, c1: 'n2 n3 n4 n5 n1', c2: 'n5 n1 n2 n3 n4', c3: 'n2 n3 n4 n5 n1' });
  });

  test('conditions in microseconds and reduced ratios', () => {
    expect(plan.network).toEqual({
      latencyMin: 1_000,
      latencyMax: 3_000,
      loss: { numerator: 1, denominator: 200 },
      duplicate: { numerator: 1, denominator: 3 },
      reorder: { numerator: 0, denominator: 1 },
      // Ten times the largest latency.
      reorderBy: 30_000,
    });
    expect(plan.disk).toEqual({ latencyMin: 4_000, latencyMax: 4_000 });
    expect(plan.until).toBe(12_000_000);
    expect(plan.limits).toEqual({ events: 1_000_000, instant: 100_000, pending: 1_000_000 });
  });

  test('faults with times, targets and words made from them', () => {
    expect(plan.faults.map(({ name, at, until, text }) => [name, at / 1000, until && until / 1000, text])).toEqual([
      ['partition', 2_000, 7_000, 'partition [leader, follower(1)] | rest'],
      ['mute', 3_000, 3_500, 'cut from followers to leader'],
      // One second after the crash.
      ['crash', 9_000, 10_000, 'crash leader'],
      ['crash', 9_500, undefined, 'crash [n1, n2]'],
      ['restart', 10_000, undefined, 'restart n1'],
      // `between` is one change for each direction.
      ['network', 10_000, 11_000, 'network latency 5ms..9ms, loss 20% from n1 to rest'],
      ['network', 10_000, 11_000, 'network latency 5ms..9ms, loss 20% from rest to n1'],
      ['network', 10_000, undefined, 'network reorder 10%, reorder by 30ms from random(2)'],
    ]);
    expect(plan.faults.map(({ action }) => action).slice(0, 5)).toEqual([
      { kind: 'partition', sides: [[leader, { ...leader, role: 'follower', nth: 1 }], [rest]] },
      { kind: 'cut', from: [{ ...leader, role: 'follower', every: true }], to: [leader] },
      { kind: 'crash', targets: [leader] },
      { kind: 'crash', targets: [node('n1'), node('n2')] },
      { kind: 'restart', targets: [node('n1')] },
    ] satisfies readonly unknown[]);
    const change = plan.faults[5] as Fault;
    expect(change.action).toEqual({
      kind: 'network',
      conditions: { latencyMin: 5_000, latencyMax: 9_000, loss: { numerator: 1, denominator: 5 } },
      from: [node('n1')],
      to: [rest],
    });
  });

  test('a workload with every field', () => {
    expect(scenario.workload).toEqual({
      kind: 'register',
      // 6 clients share 50 operations a second: 6 s / 50 for each.
      interval: 120_000,
      think: 0,
      reads: { numerator: 3, denominator: 4 },
      cas: { numerator: 1, denominator: 5 },
      keys: 3,
      fresh: { numerator: 0, denominator: 1 },
      values: 5,
      deadline: 1_000_000,
      attempt: 200_000,
      from: 1_000_000,
      to: 11_000_000,
    });
    expect(scenario.model).toBe('register');
  });

  test('options: those given, and the defaults of the others', () => {
    expect(scenario.options).toEqual({ batch: 8, fsync: 'never', heartbeat: 150_000, preVote: false });
  });

  test('what expectations will look at: probes in order, watched roles', () => {
    expect(plan.probes).toEqual([7_000_000]);
    expect(plan.watchedRoles).toEqual(['leader']);
    expect(compile(scenario).expectations).toHaveLength(10);
    expect(scenario.expectations[0]!.line).toBe(31);
  });

  test('probes in ascending order, each once', () => {
    const states = ['at: 9s, field: term', 'at: 7s, field: term', 'at: 9s, field: role'];
    const items = states.map((words) => `  - state: { of: n1, ${words}, equals: 1 }\n`).join('');
    expect(compile(load(`${least}expect:\n${items}`)).plan.probes).toEqual([7_000_000, 9_000_000]);
  });

  test('a seed, which a run may replace', () => {
    expect(plan.seed).toBe('7');
    expect(JSON.stringify(compile(scenario, { seed: 'abc' }).plan)).toBe(JSON.stringify({ ...plan, seed: 'abc' }));
  });
});

describe('without a word of its own a scenario has', () => {
  const bare = load(`${least}workload: { kind: register }\n`);

  test('the defaults of the format and of the system', () => {
    expect(bare.seed).toBe('1');
    expect(bare.nodes.map(({ id }) => id)).toEqual(['n1', 'n2', 'n3']);
    expect(bare.network).toMatchObject({ latencyMin: 500, latencyMax: 2_000, reorderBy: 20_000 });
    expect(bare.disk).toEqual({ latencyMin: 200, latencyMax: 1_000 });
    expect(bare.clients).toEqual([{ id: 'c1', home: 'n1', servers: ['n1', 'n2', 'n3'] }]);
    expect(bare.workload).toMatchObject({ interval: 0, think: 20_000, keys: 1, values: 0, deadline: 2_000_000 });
    expect(bare.workload).toMatchObject({ attempt: 500_000, from: 0, to: 10_000_000 });
  });

  test('no clients without a workload', () => {
    expect(compile(load(least)).plan.nodes.map(({ id }) => id)).toEqual(['n1', 'n2', 'n3']);
  });

  test('homes round robin over all servers, and home alone if so told', () => {
    const text = `${least}workload: { kind: register, clients: 4 }\nclients: { contact: home }\n`;
    expect(load(text).clients.map(({ servers }) => servers.join(' '))).toEqual(['n1', 'n2', 'n3', 'n1']);
  });

  test('nodes of other groups named by prefix or first letter, all of them servers to clients', () => {
    const other = load(
      `${least.replace('fake-kv', 'fake-commit')}nodes: { participant: 2 }\nworkload: { kind: counter }\n`,
    );
    expect(other.nodes.map(({ id }) => id)).toEqual(['k1', 'p1', 'p2']);
    expect(other.servers).toEqual(['k1', 'p1', 'p2']);
    expect(other.model).toBeUndefined();
  });
});

test('prose, names and layout do not change a plan', () => {
  const other = example
    .replace('A minority partition', 'Another name')
    .replace('A CP store refuses', 'Something else happens')
    .replace('The leader is cut off.', 'Look.')
    .replace('loss: 0.5%', 'loss:   1/200')
    .replace('{ at: 10s, restart: n1 }', '{ restart:   [ n1 ], at: 10000ms }');
  const strip = (value: unknown) => JSON.stringify(value);
  expect(strip(compile(load(other)).plan)).toBe(strip(plan));
});

test('a sweep counts seeds up; quick takes the first few', () => {
  expect(seedsOf(scenario)).toHaveLength(200);
  expect(seedsOf(scenario, { quick: true })).toEqual(['7', '8', '9', '10', '11']);
  expect(seedsOf(scenario, { seed: '41' })).toEqual(['41']);
  expect(seedsOf(load(least))).toEqual(['1']);
});
