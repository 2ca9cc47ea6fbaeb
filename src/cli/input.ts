// Files given on the command line, read and checked: what is wrong with them goes to stderr with code frames.
import { readFileSync } from 'node:fs';
import { printable } from '../base/printable.ts';
import { explain, readSources, shownPath } from '../campaign/files.ts';
import { systems } from '../protocols/registry.ts';
import { formatProblem, loadScenario, type Problem, type Scenario } from '../scenario/index.ts';
import { Exit, exitCodes } from './exit.ts';
import { complain } from './terminal.ts';

export type LoadedFile = { readonly file: string; readonly text: string; readonly scenario: Scenario };

/** The scenarios that could be loaded, and how many files could not; those have been complained of. */
export function loadFiles(paths: readonly string[]): { readonly files: readonly LoadedFile[]; readonly bad: number } {
  const files: LoadedFile[] = [];
  let bad = 0;
  for (const source of readSources(paths)) {
    if ('message' in source) {
      bad++;
      complain(`${printable(source.file)} error: ${source.message}`);
      continue;
    }
    const { file, text } = source;
    const { scenario, problems } = loadScenario(text, file, systems);
    if (scenario === undefined) {
      bad++;
      complainOf(problems, text);
    } else files.push({ file, text, scenario });
  }
  return { files, bad };
}

export function complainOf(problems: readonly Problem[], text: string): void {
  for (const problem of problems) complain(`${formatProblem(problem, text)}\n`);
}

/** The text of a file, `-` for standard input. */
export function readText(path: string): { readonly file: string; readonly text: string } {
  const file = path === '-' ? '(standard input)' : shownPath(path);
  try {
    return { file, text: readFileSync(path === '-' ? 0 : path, 'utf8') };
  } catch (error) {
    throw new Exit(exitCodes.usage, `${printable(file)} error: ${explain(error)}`);
  }
}
