// docs/stepping.md lists the keys and words that there are: UPDATE_DOCS=1 npx vitest run test/docs/stepping-page.test.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bindings, lines } from '../../src/debugger/index.ts';
import { root } from './document.ts';
import { withTables } from './stepping-page.ts';

const path = join(root, 'docs/stepping.md');

test('the tables of docs/stepping.md are those of the code', () => {
  const page = readFileSync(path, 'utf8');
  const made = withTables(page);
  if (process.env['UPDATE_DOCS'] === '1') return writeFileSync(path, made);
  expect(page, 'UPDATE_DOCS=1 npx vitest run test/docs/stepping-page.test.ts makes them anew').toBe(made);
});

test('every binding and every word is on the page', () => {
  const page = readFileSync(path, 'utf8');
  for (const { about } of bindings) expect(page).toContain(`| ${about} |`);
  for (const { about } of lines) expect(page).toContain(`| ${about} |`);
});
