// The property tests on a large budget, fifty times as many draws, another seed each time; and the tests that are too long
// for `npm test`. Arguments go to vitest.
import { longTests } from './long-tests.mjs';
import { node, vitest } from './run.mjs';

process.env.FAULTLINE_DEEP = '1';
node(vitest, 'run', 'test/deep', 'test/book.test.ts', ...longTests, '--testTimeout=3600000', ...process.argv.slice(2));
