// What clusters are drawn from: a scenario, as text or as an object, whose system may be the author's own. What it says
// is kept; what it leaves out is drawn.
import { parse } from 'yaml';
import type { Plain } from '../base/plain.ts';
import { OutsideError } from '../contract/outside.ts';
import type { System } from '../contract/system.ts';
import { systems as ownSystems } from '../protocols/registry.ts';
import {
  formatProblem,
  type Loaded,
  loadScenario,
  loadScenarioObject,
  type Problem,
  type Scenario,
  systemOf,
} from '../scenario/index.ts';
import type { Part } from './faults/scene.ts';

/**
 * A scenario as an object, or as the text of a file. `name`, `about` and `run` (`5s`) may be left out of an object.
 * `system` is a name, or a system itself; with one of your own say `use:` too, and what is printed can be run as a file.
 */
export type ClusterBase =
  | string
  | {
      readonly system: string | System;
      /** The module that has the system, as a scenario file would name it. Nothing is loaded from it here. */
      readonly use?: string;
      readonly run?: string;
      /** Any other key of a scenario. */
      readonly [key: string]: unknown;
    };

/** A scenario that cannot be run. Its message has all that is wrong. */
export class ClusterError extends Error {
  override readonly name = 'ClusterError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], text = '') {
    super(problems.map((problem) => formatProblem(problem, text)).join('\n\n'));
    this.problems = problems;
  }
}

/** A base that can be run: the document, and the systems that it may name. */
export type Base = {
  readonly file: string;
  /** As it is printed. */
  readonly document: Part;
  readonly systems: readonly System[];
  /** Of each run: every handler twice. Default no. */
  readonly isChecked?: boolean;
  /** The name of its system. */
  readonly system: string | undefined;
};

/** @throws ClusterError if it is no scenario. */
export function baseOf(base: ClusterBase, file: string, systems: readonly System[] = []): Base {
  const given = typeof base === 'string' ? documentIn(base, file, systems) : base;
  const { system, ...others } = given;
  const isOwn = typeof system === 'object';
  const own = isOwn ? guardedOf(system, file) : undefined;
  const name = isOwn ? own!.name : system;
  const known = systems.map((each) => guardedOf(each, file));
  const document = {
    faultline: 1,
    name: `A cluster of ${name}`,
    about: 'Drawn by fast-check.',
    ...others,
    ...(others.use === undefined ? { system: name } : {}),
    run: others.run ?? '5s',
  };
  const all = [...(own === undefined ? [] : [own]), ...known, ...ownSystems];
  return { file, document: document as { [key: string]: Plain }, systems: all, system: name };
}

/** The author's system, looked at as that of a module would be. @throws ClusterError if it is none. */
function guardedOf(system: System, file: string): System {
  const judged = systemOf(system);
  if ('system' in judged) return judged.system;
  throw new ClusterError([
    { code: judged.code, message: judged.message.replace(/^(the|its) default export/, 'it'), file, line: 0, column: 0 },
  ]);
}

type Given = Exclude<ClusterBase, string>;

/** The text as an object, read once by the loader so that what is wrong is shown with its line. `use:` means the first. */
function documentIn(text: string, file: string, systems: readonly System[]): Given {
  const [own] = systems;
  const used = (use: string) => ({ exported: own, module: { use, path: use } });
  const all = [...systems, ...ownSystems];
  const loaded = own === undefined ? loadScenario(text, file, all) : loadScenario(text, file, all, used);
  if (loaded.scenario === undefined) throw new ClusterError(loaded.problems, text);
  return { ...(parse(text) as object), system: loaded.scenario.system.name };
}

/** A document of the base, with parts drawn, as a scenario. @throws ClusterError if it is none. */
export function scenarioOf({ file, systems, system }: Base, document: Part): Scenario {
  const { use: _, ...others } = document;
  const loaded: Loaded = loadScenarioObject({ ...others, ...(system ? { system } : {}) }, file, systems);
  if (loaded.scenario === undefined) throw new ClusterError(loaded.problems);
  return loaded.scenario;
}

/** What a function of the author's own threw before there was a run, as what is wrong with the scenario. */
export function starting<T>({ file }: Base, start: () => T): T {
  try {
    return start();
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    throw new ClusterError([{ code: 'module-failed', message: error.message, file, line: 0, column: 0 }]);
  }
}
