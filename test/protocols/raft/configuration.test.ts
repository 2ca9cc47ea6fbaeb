import { describe, expect, test } from 'vitest';
import {
  type Configuration,
  eachOther,
  eachOtherVoter,
  inOrder,
  isQuorum,
  majorityOf,
  reachedByQuorum,
} from '../../../src/protocols/raft/configuration.ts';

const of = (voters: string, outgoing = '', learners = ''): Configuration => {
  const list = (text: string) => text.split(' ').filter((id) => id !== '');
  return { voters: list(voters), outgoing: list(outgoing), learners: list(learners) };
};

test('a majority is more than half', () => {
  expect([1, 2, 3, 4, 5, 6, 7].map(majorityOf)).toEqual([1, 2, 2, 3, 3, 4, 4]);
});

describe('a quorum', () => {
  const simple = of('n1 n2 n3', '', 'n4');
  const joint = of('n1 n4 n5', 'n1 n2 n3');
  test.each<[string, Configuration, string, boolean]>([
    ['two of three', simple, 'n1 n3', true],
    ['one of three', simple, 'n2', false],
    ['one of three and a learner', simple, 'n2 n4', false],
    ['one of three and a stranger', simple, 'n2 n9', false],
    ['half of four', of('n1 n2 n3 n4'), 'n1 n2', false],
    ['one of one', of('n1'), 'n1', true],
    ['joint: a majority of both', joint, 'n1 n2 n4', true],
    ['joint: one that is in both counts in both', joint, 'n1 n2 n5', true],
    ['joint: all of the new, one of the old', joint, 'n1 n4 n5', false],
    ['joint: all of the old, one of the new', joint, 'n1 n2 n3', false],
    ['joint: four of five, but not of each', of('n4 n5 n6', 'n1 n2 n3'), 'n1 n4 n5 n6', false],
  ])('%s', (_what, configuration, who, answer) => {
    expect(isQuorum(configuration, (id) => who.split(' ').includes(id))).toBe(answer);
  });
});

describe('how far a quorum has come', () => {
  test.each<[string, Configuration, { readonly [id: string]: number }, number]>([
    ['the second highest of three', of('n1 n2 n3'), { n1: 5, n2: 7, n3: 2 }, 5],
    ['who is not known has nothing', of('n1 n2 n3'), { n1: 5 }, 0],
    ['learners do not count', of('n1 n2 n3', '', 'n4'), { n1: 5, n2: 1, n3: 0, n4: 9 }, 1],
    ['joint: the lower of both', of('n1 n4 n5', 'n1 n2 n3'), { n1: 9, n2: 3, n3: 1, n4: 8, n5: 8 }, 3],
    ['joint: the other one', of('n1 n4 n5', 'n1 n2 n3'), { n1: 9, n2: 8, n3: 8, n4: 2, n5: 1 }, 2],
  ])('%s', (_what, configuration, reached, index) => {
    expect(reachedByQuorum(configuration, reached)).toBe(index);
  });
});

describe('who is sent what', () => {
  const visited = (each: typeof eachOther, configuration: Configuration) => {
    const ids: string[] = [];
    each(configuration, 'n1', (id) => ids.push(id));
    return ids;
  };

  test('votes are asked of voters, each once, entries go to learners too', () => {
    const joint = of('n1 n4', 'n1 n2', 'n3');
    expect(visited(eachOtherVoter, joint)).toEqual(['n4', 'n2']);
    expect(visited(eachOther, joint)).toEqual(['n4', 'n2', 'n3']);
  });

  test('a voter of the old set that is to be a learner is sent everything once', () => {
    expect(visited(eachOther, of('n1 n4', 'n1 n2', 'n2'))).toEqual(['n4', 'n2']);
  });
});

test('servers are ordered by number', () => {
  expect(inOrder(['n10', 'n2', 'n1', 'n2'])).toEqual(['n1', 'n2', 'n10']);
});
