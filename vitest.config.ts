import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';
import { longTests } from './scripts/long-tests.mjs';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: { alias: { 'faultline/protocol': at('./src/protocol.ts'), faultline: at('./src/index.ts') } },
  test: {
    include: ['test/**/*.test.ts'],
    // One of them alone: FAULTLINE_DEEP=1 npx vitest run <file>.
    exclude: [...configDefaults.exclude, ...(process.env['FAULTLINE_DEEP'] === '1' ? [] : longTests)],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Many tests wait for processes of their own: on two cores the default of one worker leaves half of them idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
