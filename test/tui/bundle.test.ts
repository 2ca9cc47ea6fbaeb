// What the build makes of the screen: React and Ink are in it, built for production, and in nothing else.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './sessions.ts';

const scripts = async () => import(`${root}scripts/screen.mjs`);

test('a cache of Ink that is not where it was stops the build', async () => {
  const { replaced } = await scripts();
  const text = readFileSync(`${root}node_modules/ink/build/wrap-text.js`, 'utf8');
  expect(replaced('wrap-text.js', text)).toContain('new Bounded(4096)');
  expect(() => replaced('wrap-text.js', text.replace('const cache = {};', 'const cache = { };'))).toThrow(
    /found 0 times/,
  );
});

test('THIRD-PARTY-NOTICES names each package that is bundled, with its licence', async () => {
  const { bundledPackages, noticesOf } = await scripts();
  const found = noticesOf((await bundledPackages()).map((path: string) => join(root, path)));
  expect(readFileSync(`${root}THIRD-PARTY-NOTICES`, 'utf8'), 'node scripts/build.mjs --notices mends it').toBe(found);
  expect(found).toMatch(/^ink 6\.8\.0 \(MIT\)$/m);
});

test('the bundle needs no package, and holds no development build', () => {
  const text = readFileSync(`${root}dist/tui/app.js`, 'utf8');
  const imports = [...text.matchAll(/\bfrom\s*["']([^"']+)["']/g)].map(([, name]) => name!);
  const builtin = /^(node:)?(assert|buffer|child_process|events|fs|module|os|path|process|stream|tty|url|util)(\/|$)/;
  expect(imports.filter((name) => !name.startsWith('.') && !builtin.test(name))).toEqual([]);
  // Said by its presence alone: the text would be the whole bundle.
  const has = (part: RegExp) => part.test(text);
  expect([has(/react-reconciler\.development/), has(/\.map\.size\s*>=\s*this\.most/)]).toEqual([false, true]);
});

test('run, list and --version work where there is no screen at all', () => {
  const folder = mkdtempSync(join(root, 'build', 'without-screen-'));
  try {
    cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
    cpSync(join(root, 'package.json'), join(folder, 'package.json'));
    rmSync(join(folder, 'dist/tui'), { recursive: true });
    const faultline = (...args: string[]) =>
      spawnSync(process.execPath, [join(folder, 'dist/cli/main.js'), ...args], { cwd: root, encoding: 'utf8' });
    for (const args of [
      ['run', 'scenarios/basics/echo.yaml'],
      ['list'],
      ['--version'],
      ['step', 'scenarios/basics/echo.yaml', '--text'],
    ]) {
      const { status, stderr } = faultline(...args);
      expect(`${status} ${stderr}`, args.join(' ')).toBe('0 ');
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
