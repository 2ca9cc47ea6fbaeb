// Which worlds a guided campaign runs: mutations of those that met something new, the same in whatever order seeds finish.
import { expect, test } from 'vitest';
import { Guided, ROUND } from '../../../src/campaign/hunt/guided.ts';
import { seedAt, WHOLE } from '../../../src/campaign/hunt/seeds.ts';
import { failing } from './pieces.ts';

const share = { first: 1, last: 3 * ROUND, shard: WHOLE };
/** Each run has met a state that is its own. */
const learned = (position: number) => ({ states: [position] });

function worlds(order: (positions: readonly number[]) => readonly number[], result = learned): readonly string[] {
  const guided = new Guided(share);
  for (let begin = 0; begin < 3 * ROUND; begin += ROUND) {
    expect(guided.ready).toBe(begin + ROUND);
    for (const position of order(Array.from({ length: ROUND }, (_, i) => begin + i))) {
      guided.learn(position, result(position));
    }
  }
  return Array.from({ length: 3 * ROUND }, (_, position) => guided.at(position));
}

const inOrder = worlds((positions) => positions);

test('the first round is of plain seeds, and most of the later ones are mutations', () => {
  expect(inOrder.slice(0, ROUND)).toEqual(Array.from({ length: ROUND }, (_, at) => String(seedAt(share, at))));
  const mutations = inOrder.slice(ROUND).filter((world) => world.includes(':'));
  // Three of four are to be, of 128: 96, and five standard deviations (√(128 · ¾ · ¼) = 4.9) to either side.
  expect(mutations.length).toBeGreaterThan(96 - 25);
  expect(mutations.length).toBeLessThan(96 + 25);
});

test('the order in which the seeds of a round finish changes nothing', () => {
  expect(worlds((positions) => [...positions].reverse())).toEqual(inOrder);
});

test('where nothing new is met, no world is a mutation', () => {
  expect(
    worlds(
      (positions) => positions,
      () => ({ states: [] }),
    ).join(),
  ).not.toContain(':');
});

test('a run that failed has no descendants', () => {
  const { failure } = failing(1);
  const all = worlds(
    (positions) => positions,
    (position) => (position === 5 ? { states: [position] } : { states: [position], failure: failure! }),
  );
  const bases = all.filter((world) => world.includes(':')).map((world) => world.split(':')[0]);
  expect([...new Set(bases)]).toEqual([String(seedAt(share, 5))]);
});
