// docs/errors.md is made from the tables of codes: UPDATE_DOCS=1 npx vitest run test/docs/errors-page.test.ts makes it anew.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { historyFamilies } from '../../src/scenario/history-codes.ts';
import { codeFamilies } from '../../src/scenario/problem-codes.ts';
import { withoutWallClock } from './blocks.ts';
import { root } from './document.ts';
import { errorsPage } from './errors-page.ts';

const path = join(root, 'docs/errors.md');
const families = [...Object.values(codeFamilies), ...Object.values(historyFamilies)];

test('docs/errors.md says what the tables say, and shows what is printed', () => {
  const page = errorsPage();
  if (process.env['UPDATE_DOCS'] === '1') return writeFileSync(path, page);
  const hint = 'UPDATE_DOCS=1 npx vitest run test/docs/errors-page.test.ts makes the page anew';
  const committed = existsSync(path) ? readFileSync(path, 'utf8') : '';
  expect(committed.split('\n').map(withoutWallClock), hint).toEqual(page.split('\n').map(withoutWallClock));
});

test('a code says in one clause when it is said, and in a sentence what to do', () => {
  for (const [code, { when, remedy }] of families.flatMap((codes) => Object.entries(codes))) {
    expect(code).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(when, code).toMatch(/^[a-z`].*[^.]$/);
    expect(remedy, code).toMatch(/^[A-Z].*\.$/);
    expect(when + remedy, code).not.toContain('|');
  }
});

test('no code is listed that nothing says', () => {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('-codes.ts'))
    .map((file) => readFileSync(join(root, 'src', file), 'utf8'))
    .join('\n');
  const unsaid = families.flatMap((codes) => Object.keys(codes)).filter((code) => !sources.includes(`'${code}'`));
  expect(unsaid).toEqual([]);
});
