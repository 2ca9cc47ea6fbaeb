// Whom a coordinator turns to: the replicas, or who stands in for them.
import { expect, test } from 'vitest';
import { preferenceList, ringOf } from '../../../src/protocols/quorum/index.ts';
import { newMember } from '../../../src/protocols/quorum/liveness.ts';
import { targetsOf } from '../../../src/protocols/quorum/targets.ts';

const nodes = ['n1', 'n2', 'n3', 'n4', 'n5'];
const list = preferenceList(ringOf(16)(nodes), 'k');

function targets(isSloppy: boolean, down: readonly string[]) {
  const members = Object.fromEntries(
    nodes.map((node) => [node, { ...newMember(0, 1), downSince: down.includes(node) ? 0 : null }]),
  );
  const plan = { settings: { replicas: 3, isSloppy }, ring: ringOf(16) };
  const ctx = { self: 'c1', group: () => nodes };
  return targetsOf({ members } as never, 'k', ctx as never, plan as never);
}
const itself = (node: string | undefined) => ({ node, standsInFor: null });

test('all up: the first three of the preference list, sloppy or not', () => {
  for (const isSloppy of [true, false]) {
    expect(targets(isSloppy, [])).toEqual({ targets: list.slice(0, 3).map(itself), missing: [] });
  }
});

test('strict: who is down is missing', () => {
  expect(targets(false, [list[1]!])).toEqual({ targets: [itself(list[0]), itself(list[2])], missing: [list[1]] });
});

test('sloppy: the next healthy ones stand in, each for one', () => {
  expect(targets(true, [list[0]!, list[2]!, list[3]!])).toEqual({
    targets: [itself(list[1]), { node: list[4], standsInFor: list[0] }],
    missing: [list[2]],
  });
});
