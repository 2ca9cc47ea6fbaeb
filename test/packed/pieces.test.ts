// What is built is joined into pieces: whatever is run by its path has to be an entry of them, or it would run a copy.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { entries } from '../../scripts/join.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const isBuilt = existsSync(join(root, 'dist/pieces'));

test('each file that a worker or a hook runs is an entry, and so is what package.json names', () => {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).map((file) =>
    file.replaceAll('\\', '/'),
  );
  const run = files
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(root, 'src', file), 'utf8');
      return [...text.matchAll(/new URL\('(\.[^']*\.js)', import\.meta\.url\)/g)].map(([, path]) =>
        posix.join(dirname(file), path!),
      );
    });
  expect(run.length).toBeGreaterThan(3);
  const { bin, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const named = [bin.faultline, ...Object.values(exports).map((each) => (each as { default?: string }).default)];
  const published = named.flatMap((path) => (path === undefined ? [] : [path.replace(/^(\.\/)?dist\//, '')]));
  expect(published).toContain('cli/main.js');
  for (const path of [...run, ...published]) expect(entries).toContain(path);
  for (const entry of entries)
    expect(files).toContain(entry.replace(/\.js$/, entry.startsWith('tui/') ? '.tsx' : '.ts'));
});

test.runIf(isBuilt)('a module that knows its place goes on to know it', async () => {
  const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
  const main = readFileSync(join(root, 'dist/cli/main.js'), 'utf8');
  expect(main).toContain('../pieces/');
  const pieces = readdirSync(join(root, 'dist/pieces')).map((name) =>
    readFileSync(join(root, 'dist/pieces', name), 'utf8'),
  );
  const copies = pieces.filter((text) => text.includes('"contract/copy.js"'));
  expect(copies).toHaveLength(1);
  expect(copies[0]).toContain(version);
});
