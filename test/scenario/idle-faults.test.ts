// A fault that a scenario lists and that does nothing leaves untested what the scenario is there to show.
import { expect, test } from 'vitest';
import { card } from '../../src/display/card.ts';
import { plainStyle } from '../../src/display/style.ts';
import { systems } from '../../src/protocols/registry.ts';
import { judgeSweep, loadScenario, reportOf, runScenario } from '../../src/scenario/index.ts';

const scenario = (faults: string) => {
  const text = `
faultline: 1
name: Idle
about: Faults that may do nothing.
system: raft-kv
nodes: 3
workload: { kind: register, clients: 2, rate: 20/s }
run: 4s
faults:
${faults}`;
  const { scenario: loaded, problems } = loadScenario(text, 'idle.yaml', systems);
  return { loaded, problems: problems.map(({ path, message }) => `${path}: ${message}`) };
};

const verdictOf = (faults: string, seed = '1') => {
  const { loaded } = scenario(faults);
  const { judgement } = runScenario(loaded!, seed);
  const idle = judgement.findings.filter(({ kind }) => kind === 'fault');
  return { verdict: judgement.verdict, idle: idle.map(({ text, found }) => `${text}: ${found}`) };
};

test('a run whose fault was never set off is not green, and says which', () => {
  const never = '  - { when: { of: n1, field: trm, atLeast: 3 }, crash: n2, restart: 1s }';
  expect(verdictOf(never)).toEqual({
    verdict: 'unknown',
    idle: ['strikes: crash n2, when n1 has trm at least 3: nothing set it off'],
  });
  expect(verdictOf('  - { when: { of: n1, field: term, atLeast: 1 }, crash: n2, restart: 1s }')).toEqual({
    verdict: 'held',
    idle: [],
  });
});

test('a crash of a node that is down already says what it did, on the card and to claims about its window', () => {
  const outage = (second: string) => {
    const crashes = `  - { at: 1s, crash: n1, restart: 2s }\n  - { at: 2s, crash: n1, ${second}, name: second }\n`;
    const { loaded } = scenario(`${crashes}expect: [{ available: { during: second, atLeast: 1% } }]\n`);
    const report = reportOf(loaded!, runScenario(loaded!), 0);
    return [
      card(report, plainStyle)
        .find((line) => line.includes('2.000s'))!
        .trim(),
      report.expectations.find(({ kind }) => kind === 'expectation')!.found,
    ];
  };
  expect(outage('restart: 500ms')).toEqual([
    '2.000s to 2.500s  crash n1  did nothing: the node was down',
    'second did nothing: the node was down',
  ]);
  expect(outage('restart: 1500ms')).toEqual([
    '2.000s to 3.500s  crash n1  [n1]  n1 was down, and stayed so for longer',
    expect.stringContaining('operations answered'),
  ]);
});

test('over a sweep a fault has to strike at one seed', () => {
  const { loaded } = scenario('  - { on: { timer: election, node: n1 }, crash: n1, restart: 1s }');
  const reports = ['1', '2', '3', '4', '5'].map((seed) => reportOf(loaded!, runScenario(loaded!, seed), 0));
  const idle = reports.filter(({ expectations }) => expectations.some(({ kind }) => kind === 'fault'));
  expect(idle.length).toBeGreaterThan(0);
  expect(idle.length).toBeLessThan(5);
  expect(judgeSweep(reports, { isQuick: false }).verdict).toBe('held');
  expect(judgeSweep(idle, { isQuick: false }).verdict).toBe('unknown');
});

test('what can do nothing for certain is refused before the run', () => {
  const refused = (fault: string) => scenario(`  - ${fault}`).problems;
  for (const disk of [
    'replace: c1',
    'slowDisk: c1, latency: 9ms',
    'failWrites: c1',
    'fullDisk: clients',
    'corrupt: c1',
  ])
    expect(refused(`{ at: 1s, ${disk} }`), disk).toEqual([expect.stringContaining('clients have no disk')]);
  expect(refused('{ at: 1s, slowDisk: n1, latency: 0s }')[0]).toContain('nothing is slow at 0s');
  expect(refused('{ on: { timer: election }, crash: it, restart: 9s }')[0]).toContain('would end after the run');
  expect(refused('{ when: { of: n1, field: term, atLeast: 5, atMost: 3 }, crash: n1 }')[0]).toContain('cannot both be');
  expect(refused('{ when: { of: n1, field: term, equals: 5, atLeast: 3 }, crash: n1 }')[0]).toContain('keep one');
});
