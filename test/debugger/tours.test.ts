// The tours: every sentence is told, in order, at an event at which it is true.
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { at, type PagedList } from '../../src/base/paged-list.ts';
import {
  branchOf,
  landmarksBetween,
  narration,
  nodeAt,
  nodesAt,
  reduce,
  type Session,
  windowsAt,
} from '../../src/debugger/index.ts';
import { opened } from './opened.ts';

const folder = 'scenarios/tour';

test.each(readdirSync(folder))('%s: every sentence is told once, in the order in which it is written', async (name) => {
  const session = await opened(`${folder}/${name}`, { event: 0 });
  const told = session.engine.timeline([]).told(branchOf(session).known);
  const order = [...told].sort((a, b) => a.event - b.event || a.note - b.note).map(({ note }) => note);
  expect(order).toEqual(session.source.notes.map((_, note) => note));
});

/** The session at its nth sentence, from 1. */
function sentence(session: Session, nth: number): Session {
  const events = landmarksBetween(session, 'note', 0, branchOf(session).known);
  return reduce(session, { do: 'event', event: events[nth - 1]! });
}

const leaders = (session: Session) => nodesAt(session).filter(({ roles }) => roles.includes('leader'));

test('split brain: two leaders of two terms, and the old one commits nothing', async () => {
  const session = await opened(`${folder}/split-brain.yaml`, { event: 0 });
  const cut = leaders(sentence(session, 2))[0]!;
  const two = sentence(session, 4);
  expect(narration(two)?.says).toMatch(/^Three of five have voted/);
  expect(leaders(two)).toHaveLength(2);
  expect(new Set(leaders(two).map(({ epoch }) => epoch)).size).toBe(2);
  const later = sentence(session, 5);
  expect(windowsAt(later)).toMatchObject([{ kind: 'partition', isLasting: true }]);
  expect(nodeAt(later, cut.id)!.view).toMatchObject({ role: 'leader', commit: cut.view!['commit'] });
  const fresh = leaders(later).find(({ id }) => id !== cut.id)!;
  expect(fresh.view!['commit']).toBeGreaterThan(cut.view!['commit'] as number);
});

type Entry = { readonly term: number };

const termAt = (session: Session, node: string, index: number) => {
  const { log } = nodeAt(session, node)!.state as { log: { entries: PagedList<Entry> } };
  return at(log.entries, index - 1)?.term;
};

test('Figure 8 (d): an entry on a majority is overwritten, and was never committed', async () => {
  const session = await opened(`${folder}/figure-8.yaml`, { event: 0 });
  const begun = sentence(session, 2);
  expect(['n1', 'n2', 'n3'].map((node) => termAt(begun, node, 2))).toEqual([2, 2, 2]);
  expect(nodeAt(begun, 'n1')!.roles).toEqual(['leader']);
  const lost = sentence(session, 5);
  expect(leaders(lost).map(({ id }) => id)).toEqual(['n5']);
  const end = reduce(session, { do: 'last' });
  expect(['n2', 'n3', 'n4', 'n5'].map((node) => termAt(end, node, 2))).toEqual([3, 3, 3, 3]);
  for (const event of landmarksBetween(session, 'note', 0, lost.cursor + 1)) {
    for (const { view, id } of nodesAt(session, event)) expect(view?.['commit'] ?? 0, id).toBeLessThan(2);
  }
});

test('Figure 8 (e): an entry of its own term commits what lies before it', async () => {
  const session = await opened(`${folder}/figure-8-committed.yaml`, { event: 0 });
  const committed = sentence(session, 3);
  expect(nodeAt(committed, 'n1')!.view).toMatchObject({ role: 'leader', commit: 3 });
  const end = reduce(session, { do: 'last' });
  expect(['n2', 'n3', 'n4', 'n5'].map((node) => termAt(end, node, 2))).toEqual([2, 2, 2, 2]);
  expect(leaders(end).some(({ id }) => id === 'n5')).toBe(false);
});
