// The process of one row of the kill matrix: `test/mutants/matrix/worker.ts`.
import { readyForTypeScript } from '../../dist/campaign/type-script.js';

await readyForTypeScript('worker.ts');
await import('../../test/mutants/matrix/worker.ts');
