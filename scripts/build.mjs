// src/ → dist/, from an empty folder, so that a deleted source leaves no file behind.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { node, root, tsc } from './run.mjs';

rmSync(join(root, 'dist'), { recursive: true, force: true });
node(tsc, '-p', 'tsconfig.build.json');
