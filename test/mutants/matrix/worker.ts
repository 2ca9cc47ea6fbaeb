// The process of one row: plants the bug in a copy of the product, hunts it with the copy's own modules, and prints what
// came of it as one line of JSON. On its standard input: `{ mutant, budget }`.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { applyMutant, type Mutant, removeMutant } from '../apply.ts';
import { productIn } from './product.ts';
import { type Budget, huntRow } from './row.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { mutant, budget } = JSON.parse(readFileSync(0, 'utf8')) as { readonly mutant: Mutant; readonly budget: Budget };
const right = mutant.compares !== undefined ? await productIn(root) : undefined;
const folder = applyMutant(mutant);
try {
  process.stdout.write(`${JSON.stringify(huntRow(mutant, await productIn(folder), budget, right))}\n`);
} finally {
  removeMutant(folder);
}
