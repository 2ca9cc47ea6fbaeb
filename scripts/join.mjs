// What is run from dist/ in fewer files: each entry keeps its place, all that it imports goes into shared pieces below
// dist/pieces/. A start then reads some tens of files instead of seven hundred. Every module is in one piece only, so there is
// one copy of each class and of each table, as before; what nobody imports by its own path stays where it was, too.
import { copyFile, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { build } from 'esbuild';
import { root } from './run.mjs';

const dist = join(root, 'dist');

/** Files that are run or imported by their path: by Node, by users, by a worker, by hooks. */
export const entries = [
  'cli/main.js',
  'index.js',
  'protocol.js',
  'testing.js',
  'tui/app.js',
  'campaign/worker.js',
  'campaign/strip-hooks.js',
  'campaign/hunt/worker.js',
  'campaign/hunt/shrink-worker.js',
  'campaign/minimise/worker.js',
  'campaign/explore/worker.js',
];

/** A module goes on to know the place that it had, from wherever its piece lies. */
const places = {
  name: 'modules know their place',
  setup(work) {
    work.onLoad({ filter: /\.js$/ }, async ({ path }) => {
      const place = relative(dist, path).split(sep).join('/');
      if (place.startsWith('..')) return undefined;
      const text = await readFile(path, 'utf8');
      const here = `(import.meta.url.slice(0, import.meta.url.lastIndexOf('/dist/') + 6) + ${JSON.stringify(place)})`;
      return { contents: text.replaceAll('import.meta.url', here), loader: 'js' };
    });
  },
};

/** An entry as the compiler made it lies beside it: with these in their places a single module can be replaced. */
export const apart = (entry) => entry.replace(/\.js$/, '.apart.js');

export async function joinModules() {
  for (const entry of entries) await copyFile(join(dist, entry), join(dist, apart(entry)));
  await build({
    entryPoints: entries.map((entry) => join(dist, entry)),
    outdir: dist,
    outbase: dist,
    chunkNames: 'pieces/[name]-[hash]',
    allowOverwrite: true,
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    legalComments: 'none',
    absWorkingDir: root,
    plugins: [places],
    logLevel: 'warning',
  });
}
