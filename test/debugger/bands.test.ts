// Bands: whose something is over time, of the whole line and of a branch that parts from it.
import { expect, test } from 'vitest';
import { band } from '../../src/contract/system.ts';
import { advance, bandsOver, openSession, reduce, type Session } from '../../src/debugger/index.ts';
import { bandLines } from '../../src/display/step/band-lines.ts';
import { textOf } from '../../src/display/step/spans.ts';
import { sourceOfText } from './opened.ts';

/** The leader is cut off at 3 s, and another is elected; the first steps down when it hears of it, at 8 s. */
const text = `faultline: 1
name: Two leaders of two terms
about: A leader that is cut off goes on to believe.
system: raft-kv
nodes: 5
options: { preset: paper }
workload: { kind: register, clients: 1, rate: 2/s, from: 2s }
faults:
  - { at: 3s, partition: [leader, rest], until: 8s }
run: 10s
`;

type Raft = { readonly role: string };

async function session(): Promise<Session> {
  const source = await sourceOfText(text);
  const bands = [
    band<Raft>({
      title: 'leads',
      about: '',
      group: 'server',
      of: ({ role }, node) => (role === 'leader' ? node : null),
    }),
    band<Raft>({
      title: 'asks',
      about: '',
      group: 'server',
      of: ({ role }, node) => (role === 'candidate' ? node : null),
    }),
  ];
  return advance(openSession({ ...source, system: { ...source.system, bands } }, { event: 0 }), {});
}

test('who leads in each part of the time: one, and two while the old one does not know', async () => {
  const [leads, asks] = bandsOver(await session(), 10);
  const [first] = leads!.parts[2]!;
  const [, second] = leads!.parts[5]!;
  expect(leads!.parts[0]).toEqual([]);
  // A second each: the cut is from 3 to 8.
  expect(leads!.parts.slice(2)).toEqual([
    [first],
    [first],
    ...Array(4).fill([first, second]),
    [first, second],
    [second],
  ]);
  expect(asks!.parts.flat()).toContain(second);
});

test('a branch has the bands of the line that it parts from, and its own behind that', async () => {
  const main = await session();
  const [leads] = bandsOver(main, 10);
  const leader = leads!.parts[2]![0]!;
  const there = reduce(main, { do: 'time', time: 4_000_000 });
  const branch = advance(reduce(reduce(there, { do: 'select-node', node: leader }), { do: 'crash' }), {});
  const [after] = bandsOver(branch, 10);
  expect(after!.parts[2]).toEqual([leader]);
  expect(after!.parts[6]).not.toContain(leader);
});

test('a system without bands has none', async () => {
  const source = await sourceOfText(text);
  expect(bandsOver(advance(openSession(source, { event: 0 }), {}), 10)).toEqual([]);
});

test('drawn by the last letter of the name, and where it is several’s by a sign', () => {
  const bands = [
    { title: 'truth', parts: [[], ['c1'], ['c2'], ['c1', 'c2']] },
    { title: 'belief', parts: [['c12'], [], [], []] },
  ];
  expect(bandLines(bands).map(textOf)).toEqual(['truth  ·12!', 'belief 2···']);
});
