// Runs a program of this project with node itself: no shell, the same on every platform.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs `node <script> ...args` in the project's folder and ends this process with its exit code if it fails. */
export function node(script, ...args) {
  const { status, signal } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
  if (signal !== null) process.kill(process.pid, signal);
  if (status !== 0) process.exit(status ?? 1);
}

export const tsc = 'node_modules/typescript/bin/tsc';
export const biome = 'node_modules/@biomejs/biome/bin/biome';
export const vitest = 'node_modules/vitest/vitest.mjs';
