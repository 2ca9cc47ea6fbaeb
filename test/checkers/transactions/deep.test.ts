// The same as `agreement.test.ts` at length: 10,000 histories of each model.
import { expect, test } from 'vitest';
import { agreeOn, COMMON, RARE } from './agree.ts';

test.each(['list-append', 'rw-register'] as const)('%s agrees with trying every cycle, ten thousand times', (model) => {
  const { seen, held } = agreeOn(model, 0, 10_000);
  console.log(model, 'without anomaly', held, JSON.stringify(Object.fromEntries([...seen].sort())));
  for (const anomaly of [...COMMON[model], ...RARE[model]]) expect(seen.get(anomaly) ?? 0, anomaly).toBeGreaterThan(2);
});
