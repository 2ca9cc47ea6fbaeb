// The property tests on a large budget: fifty times as many draws, another seed each time. Arguments go to vitest.
import { node, vitest } from './run.mjs';

process.env.FAULTLINE_DEEP = '1';
node(vitest, 'run', 'test/deep', '--testTimeout=3600000', ...process.argv.slice(2));
