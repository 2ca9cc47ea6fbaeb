// The house's rules (docs/decisions/0001): who may import whom, and what may be named where. A failure says which rule
// was broken, where, and how to mend it.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../src', import.meta.url));

/** Lower layers first; layers of one rank do not import each other. */
const ranks: readonly (readonly string[])[] = [
  ['base'],
  ['contract'],
  ['network', 'storage', 'clock', 'checkers', 'display', 'protocols', 'plans'],
  ['kernel'],
  ['scenario', 'search', 'debugger'],
  ['campaign'],
  ['tui'],
  ['cli', 'testing'],
  ['entry'],
];

/** Packages that a layer may import; `node:` modules count as packages. Below campaign there is seedrandom, in base. */
const packages: { readonly [layer: string]: readonly RegExp[] } = {
  base: [/^seedrandom$/],
  scenario: [/^yaml$/, /^zod$/],
  campaign: [/^node:/],
  tui: [/^node:/, /^ink$/, /^react$/],
  cli: [/^node:/, /^commander$/],
  // Users' tests: fast-check and vitest are optional peers, so nothing that the command line loads may import them.
  testing: [/^node:/, /^yaml$/, /^fast-check$/, /^vitest$/],
  entry: [/^node:/],
};

const ambient =
  /\b(globalThis|process\.(?:env|exit|argv|std\w+|cwd|hrtime|nextTick|on|memoryUsage|platform|versions?)|console|Date|setTimeout|setInterval|setImmediate|queueMicrotask|performance|async|await|Promise)\b/;
const unordered = /\b(Math\.(random|exp|log|log2|log10|pow|sin|cos|tan)|localeCompare|Intl)\b/;

type Source = {
  readonly path: string;
  readonly layer: string;
  readonly text: string;
  readonly imports: readonly string[];
};

const sources: readonly Source[] = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => {
    const path = relative(root, join(entry.parentPath, entry.name)).split(sep).join('/');
    const text = readFileSync(join(root, path), 'utf8');
    const imports = [
      ...text.matchAll(
        /^\s*(?:import|export)\b[^'"`;]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|^import '([^']+)'/gm,
      ),
    ];
    const layer = path.includes('/') ? path.slice(0, path.indexOf('/')) : 'entry';
    return { path, layer, text, imports: imports.map((match) => (match[1] ?? match[2] ?? match[3])!) };
  });

const rankOf = (layer: string): number => ranks.findIndex((rank) => rank.includes(layer));

/** The path below src/ that a relative import means. */
function target(from: string, specifier: string): string {
  return posix.normalize(posix.join(posix.dirname(from), specifier));
}

/** The code without comments and strings, so that words in prose do not count. */
function codeOf(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '')
    .replace(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, "''")
    .replace(
      /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n*[])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])*\/[dgimsuvy]*/g,
      '//',
    );
}

test('every folder of src is a layer', () => {
  const unknown = sources.filter(({ layer }) => rankOf(layer) < 0).map(({ path }) => path);
  expect(unknown, 'put the file into one of the layers, or add the layer here and to the decision').toEqual([]);
});

test('imports go downwards only; layers of one rank do not know each other', () => {
  const broken = sources.flatMap(({ path, layer, imports }) =>
    imports
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => target(path, specifier))
      .filter((to) => {
        const other = to.includes('/') ? to.slice(0, to.indexOf('/')) : 'entry';
        return other !== layer && rankOf(other) >= rankOf(layer);
      })
      .map((to) => `${path} imports ${to}`),
  );
  expect(broken, 'move what both need into a lower layer, or pass it in as an argument').toEqual([]);
});

test('nothing imports the public entries', () => {
  const broken = sources.flatMap(({ path, imports }) =>
    imports.filter((to) => to.startsWith('.') && !target(path, to).includes('/')).map((to) => `${path} imports ${to}`),
  );
  expect(broken, 'import the module that the entry re-exports').toEqual([]);
});

test('a protocol imports contract, base, its own folder, and the index.ts of a folder it builds on', () => {
  const broken = sources
    .filter(({ layer, path }) => layer === 'protocols' && path.split('/').length > 2)
    .flatMap(({ path, imports }) =>
      imports
        .map((specifier) => (specifier.startsWith('.') ? target(path, specifier) : specifier))
        .filter((to) => {
          const isOwn = dirname(to).startsWith(path.split('/').slice(0, 2).join('/'));
          return !(isOwn || /^(contract|base)\//.test(to) || /^protocols\/[^/]+\/index\.ts$/.test(to));
        })
        .map((to) => `${path} imports ${to}`),
    );
  expect(broken, 'export what is needed from the other protocol’s index.ts').toEqual([]);
});

test('there are no import circles, type-only imports included', () => {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    if (trail.includes(path) || done.has(path)) return;
    for (const specifier of byPath.get(path)?.imports ?? []) {
      if (specifier.startsWith('.')) visit(target(path, specifier), [...trail, path]);
    }
    done.add(path);
  };
  for (const { path } of sources) visit(path, []);
  expect(circles, 'take the part that both need out into a module of its own').toEqual([]);
});

test('packages are imported only where the layer needs them', () => {
  const broken = sources.flatMap(({ path, layer, imports }) =>
    imports
      .filter((specifier) => !specifier.startsWith('.'))
      .filter((name) => !(packages[layer] ?? []).some((allowed) => allowed.test(name)))
      .map((name) => `${path} imports ${name}`),
  );
  expect(broken, 'a lower layer gets what it needs passed in; see the layers in docs/tour.md').toEqual([]);
});

test('below campaign nothing names the process, the console, time, timers or promises', () => {
  const broken = sources
    .filter(({ layer }) => rankOf(layer) < rankOf('campaign'))
    .flatMap(({ path, text }) => {
      const found = ambient.exec(codeOf(text));
      return found === null ? [] : [`${path} names ${found[0]}`];
    });
  expect(broken, 'pass the value in from campaign/ or cli/').toEqual([]);
});

test('nothing that differs between machines is used below campaign', () => {
  const broken = sources
    .filter(({ layer }) => rankOf(layer) < rankOf('campaign'))
    .flatMap(({ path, text }) => {
      const found = unordered.exec(codeOf(text));
      return found === null ? [] : [`${path} uses ${found[0]}`];
    });
  expect(broken, 'use base/random.ts, integer arithmetic, and `<` for strings').toEqual([]);
});

test('the command line loads the screen only when it is asked for', () => {
  const broken = sources.filter(({ layer, text }) => layer === 'cli' && /^import .*from '\.\.\/tui/m.test(text));
  expect(
    broken.map(({ path }) => path),
    'use `await import(…)` in the command that needs it',
  ).toEqual([]);
});
