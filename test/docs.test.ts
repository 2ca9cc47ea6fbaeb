// The documents say what is so: every block with output is run and compared, every link leads somewhere.
// UPDATE_DOCS=1 npx vitest run test/docs.test.ts writes what was found into the documents instead: read the difference.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { exitCodes } from '../src/cli/exit.ts';
import { blocksOf, shown, withoutWallClock } from './docs/blocks.ts';
import { goThrough, mended, root } from './docs/document.ts';

const isUpdate = process.env['UPDATE_DOCS'] === '1';
const inDocs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' });
const documents = ['README.md', 'CHANGELOG.md', ...inDocs.map((path) => join('docs', path))]
  .filter((path) => path.endsWith('.md'))
  .sort();
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('what a document shows is what is found', () => {
  beforeAll(() => {
    const built = join(root, 'dist/index.js');
    const hint = 'documents are tried on what `npm run build` makes';
    if (!existsSync(built)) throw new Error(`there is no dist/: ${hint}`);
    const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
    const newer = sources.find((path) => statSync(join(root, 'src', path)).mtimeMs > statSync(built).mtimeMs);
    if (newer !== undefined) throw new Error(`src/${newer} is newer than dist/: ${hint}`);
  });

  for (const path of documents.filter((each) => blocksOf(read(each)).length > 0)) {
    test(path, () => {
      const text = read(path);
      const results = goThrough(text, path.replace(/\W+/g, '-'));
      if (isUpdate) return writeFileSync(join(root, path), mended(text, results));
      for (const { block, found, isSame } of results) {
        if (isSame) continue;
        const hint = `${path}:${block.opens} shows something else; UPDATE_DOCS=1 npx vitest run test/docs.test.ts mends it`;
        expect.soft(block.lines.map(withoutWallClock), hint).toEqual(found.map(withoutWallClock));
      }
    });
  }
});

describe('the comparison can fail', () => {
  const document = (said: string) =>
    ['```js file=say.js', "console.log('one\\ntwo\\nthree, in 12 ms');", '```', '', '```sh', 'node say.js', '```']
      .concat(['', '```text output show=1,-1', ...said.split('|'), '```'])
      .join('\n');
  const isSame = (said: string) => goThrough(document(said), 'comparison').every((result) => result.isSame);

  test('what is left out and what the clock said do not count', () => {
    expect(isSame('one|…|three, in 7 ms')).toBe(true);
  });

  test('a changed word, a missing line and an added line are caught', () => {
    expect(isSame('one|…|tree, in 12 ms')).toBe(false);
    expect(isSame('one|three, in 12 ms')).toBe(false);
    expect(isSame('one|…|three, in 12 ms|four')).toBe(false);
  });

  test('a wrong block is mended with what was found', () => {
    const wrong = document('eins|…|drei');
    expect(mended(wrong, goThrough(wrong, 'comparison'))).toBe(document('one|…|three, in 12 ms'));
  });

  test('a command that ends with another exit code is an error', () => {
    const failing = '```js file=fail.js\nprocess.exit(3);\n```\n\n```sh run\nnode fail.js\n```';
    expect(() => goThrough(failing, 'comparison')).toThrow('exit 3, expected 0');
    expect(() => goThrough(failing.replace('sh run', 'sh run exit=3'), 'comparison')).not.toThrow();
  });

  test('a program that does not type-check is an error', () => {
    const wrong = "```ts file=wrong.ts\nexport const n: number = 'n';\n```\n\n```sh run\nnode wrong.ts\n```";
    expect(() => goThrough(wrong, 'comparison')).toThrow('TS2322');
  });

  test('lines are counted from both ends', () => {
    const lines = ['1', '2', '3', '4', '5'];
    expect(shown(lines, '2..3,-1')).toEqual(['…', '2', '3', '…', '5']);
    expect(shown(lines, '1..2,3..5')).toEqual(lines);
    expect(shown(lines, '-5..-2')).toEqual(['1', '2', '3', '4', '…']);
  });
});

describe('links and lists', () => {
  const slug = (heading: string): string =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replace(/ /g, '-');
  const prose = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, '');
  const headings = (path: string) => [...prose(read(path)).matchAll(/^#+ (.*)$/gm)].map((match) => slug(match[1]!));

  test('every link between documents leads to a file, and to a heading where it names one', () => {
    const broken = documents.flatMap((path) =>
      [...prose(read(path)).matchAll(/\]\(([^)\s]+)\)/g)]
        .map((match) => match[1]!)
        .filter((link) => !/^https?:/.test(link))
        .filter((link) => {
          const [file = '', heading] = link.split('#');
          const to = file === '' ? path : join(dirname(path), file);
          if (!existsSync(join(root, to))) return true;
          return heading !== undefined && !headings(to).includes(heading);
        })
        .map((link) => `${path}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  test('decisions are numbered without a gap, and each says context, choice, what was rejected and the price', () => {
    const decisions = documents.filter((path) => path.startsWith(join('docs', 'decisions')));
    const numbers = decisions.map((path) => Number(/(\d{4})-[a-z0-9-]+\.md$/.exec(path)?.[1]));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    for (const path of decisions) {
      expect(headings(path).slice(1), path).toEqual(['context', 'choice', 'rejected', 'price']);
    }
  });

  test('the tour has nine stops', () => {
    expect([...read('docs/tour.md').matchAll(/^\d+\. \[/gm)]).toHaveLength(9);
  });

  test('the README has every exit code', () => {
    const table = [...read('README.md').matchAll(/^\| (\d+(?:, \d+)*) +\|/gm)].flatMap((row) => row[1]!.split(', '));
    expect(table.map(Number)).toEqual(Object.values(exitCodes));
  });

  test('the README has every command and every option of the command line, and no others', () => {
    const said = new Set(read('README.md').match(/(?<![\w-])--[a-z]+(?:-[a-z]+)*/g));
    const commands = [...read('README.md').matchAll(/^\| `(\w+)[^`]*` +\|/gm)].map((row) => row[1]!);
    const declared = readFileSync(join(root, 'src/cli/program.ts'), 'utf8');
    expect(commands).toEqual([...declared.matchAll(/command\(program, '(\w+)'/g)].map((match) => match[1]!));
    const options = new Set(declared.match(/--[a-z]+(?:-[a-z]+)*/g));
    expect([...said].filter((option) => !options.has(option))).toEqual([]);
    expect([...options].filter((option) => !said.has(option))).toEqual([]);
  });
});
