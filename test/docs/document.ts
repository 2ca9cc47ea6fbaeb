// Goes through a document as a reader would: writes its files, runs its commands, and notes where what is shown is not
// what was found. Commands run what `npm run build` made, so the package's own exports are tried too.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Block, blocksOf, patched, shown, withoutWallClock } from './blocks.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const tsc = join(root, 'node_modules/typescript/bin/tsc');
const main = join(root, 'dist/cli/main.js');

/** A block that shows something, and what it should show. */
export type Shown = {
  readonly block: Block;
  readonly found: readonly string[];
  readonly isSame: boolean;
};

/** `text` is the document's, `name` the name of its folder below build/docs/. */
export function goThrough(text: string, name: string): readonly Shown[] {
  const folder = join(root, 'build/docs', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const results: Shown[] = [];
  const blocks = blocksOf(text);
  const show = (block: Block, lines: readonly string[]) => {
    const found = shown(lines, block.attributes['show']);
    const [a, b] = [found, block.lines].map((each) => each.map(withoutWallClock).join('\n'));
    results.push({ block, found, isSame: a === b });
  };
  let command: string | undefined;
  blocks.forEach((block, index) => {
    const { file, is, run, output, 'output-of': outputOf, drawing, exit = '0' } = block.attributes;
    if (block.language === 'sh') {
      command = block.lines.join('\n');
      const isShown = blocks[index + 1]?.attributes['output'] !== undefined;
      if (run !== undefined && !isShown) outputOfCommand(command, folder, Number(exit));
    } else if (file !== undefined) {
      const path = join(folder, file);
      const isChange = block.language === 'diff';
      writeFileSync(path, isChange ? patched(readFileSync(path, 'utf8'), block.lines) : `${block.lines.join('\n')}\n`);
      rmSync(join(folder, 'compiled'), { recursive: true, force: true });
    } else if (is !== undefined) show(block, linesOf(readFileSync(join(root, is), 'utf8')));
    else if (outputOf === 'npm start' && isLeftOut()) return;
    else if (output !== undefined || outputOf !== undefined) {
      show(block, outputOfCommand(outputOf ?? command ?? '', folder, Number(exit)));
    } else if (drawing === undefined) {
      throw new Error(`line ${block.opens}: neither a file nor an output: see test/docs/blocks.ts`);
    }
  });
  return results;
}

/** The whole book takes a minute: it is run when documents are written, and by `npm run test:deep`. */
function isLeftOut(): boolean {
  return process.env['FAULTLINE_DEEP'] !== '1' && process.env['UPDATE_DOCS'] !== '1';
}

/** The document with what each block should show. */
export function mended(text: string, results: readonly Shown[]): string {
  const lines = text.split('\n');
  for (const { block, found, isSame } of [...results].reverse()) {
    if (!isSame) lines.splice(block.opens, block.closes - block.opens - 1, ...found);
  }
  return lines.join('\n');
}

function outputOfCommand(command: string, folder: string, exit: number): readonly string[] {
  let printed = '';
  for (const part of command.split(/&&|\n/).map((each) => each.replace(/\s#.*$/, '').trim())) {
    const { args, cwd } = programOf(part, folder);
    const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd, env, encoding: 'utf8' });
    if (status !== exit) throw new Error(`${part}: exit ${status}, expected ${exit}\n${stdout}${stderr}`);
    printed += stdout + stderr;
  }
  return linesOf(printed);
}

/** The arguments for node, and the folder to run in: the document's if it has a file of that name, else the project's. */
function programOf(command: string, folder: string): { readonly args: readonly string[]; readonly cwd: string } {
  const [program, ...words] = command.split(/\s+/);
  const cwd = words.some((word) => existsSync(join(folder, word))) ? folder : root;
  if (command === 'npm start') return programOf(startScript(), folder);
  if (command === 'npx tsc') return { args: [tsc], cwd: folder };
  if (program === 'npx' && words[0] === 'faultline') {
    // A protocol that a scenario uses is stripped of its types there, and checked here.
    if (cwd === folder && readdirSync(folder).some((name) => name.endsWith('.ts'))) compile(folder);
    return { args: [main, ...words.slice(1)], cwd };
  }
  if (program !== 'node') throw new Error(`${command}: documents run node, npx faultline, npx tsc and npm start`);
  const script = words[0]!;
  if (!script.endsWith('.ts')) return { args: words, cwd };
  compile(folder);
  return { args: [join('compiled', script.replace(/\.ts$/, '.js')), ...words.slice(1)], cwd: folder };
}

function startScript(): string {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };
  return scripts.start;
}

/** Node 20 does not run TypeScript: `node x.ts` is compiled first, as strictly as the project itself. */
function compile(folder: string): void {
  if (existsSync(join(folder, 'compiled'))) return;
  const compilerOptions = { noEmit: false, rootDir: '.', outDir: 'compiled', paths: {} };
  const config = { extends: join(root, 'tsconfig.json'), compilerOptions, include: ['*.ts'] };
  writeFileSync(join(folder, 'tsconfig.strict.json'), JSON.stringify(config));
  const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.strict.json'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the document's programs do not compile:\n${stdout}`);
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\n+$/, '').split('\n');
}
