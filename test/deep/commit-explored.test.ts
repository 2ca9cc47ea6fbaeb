// Two-phase commit with two crashes and Paxos Commit with one, explored completely: `npm run test:deep`. Pairs of crashes in
// time are in `test/protocols/commitment/crashes.test.ts`.
import { expect, test } from 'vitest';
import { faultline } from '../cli/command.ts';

const isDeep = process.env['FAULTLINE_DEEP'] === '1';

test.runIf(isDeep).each([
  ['two-phase-commit', 505_617],
  ['paxos-commit', 477_961],
])('%s: all states within the bounds, and every property holds', (name, states) => {
  const { code, out } = faultline(['explore', `scenarios/explore/${name}.yaml`, '--json']);
  expect(code, out).toBe(0);
  expect(out).toContain(`"states": ${states}`);
});
