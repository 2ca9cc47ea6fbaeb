import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('the screen in README.md is what the program shows', () => {
  const script = fileURLToPath(new URL('../../scripts/readme-screen.mjs', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect(`${status} ${stderr}`).toBe('0 ');
});
