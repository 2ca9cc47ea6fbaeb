// Files given on the command line, read and checked. What is wrong with them goes to stderr with code frames, or with
// `--format github` to stdout as workflow commands.
import { printable } from '../base/printable.ts';
import { explain, readSources, shownPath } from '../campaign/files.ts';
import { type Inspected, inspect, type Outline, outlineOf } from '../campaign/inspect.ts';
import { textOf } from '../campaign/text-file.ts';
import { systems } from '../protocols/registry.ts';
import { formatProblem, headOf, loadScenario, type Problem } from '../scenario/index.ts';
import { Exit, exitCodes } from './exit.ts';
import { type Format, githubError, githubProblem } from './github.ts';
import { complain, print } from './terminal.ts';

export type LoadedFile = { readonly file: string; readonly text: string; readonly scenario: Outline };

export type Loading = {
  readonly format?: Format | undefined;
  /** Loads what `use:` names, which runs its code. Otherwise such a scenario is known by its name alone. */
  readonly withModules?: boolean;
  readonly signal?: AbortSignal;
};

/** The scenarios that could be loaded, and how many files could not; those have been complained of. */
export async function loadFiles(
  paths: readonly string[],
  { format = 'text', withModules = false, signal }: Loading = {},
): Promise<{ readonly files: readonly LoadedFile[]; readonly bad: number }> {
  const files: LoadedFile[] = [];
  let bad = 0;
  const sources = readSources(paths);
  const using = sources.flatMap((source) => ('text' in source && headOf(source.text) !== undefined ? [source] : []));
  const inspected = withModules && using.length > 0 ? await inspect(using, { signal }) : using.map(nameOnly);
  for (const source of sources) {
    if ('message' in source) {
      bad++;
      complainOfFile(source.file, source.message, format);
      continue;
    }
    const { file, text } = source;
    const at = using.indexOf(source);
    const found = at === -1 ? looked(text, file) : inspected[at];
    if (found === undefined) continue;
    if ('problems' in found) {
      bad++;
      complainOf(found.problems, text, format);
    } else files.push({ file, text, scenario: found.outline });
  }
  return { files, bad };
}

/** The one scenario that a search is for; undefined if it is bad, which has been said. */
export async function loadOne(
  command: string,
  path: string,
  { format, signal }: Pick<Loading, 'format' | 'signal'>,
): Promise<LoadedFile | undefined> {
  const { files, bad } = await loadFiles([path], { format, withModules: true, ...(signal && { signal }) });
  const count = files.length + bad;
  if (count > 1) {
    throw new Exit(exitCodes.usage, `${command} takes one scenario, found ${count} in ${path}: name a file`);
  }
  const [file] = files;
  if (file?.scenario.compares !== undefined) {
    const names = file.scenario.compares.map(printable).join(', ');
    const message = `${command} takes a scenario of one system, found ${names}: write "system:" in a file of its own`;
    throw new Exit(exitCodes.usage, `${printable(file.file)}: ${message}`);
  }
  return file;
}

function looked(text: string, file: string): Inspected {
  const { scenario, problems } = loadScenario(text, file, systems);
  return scenario === undefined ? { problems } : { outline: outlineOf(scenario) };
}

function nameOnly({ text }: { readonly text: string }): Inspected {
  const { use, name } = headOf(text)!;
  return { outline: { name, seed: '1', rows: [], system: use, nodes: [] } };
}

export function complainOf(problems: readonly Problem<string>[], text: string, format: Format = 'text'): void {
  for (const problem of problems) {
    if (format === 'github') print(githubProblem(problem));
    else complain(`${formatProblem(problem, text)}\n`);
  }
}

/** Of a file as a whole. */
export function complainOfFile(file: string, message: string, format: Format = 'text'): void {
  if (format === 'github') print(githubError({ file, title: 'unreadable' }, printable(message)));
  else complain(`${printable(file)} error: ${printable(message)}`);
}

/** The text of a file, `-` for standard input. */
export function readText(path: string, format: Format = 'text'): { readonly file: string; readonly text: string } {
  if (path === '') throw new Exit(exitCodes.usage, '(empty path) error: expected the path of a file');
  const file = shownPath(path);
  try {
    return { file, text: textOf(path) };
  } catch (error) {
    complainOfFile(file, explain(error), format);
    throw new Exit(exitCodes.usage);
  }
}
