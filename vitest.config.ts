import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: { alias: { 'faultline/protocol': at('./src/protocol.ts'), faultline: at('./src/index.ts') } },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Many tests wait for processes of their own: on two cores the default of one worker leaves half of them idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
