// Runs the built command as a user would: a process of its own, its streams apart.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const cli = join(root, 'dist/cli/main.js');

export type Outcome = { readonly code: number | null; readonly out: string; readonly err: string };

export function faultline(
  args: readonly string[],
  options: { cwd?: string; input?: string; env?: object } = {},
): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: options.cwd ?? root,
    encoding: 'utf8',
    input: options.input ?? '',
    env: { ...process.env, NO_COLOR: '1', ...options.env },
    maxBuffer: 1 << 26,
  });
  return { code: status, out: stdout, err: stderr };
}

/** A folder with these files, removed afterwards. */
export function inFolder<T>(files: { readonly [name: string]: string | Uint8Array }, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A folder of a user's that has Faultline installed. Whoever made it removes it. */
export function installedFolder(files: { readonly [path: string]: string } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/faultline'), 'dir');
  writeFiles(folder, files);
  return folder;
}

/** With the folders that they are in. */
export function writeFiles(folder: string, files: { readonly [path: string]: string }): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Whether a text shows a stack trace of ours. */
export const STACK = /^\s+at .*(dist|src)\//m;
