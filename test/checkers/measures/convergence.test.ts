import { describe, expect, test } from 'vitest';
import { convergenceOf, type Observation } from '../../../src/checkers/measures/index.ts';
import { ms } from '../../../src/contract/time.ts';

const saw = (time: number, by: string, value: number, key = 'x'): Observation => ({ time: ms(time), by, key, value });
const judged = (...seen: readonly Observation[]) => convergenceOf(seen, ['n1', 'n2'], ms(100));

describe('convergence', () => {
  test('begins with the first observation from which on all agree', () => {
    const found = judged(saw(100, 'n1', 2), saw(100, 'n2', 1), saw(130, 'n2', 2), saw(150, 'n1', 2), saw(150, 'n2', 2));
    expect(found).toEqual({ verdict: 'ok', at: ms(130), took: ms(30) });
  });

  test('takes no time where all agreed before', () => {
    expect(judged(saw(50, 'n1', 2), saw(60, 'n2', 2), saw(110, 'n1', 2), saw(110, 'n2', 2))).toMatchObject({ took: 0 });
  });

  test('takes as long as the slowest key', () => {
    const x = [saw(110, 'n1', 1), saw(110, 'n2', 1)];
    const y = [saw(120, 'n1', 1, 'y'), saw(170, 'n2', 1, 'y')];
    expect(judged(...x, ...y)).toMatchObject({ took: ms(70) });
  });

  test('does not come about while two hold different values at the end', () => {
    const found = judged(saw(110, 'n1', 1), saw(110, 'n2', 1), saw(200, 'n2', 2));
    expect(found).toEqual({ verdict: 'violated', key: 'x', held: [saw(110, 'n1', 1), saw(200, 'n2', 2)] });
  });

  test('is unknown where somebody was not looked at after all was quiet', () => {
    expect(judged(saw(110, 'n1', 1), saw(99, 'n2', 1))).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringContaining('n2 was not'),
    });
    expect(convergenceOf([], [], 0)).toMatchObject({ verdict: 'unknown' });
  });
});
