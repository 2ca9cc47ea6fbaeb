// Text in, scenario or problems out. Three stages, each reporting all it finds: the text (`text/`), the shape
// (`schema/`), the meaning (`build/`). What one stage refused, the next leaves out, so one slip is one problem.
import { OutsideError } from '../contract/outside.ts';
import type { System } from '../contract/system.ts';
import { buildScenario } from './build/scenario.ts';
import { capsuleMessage, isCapsule } from './mixed-up.ts';
import { type Modules, noModules } from './outside/use.ts';
import { type Problem, Problems, problemAt, sortedProblems } from './problem.ts';
import type { Scenario } from './scenario.ts';
import { type Draft, draftOf } from './schema/draft.ts';
import { objectProblem } from './text/object.ts';
import { parseText } from './text/parse.ts';
import { NOWHERE, type Path, pathText, type Span } from './text/position.ts';
import { walkTo } from './text/tree.ts';

export type Loaded = {
  /** Undefined if there is any problem. */
  readonly scenario: Scenario | undefined;
  /** All at once, in order of position. */
  readonly problems: readonly Problem[];
};

/**
 * Reads a scenario file's text. `file` is only for messages. Never throws, whatever the text is. `modules` answers for
 * what `use:` names; by default nothing was loaded.
 */
export function loadScenario(
  text: string,
  file: string,
  systems: readonly System[],
  modules: Modules = noModules,
): Loaded {
  const { tree, lines, problems: refused } = parseText(text, file);
  if (tree === undefined) return { scenario: undefined, problems: sortedProblems(refused) };
  if (isCapsule(tree.value)) {
    const { child } = walkTo(tree, ['capsule']);
    const { start, end } = child.key ?? child.tree;
    return notAScenario(file, lines.span(start, end));
  }
  const locate = (path: Path, part: 'key' | 'value'): Span | undefined => {
    const { child, isWhole, isBroken } = walkTo(tree, path);
    if (isBroken) return undefined;
    // Of a missing part the innermost key is shown that is there; the document itself has no key, only a first one.
    const [first] = path.length === 0 ? tree.children.values() : [];
    const range = (part === 'key' || !isWhole ? (first?.key ?? child.key) : undefined) ?? child.tree;
    return lines.span(range.start, range.end);
  };
  const problems = new Problems(file, locate);
  const scenario = read(tree.value, file, { systems, modules }, problems, (path) => locate(path, 'value')?.line ?? 0);
  return finish(scenario, [...refused, ...problems.all]);
}

/** Reads a scenario given as plain data, as a test or a program has it. Problems have a path, no line. */
export function loadScenarioObject(
  value: unknown,
  name: string,
  systems: readonly System[],
  modules: Modules = noModules,
): Loaded {
  const refused = objectProblem(value);
  if (refused !== undefined) {
    const path = pathText(refused.path);
    return { scenario: undefined, problems: [problemAt(name, NOWHERE, refused.code, refused.message, { path })] };
  }
  if (isCapsule(value)) return notAScenario(name, NOWHERE);
  const problems = new Problems(name, () => NOWHERE);
  const scenario = read(value, name, { systems, modules }, problems, () => 0);
  return finish(scenario, problems.all);
}

function read(
  value: unknown,
  file: string,
  known: { readonly systems: readonly System[]; readonly modules: Modules },
  problems: Problems,
  lineOf: (path: Path) => number,
): Scenario | undefined {
  const draft: Draft | undefined = draftOf(value, problems);
  if (draft === undefined) return undefined;
  try {
    return buildScenario(draft, file, known, problems, lineOf);
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    problems.add('module-failed', [draft.use === undefined ? 'system' : 'use'], error.message);
    return undefined;
  }
}

/** Of a capsule nothing else is said: measured as a scenario, every line of it would be wrong. */
function notAScenario(file: string, at: Span): Loaded {
  const problem = problemAt(file, at, 'a-capsule', capsuleMessage(file), { path: 'capsule' });
  return { scenario: undefined, problems: [problem] };
}

function finish(scenario: Scenario | undefined, problems: readonly Problem[]): Loaded {
  return { scenario: problems.length === 0 ? scenario : undefined, problems: sortedProblems(problems) };
}
