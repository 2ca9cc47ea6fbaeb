// Compiles src/ and bench/ into build/ and runs the benchmarks in one process. `npm run bench -- --json` prints one document.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { node, root, tsc } from './run.mjs';

for (const part of ['bench', 'src', 'test']) rmSync(join(root, 'build', part), { recursive: true, force: true });
node(tsc, '-p', 'bench/tsconfig.json');
node('--expose-gc', 'build/bench/main.js', ...process.argv.slice(2));
