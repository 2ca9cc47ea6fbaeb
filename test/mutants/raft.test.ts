// Planted bugs can be planted: each says where exactly, and what comes out is a module. That each is found is for the
// hunts to show.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { raftMonitor } from '../../src/protocols/raft/index.ts';
import { applyMutant, editsOf, mutantsOf, mutatedFiles, mutatedModule, mutatedSource, removeMutant } from './apply.ts';

const mutants = mutantsOf('raft');
const mustBeFound = ['M01', 'M02', 'M03', 'M04', 'M09', 'M11', 'M15', 'M23', 'M31', 'M32', 'M34', 'M40'];

test('the bugs that hunts are measured by are there, each id once', () => {
  const ids = mutants.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(mustBeFound));
  expect(new Set(ids).size).toBe(ids.length);
});

test('each bug violates a property that Raft promises, keeps it from recovering, is measured, or is benign', () => {
  const known = [...raftMonitor.properties.map(({ name }) => name), 'linearizable'];
  for (const { id, kind, property, properties = [] } of mutants) {
    if (kind === 'safety') for (const name of [property, ...properties]) expect(known, id).toContain(name);
    if (kind === 'liveness') expect(property, id).toBe('recovers');
    if (kind === 'perf' || kind === 'benign') expect(property, id).toBeUndefined();
  }
});

for (const mutant of mutants) {
  test(`${mutant.id} stands for one place of each file, and is still a module`, () => {
    for (const { file, replace } of editsOf(mutant)) expect(mutatedSource(mutant, file)).toContain(replace);
    for (const file of mutatedFiles(mutant)) {
      const code = mutatedModule(mutant, file);
      expect(code).not.toMatch(/from '[^']*\.ts'/);
      expect(code).not.toMatch(/^import type/m);
    }
  });
}

test('text that is not there, or is there twice, is an error that says how often', () => {
  const file = 'src/protocols/raft/election.ts';
  const row = { id: 'M00', about: '', kind: 'safety', file, replace: '' } as const;
  expect(() => mutatedSource({ ...row, find: 'nowhere to be found' }, file)).toThrow('stands 0 times');
  expect(() => mutatedSource({ ...row, find: 'import' }, file)).toThrow(/stands \d+ times in .*, expected once/);
});

test('the copy differs from the product in one module, and loads', async () => {
  const mutant = mutants.find(({ id }) => id === 'M03')!;
  const folder = applyMutant(mutant);
  try {
    const path = join(folder, 'dist/protocols/raft/election.js');
    expect(readFileSync(path, 'utf8')).toBe(mutatedModule(mutant, 'src/protocols/raft/election.ts'));
    const loaded = (await import(pathToFileURL(path).href)) as { readonly onRequestVote: unknown };
    expect(loaded.onRequestVote).toBeTypeOf('function');
  } finally {
    removeMutant(folder);
  }
  expect(existsSync(folder)).toBe(false);
  // What the link led to is still there.
  expect(existsSync(new URL('../../node_modules/@swc/wasm-typescript/package.json', import.meta.url))).toBe(true);
});
