// The checker against the slow truth on small random histories. The long run is `deep.test.ts`.
import { expect, test } from 'vitest';
import { agreeOn, COMMON } from './agree.ts';

test.each(['list-append', 'rw-register'] as const)('%s agrees with trying every cycle', (model) => {
  const { seen, held } = agreeOn(model, 0, 800);
  expect(held).toBeGreaterThan(80);
  // What is compared must have been there to compare.
  for (const anomaly of COMMON[model]) expect(seen.get(anomaly) ?? 0, anomaly).toBeGreaterThan(2);
});
