// What an exploration is asked in words: `explore-claims.ts`.
import { describe, expect, test } from 'vitest';
import { emptyLog } from '../../src/protocols/raft/log.ts';
import { systems } from '../../src/protocols/registry.ts';
import { parseClaim } from '../../src/scenario/explore-claims.ts';
import { loadScenario } from '../../src/scenario/index.ts';

const head = 'faultline: 1\nname: Small\nabout: Something small.\nrun: 1s\nsystem: raft-kv\nnodes: 3\n';
const load = (more = '') => loadScenario(`${head}expect: [{ holds: election-safety }]\n${more}`, 'small.yaml', systems);
const { scenario } = load();

const state = (role: string, commitIndex: number) => ({
  role,
  term: 1,
  votedFor: null,
  leader: null,
  commitIndex,
  lastApplied: 0,
  snapshot: null,
  log: emptyLog,
  configurationIndex: 0,
  reads: [],
});
const nodes = [
  { id: 'n1', state: undefined, incarnation: 1 },
  { id: 'n2', state: state('leader', 3) as never, incarnation: 2 },
  { id: 'n3', state: state('follower', 2) as never, incarnation: 1 },
];

function holds(text: string): boolean {
  const claim = parseClaim(text, scenario!);
  if ('problem' in claim) throw new Error(claim.problem);
  return claim.holds({ nodes });
}

test.each([
  ['leader', true],
  ['candidate', false],
  ['n1=down', true],
  ['n2=restarted', true],
  ['n3=up', true],
  ['n3=restarted', false],
  ['n2.commit>=3', true],
  ['n2.commit<=2', false],
  ['leader.commit=3', true],
  ['n3.role=follower', true],
  // Of a group all: n1 is down, and shows nothing.
  ['servers.commit>=2', false],
  ['n1=down and n2.role=leader', true],
  ['n1=down and n3.role=leader', false],
])('%s is %s', (text, expected) => {
  expect(holds(text)).toBe(expected);
});

describe('what is wrong is said', () => {
  test.each([
    ['boss', 'there is no role "boss": expected leader, follower, candidate'],
    ['n4=down', 'there is no node n4: there are 3 servers: n1 to n3'],
    ['n1=asleep', 'found "asleep", expected up, down or restarted'],
    ['random(1).term=1', 'random(1) names no nodes for sure: expected a node, a role or a group'],
    ['n1.term>=high', 'found "high", expected a number'],
    ['leader and', 'found "leader and", expected a role, n1.commit>=2'],
  ])('%s', (text, problem) => {
    const claim = parseClaim(text, scenario!);
    expect('problem' in claim ? claim.problem : 'none').toContain(problem);
  });

  test('a field that no view has shown, once states were judged', () => {
    const claim = parseClaim('n2.comit>=3', scenario!);
    if ('problem' in claim) throw new Error(claim.problem);
    expect(claim.misspelt()).toBeUndefined();
    expect(claim.holds({ nodes })).toBe(false);
    expect(claim.misspelt()).toContain('no view ever has a field "comit"');
    expect(claim.misspelt()).toContain('did you mean "commit"?');
  });

  test('in a scenario, at its place', () => {
    const { problems } = load('explore: { timers: elections, schedule: [{ tick: 1 }] }\n');
    const messages = problems.map(({ message }) => message);
    expect(messages[0]).toContain('found "elections", expected a number such as 4, kinds such as election=2');
    expect(messages[1]).toContain('an entry says what it is by one of the keys deliver, timer, write');
    const named = load('explore: { sometimes: [boss], schedule: [{ begins: 1 }] }\n').problems;
    expect(named.map(({ path }) => path)).toEqual(['explore.sometimes.0', 'explore.schedule.0']);
  });
});
