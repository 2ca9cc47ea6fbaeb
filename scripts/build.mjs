// src/ → dist/, from an empty folder, so that a deleted source leaves no file behind; then React and Ink into the screen,
// and the modules into fewer files.
// `--notices` writes THIRD-PARTY-NOTICES anew: the licences of what is bundled.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { node, root, tsc } from './run.mjs';

rmSync(join(root, 'dist'), { recursive: true, force: true });
node(tsc, '-p', 'tsconfig.build.json');
const { bundleScreen, noticesOf } = await import('./screen.mjs');
const packages = await bundleScreen();
const { joinModules } = await import('./join.mjs');
await joinModules();
if (process.argv.includes('--notices')) {
  writeFileSync(join(root, 'THIRD-PARTY-NOTICES'), noticesOf(packages.map((path) => join(root, path))));
}
