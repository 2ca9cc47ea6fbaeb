// dist/tui/app.js with React and Ink in it, built for production, so that neither is a dependency of the package. Ink
// 6.8 keeps every text that it ever measured; its two caches are bounded here (docs/decisions/0036).
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { build } from 'esbuild';
import { root } from './run.mjs';

export { noticesOf } from './notices.mjs';

const folder = join(root, 'dist', 'tui');

const bounded =
  'class Bounded{constructor(most){this.most=most;this.map=new Map()}get(key){return this.map.get(key)}' +
  'set(key,value){if(this.map.size>=this.most)this.map.clear();this.map.set(key,value)}}\n';

/** By file: what is replaced by what. All of it must be there, once. */
const replacements = {
  'measure-text.js': [['const cache = new Map();', `${bounded}const cache = new Bounded(4096);`]],
  'wrap-text.js': [
    ['const cache = {};', `${bounded}const cache = new Bounded(4096);`],
    ['cache[cacheKey];', 'cache.get(cacheKey);'],
    ['cache[cacheKey] = wrappedText;', 'cache.set(cacheKey, wrappedText);'],
  ],
};

export function replaced(name, text) {
  return replacements[name].reduce((result, [from, to]) => {
    if (result.split(from).length !== 2) {
      throw new Error(`ink/build/${name}: found ${result.split(from).length - 1} times, expected once: ${from}
it bounds a cache that grows with every text: look at the new version of Ink, and mend scripts/screen.mjs`);
    }
    return result.replace(from, () => to);
  }, text);
}

const boundCaches = {
  name: 'bound the caches of ink',
  setup(work) {
    work.onLoad({ filter: /ink[\\/]build[\\/](measure-text|wrap-text)\.js$/ }, async ({ path }) => {
      const name = path.split(/[\\/]/).at(-1);
      return { contents: replaced(name, await readFile(path, 'utf8')), loader: 'js' };
    });
  },
};

/** What is ours stays outside: one copy of each module, and of each class in it. */
const ownOutside = {
  name: 'our own modules stay outside',
  setup(work) {
    work.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, kind }) => {
      if (kind === 'entry-point' || !/[\\/](dist|src)[\\/]tui/.test(resolveDir) || resolveDir.includes('node_modules'))
        return undefined;
      const to = relative(folder, join(resolveDir, path)).split(sep).join('/');
      return { path: to.startsWith('.') ? to : `./${to}`, external: true };
    });
    // The tools of React's developers are not shipped.
    work.onResolve({ filter: /^(react-devtools-core|ws)$/ }, () => ({ path: 'none', namespace: 'none' }));
    work.onLoad({ filter: /^none$/, namespace: 'none' }, () => ({ contents: 'export default {}', loader: 'js' }));
  },
};

/** Writes the bundle. Packages in it, as folders below node_modules. */
export async function bundleScreen() {
  const { outputFiles, packages } = await bundle();
  await writeFile(join(folder, 'app.js'), outputFiles[0].contents);
  return packages;
}

/** The packages alone, of the source: what is built may be a bundle already. */
export async function bundledPackages() {
  return (await bundle(join(root, 'src', 'tui', 'app.tsx'))).packages;
}

async function bundle(entry = join(folder, 'app.js')) {
  const { metafile, outputFiles } = await build({
    entryPoints: [entry],
    outfile: join(folder, 'app.js'),
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minify: true,
    legalComments: 'none',
    jsx: 'automatic',
    metafile: true,
    absWorkingDir: root,
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: { js: "import{createRequire as __from}from'node:module';const require=__from(import.meta.url);" },
    plugins: [boundCaches, ownOutside],
    logLevel: 'warning',
  });
  const paths = Object.keys(metafile.inputs).map(
    (path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0],
  );
  return { outputFiles, packages: [...new Set(paths)].filter((path) => path !== undefined).sort() };
}
