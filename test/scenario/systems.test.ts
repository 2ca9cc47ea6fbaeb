// `systems:`: which scenarios come of it, where its problems stand, what targets mean in each.
import { describe, expect, test } from 'vitest';
import type { Standing } from '../../src/contract/comparison.ts';
import type { JudgedExpectation, RunReport, RunVerdict } from '../../src/contract/report.ts';
import { judgeRows, loadScenario, rowsOf } from '../../src/scenario/index.ts';
import { systems } from './fake-system.ts';

const text = (parts: string) => `faultline: 1\nname: a\nabout: b\nrun: 9s\nworkload: { kind: register }\n${parts}`;

const load = (parts: string) => loadScenario(text(parts), 'a.yaml', systems);

const problemsOf = (parts: string) => load(parts).problems.map(({ path, message }) => `${path}: ${message}`);

const two = `systems:
  - fake-kv
  - { system: fake-kv, name: other, nodes: 5, options: { batch: 4 }, as: { leader: n2, follower(1): n3 } }
options: { heartbeat: 200ms, batch: 16 }
`;
const over = `sweep:
  seeds: 6
  quick: 2
  over:
    - { name: calm }
    - { name: storm, options: { heartbeat: 50ms }, faults: [{ at: 1s, crash: leader, restart: 1s }, { at: 3s, pause: follower(1), until: 4s }] }
`;

describe('rows', () => {
  test('one for each system in each row of the sweep, with what each has of its own laid over', () => {
    const { scenario, problems } = load(two + over);
    expect(problems).toEqual([]);
    const rows = scenario!.sweep!.rows!.map(({ name, scenario: own }) => {
      const { heartbeat, batch } = own.options as { heartbeat: number; batch: number };
      return `${name}: ${own.servers.length} servers, heartbeat ${heartbeat / 1000}, batch ${batch}, seeds ${own.sweep!.seeds}`;
    });
    expect(rows).toEqual([
      'fake-kv / calm: 3 servers, heartbeat 200, batch 16, seeds 6',
      'fake-kv / storm: 3 servers, heartbeat 50, batch 16, seeds 6',
      'other / calm: 5 servers, heartbeat 200, batch 4, seeds 6',
      'other / storm: 5 servers, heartbeat 50, batch 4, seeds 6',
    ]);
    expect(scenario!.compares).toEqual(['fake-kv', 'other']);
    expect(scenario!.sweep!.rows![3]!.scenario.compared).toEqual({ system: 'other', row: 'storm' });
  });

  test('without a sweep one for each system, at one seed', () => {
    const { scenario } = load(two);
    expect(scenario!.sweep).toMatchObject({ seeds: 1, quick: 1 });
    expect(scenario!.sweep!.rows!.map(({ name }) => name)).toEqual(['fake-kv', 'other']);
  });

  test('`as` says what a target means in a system that has no such role, or another one', () => {
    const { scenario } = load(two + over);
    const targets = scenario!.sweep!.rows!.map(({ scenario: { faults } }) =>
      faults.map(({ action }) => ('targets' in action ? action.targets : [])),
    );
    expect(targets[1]).toEqual([[{ select: 'role', role: 'leader' }], [{ select: 'role', role: 'follower', nth: 1 }]]);
    expect(targets[3]).toEqual([[{ select: 'node', node: 'n2' }], [{ select: 'node', node: 'n3' }]]);
  });
});

describe('problems', () => {
  test('stand where they are written, once', () => {
    expect(problemsOf('systems: [fake-kv, fake-kw]')).toEqual([
      'systems.1: there is no system "fake-kw": expected fake-kv or fake-commit',
    ]);
    expect(problemsOf('systems: [{ system: fake-kv, options: { batsh: 4 } }]')).toEqual([
      'systems.0.options.batsh: fake-kv has no option "batsh": expected batch, fsync, heartbeat or preVote',
    ]);
    expect(problemsOf(`${two}expect: [{ holds: linearisable }]`)[0]).toMatch(/^expect.0.holds: (?!for )/);
    expect(problemsOf(`${two}expect: [{ holds: linearisable }]`)).toHaveLength(1);
  });

  test('what is wrong with a part that stands for all says for which system', () => {
    // fake-commit has neither that workload's servers by that name nor a leader.
    const [problem] = problemsOf('systems: [fake-kv, fake-commit]\nfaults: [{ at: 1s, crash: leader, restart: 1s }]');
    expect(problem).toMatch(/^faults.0.crash: for fake-commit, found "leader"/);
  });

  test('a workload without a kind has nothing to be laid over', () => {
    const head = 'faultline: 1\nname: a\nabout: b\nrun: 9s\n';
    const found = (parts: string) =>
      loadScenario(head + parts, 'a.yaml', systems).problems.map(({ path, message }) => `${path}: ${message}`);
    expect(found('systems: [{ system: fake-kv, workload: { clients: 2 } }]')[0]).toContain(
      'systems.0.workload: the key "kind" is missing',
    );
    const row = 'system: fake-kv\nsweep: { seeds: 1, over: [{ name: b, workload: { clients: 2 } }] }';
    expect(found(row)[0]).toContain('sweep.over.0.workload: the key "kind" is missing');
    // One that is wrong itself has been reported, once.
    expect(found(`${row}\nworkload: { kind: 7 }`)).toHaveLength(1);
  });

  test('names are told apart, and what runs is named once', () => {
    expect(problemsOf('systems: [fake-kv, fake-kv]')).toEqual([
      'systems.1: a system is named "fake-kv" already: give this one a name of its own',
    ]);
    expect(problemsOf('system: fake-kv\nsystems: [fake-kv]')).toEqual([
      'systems: found "system" and "systems": what runs is named once, keep one of them',
    ]);
    expect(problemsOf('systems: []')[0]).toContain('systems: ');
    expect(problemsOf('systems: [{ name: x }]')[0]).toContain('the key "system" is missing');
    expect(problemsOf('systems: [3]')[0]).toContain('systems.0: found 3, expected the name of a system');
  });
});

describe('the verdict of all together', () => {
  const { scenario } = load(two);
  const standing: Standing = {
    levels: [],
    converged: undefined,
    lost: undefined,
    staleness: undefined,
    answered: { whole: undefined, majority: undefined, minority: undefined },
    longestGap: undefined,
    p99: { before: undefined, during: undefined, after: undefined },
    measures: [],
  };
  /** One run of each system; undefined: it promises nothing, and nothing is expected of it. */
  const verdict = (...runs: readonly (RunVerdict | undefined)[]) => {
    const rows = rowsOf(scenario!).map((outline, index) => {
      const found = runs[index];
      const promise = { key: 'promise.p', kind: 'promise', text: 'p', found: '', quantifier: 'every' } as const;
      const expectations: readonly JudgedExpectation[] = found === undefined ? [] : [{ ...promise, verdict: found }];
      const reason = found === undefined ? 'nothing was tested' : undefined;
      const report = { seed: '1', verdict: found ?? 'unknown', reason, expectations, measures: [], standing };
      return { outline, reports: [report as unknown as RunReport], planned: 1 };
    });
    return judgeRows(rows, { isQuick: false }).verdict;
  };

  test('is that of the systems that promise something, or of which something is expected', () => {
    expect(verdict('held', undefined)).toBe('held');
    expect(verdict('failed', undefined)).toBe('failed');
    expect(verdict('held', 'unknown')).toBe('unknown');
    expect(verdict(undefined, undefined)).toBe('unknown');
  });
});
