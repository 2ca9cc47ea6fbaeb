// The modules of one copy of the product, with a planted bug in it or not. Only its own ones may meet each other: a
// symbol or a class of another copy is another one.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export type Product = typeof import('../../../src/scenario/index.ts') &
  typeof import('../../../src/plans/index.ts') &
  Pick<typeof import('../../../src/kernel/index.ts'), 'TimedRun'> &
  Pick<typeof import('../../../src/search/index.ts'), 'Hunt' | 'judgeRun'> &
  Pick<typeof import('../../../src/scenario/drawn.ts'), 'drawnOptions' | 'withOptions'> &
  Pick<typeof import('../../../src/scenario/expect/recovers.ts'), 'judgeRecovers'> &
  Pick<typeof import('../../../src/scenario/expect/operations.ts'), 'clientOperations'> &
  Pick<typeof import('../../../src/protocols/registry.ts'), 'systems'>;

const parts = [
  'scenario/index',
  'plans/index',
  'kernel/index',
  'search/index',
  'scenario/drawn',
  'scenario/expect/recovers',
  'scenario/expect/operations',
  'protocols/registry',
];

/** `folder` holds `dist/`, as the project's root does. `load`: what imports a module, where that is not Node itself. */
export async function productIn(
  folder: string,
  load = (url: string): Promise<unknown> => import(url),
): Promise<Product> {
  const loaded = parts.map((part) => load(pathToFileURL(join(folder, 'dist', `${part}.js`)).href));
  return Object.assign({}, ...(await Promise.all(loaded))) as Product;
}
