// Everything that must hold before a change lands: types, lint and format, then every test but the long ones, which
// `npm run test:deep` runs.
// Arguments go to vitest (`npm test -- test/kernel`); with arguments the other checks are left out.
import { biome, node, tsc, vitest } from './run.mjs';

const only = process.argv.slice(2);
if (only.length === 0) {
  node(tsc, '-p', 'tsconfig.json');
  node(biome, 'ci', '--error-on-warnings', process.stdout.isTTY ? '--colors=force' : '--colors=off');
  node('scripts/build.mjs');
}
node(vitest, 'run', ...only);
