// The scenario book, loaded: what the tests of the whole book go over.
import { readSources } from '../src/campaign/files.ts';
import { systems } from '../src/protocols/registry.ts';
import { loadScenario, type Scenario } from '../src/scenario/index.ts';

export type Page = { readonly file: string; readonly text: string; readonly scenario: Scenario };

export const book: readonly Page[] = readSources(['scenarios']).map((source) => {
  if ('message' in source) throw new Error(`${source.file}: ${source.message}`);
  const { scenario, problems } = loadScenario(source.text, source.file, systems);
  if (scenario === undefined) throw new Error(`${source.file}:${problems[0]?.line} ${problems[0]?.message}`);
  return { ...source, scenario };
});

export function page(file: string): Page {
  const found = book.find((candidate) => candidate.file === file);
  if (found === undefined) throw new Error(`the book has no ${file}`);
  return found;
}
